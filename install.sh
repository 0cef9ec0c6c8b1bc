#!/bin/sh
# Installs pond's executable for this machine, after comparing it with its checksum.
#
#   curl -fsSL ADDRESS/install.sh | sh
#
# Overridden by the environment:
#   POND_INSTALL_URL      where a release's files are: a directory by http(s) or file
#   POND_INSTALL_PREFIX   the executable becomes PREFIX/bin/pond; default ~/.local
#   POND_INSTALL_VERSION  a version: takes the place of the one that the address ends with
set -eu

# Put in when a release is made.
DEFAULT_URL=''

fail() {
  echo "install.sh: $1" >&2
  exit 1
}

platform() {
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=macos ;;
    *) fail "there is no executable for $(uname -s); \`deno install\` works everywhere, see README" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) fail "there is no executable for $(uname -m)" ;;
  esac
  if [ "$system" = linux ] && ls /lib/ld-musl-* >/dev/null 2>&1 && ! ls /lib*/ld-linux-* >/dev/null 2>&1; then
    fail "the executable needs glibc, which this machine hasn't got"
  fi
  echo "$system-$machine"
}

# fetch ADDRESS FILE
fetch() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --proto '=http,https,file' -o "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O "$2" "$1"
  else
    fail "neither curl nor wget is installed"
  fi || fail "cannot fetch $1"
}

checksum() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1"
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 "$1"
  else
    fail "neither sha256sum nor shasum is installed"
  fi | cut -d ' ' -f 1
}

main() {
  url=${POND_INSTALL_URL:-$DEFAULT_URL}
  [ -n "$url" ] || fail "set POND_INSTALL_URL to the address of a release's files"
  url=${url%/}
  [ -z "${POND_INSTALL_VERSION:-}" ] || url="${url%/*}/v${POND_INSTALL_VERSION#v}"
  prefix=${POND_INSTALL_PREFIX:-$HOME/.local}
  file=pond-$(platform).gz

  # Beside its place, so that it gets there by a rename: a pond that is running stays whole.
  mkdir -p "$prefix/bin" || fail "cannot make $prefix/bin; set POND_INSTALL_PREFIX"
  work=$(mktemp -d "$prefix/bin/.pond-install.XXXXXX") || fail "cannot write to $prefix/bin"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM HUP

  fetch "$url/SHA256SUMS" "$work/SHA256SUMS"
  expected=$(sed -n "s/^\([0-9a-f]\{64\}\)  $file\$/\1/p" "$work/SHA256SUMS")
  [ -n "$expected" ] || fail "$url/SHA256SUMS has no $file"
  fetch "$url/$file" "$work/$file"
  found=$(checksum "$work/$file")
  [ "$found" = "$expected" ] ||
    fail "$url/$file has the checksum $found, but SHA256SUMS says $expected; nothing was installed"

  gzip -d "$work/$file" || fail "cannot expand $file"
  chmod 755 "$work/${file%.gz}"
  version=$("$work/${file%.gz}" --version) || fail "the executable doesn't start; nothing was installed"
  mv -f "$work/${file%.gz}" "$prefix/bin/pond"
  echo "installed $version: $prefix/bin/pond"
  case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) echo "$prefix/bin is not in PATH; add:  export PATH=\"$prefix/bin:\$PATH\"" ;;
  esac
}

# Called at the end, so that a script that was cut off does nothing.
main
