/** The install script, against a server on loopback that has a release's files. */
import { sha256 } from "../../lib/base/mod.ts";
import { join } from "../../lib/deps/std_path.ts";
import { withUrl } from "../../.ci/release.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../deps.ts";
import { readText } from "../house/tree.ts";

const HAS_EXECUTABLE = ["linux", "darwin"].includes(Deno.build.os);
const NAME = `pond-${Deno.build.os === "linux" ? "linux" : "macos"}-${
  Deno.build.arch === "x86_64" ? "x64" : "arm64"
}.gz`;

/** What stands for the executable, compressed. */
async function packed(version: string): Promise<Uint8Array<ArrayBuffer>> {
  const text = `#!/bin/sh\n[ "$1" = --version ] && echo "pond ${version}"\n`;
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A server of releases: the file, with its checksum or another's. */
function serveReleases(checksumOf: (bytes: Uint8Array) => string) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const [, release, file] = new URL(request.url).pathname.split("/");
    const version = /^v(\d+\.\d+\.\d+)$/.exec(release ?? "")?.[1];
    if (!version) return new Response("not found", { status: 404 });
    const bytes = await packed(version);
    if (file === NAME) return new Response(bytes);
    return new Response(`${"0".repeat(64)}  other\n${checksumOf(bytes)}  ${NAME}\n`);
  });
  return { url: `http://127.0.0.1:${server.addr.port}`, stop: () => server.shutdown() };
}

/** Runs a script with `sh` and nothing of the environment that would mislead it. */
async function install(script: string, env: Record<string, string>) {
  const child = new Deno.Command("sh", {
    args: ["-s"],
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH")!, HOME: env.HOME!, ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(script));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

const SCRIPT = readText("install.sh");

Deno.test({
  name: "install.sh: installs what has the right checksum, and says where",
  ignore: !HAS_EXECUTABLE,
  fn: async () => {
    const HOME = Deno.makeTempDirSync();
    const server = serveReleases(sha256);
    try {
      const first = await install(withUrl(SCRIPT, `${server.url}/v1.0.0`), { HOME });
      assertEquals([first.code, first.stderr], [0, ""]);
      assertStringIncludes(first.stdout, `installed pond 1.0.0: ${HOME}/.local/bin/pond`);
      assertStringIncludes(first.stdout, "is not in PATH");

      const prefix = join(HOME, "with space");
      const env = { HOME, POND_INSTALL_URL: `${server.url}/v1.0.0/`, POND_INSTALL_PREFIX: prefix };
      const PATH = `${Deno.env.get("PATH")}:${prefix}/bin`;
      const other = await install(SCRIPT, { ...env, PATH, POND_INSTALL_VERSION: "2.1.0" });
      assertEquals(other, {
        code: 0,
        stdout: `installed pond 2.1.0: ${prefix}/bin/pond\n`,
        stderr: "",
      });
      assertEquals([...Deno.readDirSync(join(prefix, "bin"))].map(({ name }) => name), ["pond"]);
      assertEquals(Deno.statSync(join(prefix, "bin/pond")).mode! & 0o777, 0o755);
    } finally {
      await server.stop();
      Deno.removeSync(HOME, { recursive: true });
    }
  },
});

Deno.test({
  name: "install.sh: leaves what is there alone when something is wrong",
  ignore: !HAS_EXECUTABLE,
  fn: async () => {
    const HOME = Deno.makeTempDirSync();
    Deno.mkdirSync(join(HOME, "bin"));
    Deno.writeTextFileSync(join(HOME, "bin/pond"), "earlier");
    const server = serveReleases(() => "f".repeat(64));
    try {
      const cases: [string, RegExp][] = [
        [`${server.url}/v1.0.0`, /has the checksum [0-9a-f]{64}, but .* says f{64}; nothing was/],
        [`${server.url}/none`, /cannot fetch .*\/none\/SHA256SUMS/],
        ["", /set POND_INSTALL_URL/],
      ];
      for (const [url, message] of cases) {
        const env = { HOME, POND_INSTALL_URL: url, POND_INSTALL_PREFIX: HOME };
        const { code, stdout, stderr } = await install(SCRIPT, env);
        assertEquals([code, stdout], [1, ""]);
        assertMatch(stderr, message);
        assertEquals([...Deno.readDirSync(join(HOME, "bin"))].map(({ name }) => name), ["pond"]);
        assertEquals(Deno.readTextFileSync(join(HOME, "bin/pond")), "earlier");
      }
      const cut = await install(SCRIPT.slice(0, -5), { HOME, POND_INSTALL_URL: server.url });
      assertEquals(cut, { code: 0, stdout: "", stderr: "" });
    } finally {
      await server.stop();
      Deno.removeSync(HOME, { recursive: true });
    }
  },
});
