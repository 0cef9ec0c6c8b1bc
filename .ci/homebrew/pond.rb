# Filled in by `deno task release`; it goes into a tap as Formula/pond.rb.
class Pond < Formula
  desc "File system for files, tables and time series in one directory, with SQL"
  homepage "{{url}}"
  version "{{version}}"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "{{url}}/pond-macos-arm64.gz"
      sha256 "{{sha256 pond-macos-arm64.gz}}"
    end
    on_intel do
      url "{{url}}/pond-macos-x64.gz"
      sha256 "{{sha256 pond-macos-x64.gz}}"
    end
  end
  on_linux do
    on_arm do
      url "{{url}}/pond-linux-arm64.gz"
      sha256 "{{sha256 pond-linux-arm64.gz}}"
    end
    on_intel do
      url "{{url}}/pond-linux-x64.gz"
      sha256 "{{sha256 pond-linux-x64.gz}}"
    end
  end

  def install
    bin.install Dir["pond-*"].first => "pond"
    chmod 0755, bin/"pond"
    generate_completions_from_executable(bin/"pond", "completions", shells: [:bash, :zsh, :fish])
  end

  test do
    system bin/"pond", "init", testpath/"p"
    assert_match version.to_s, shell_output("#{bin}/pond --version")
  end
end
