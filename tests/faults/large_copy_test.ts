/**
 * The program is killed while it copies a large file in. `POND_LARGE_MB` and `POND_LARGE_TRIALS`
 * say how large, how often.
 */
import { assertEquals, assertOk } from "../deps.ts";
import { programWords, runPond } from "../program.ts";
import { inTemporaryDirectory } from "./child.ts";

const MEGABYTES = Number(Deno.env.get("POND_LARGE_MB") ?? 24);
const TRIALS = Number(Deno.env.get("POND_LARGE_TRIALS") ?? 3);

/** What the program may hold before it writes. */
const BUFFERED_BYTES = 2 << 20;

/**
 * Starts `pond copy` of something that doesn't end, and kills it once `bytes` of that have arrived.
 */
async function killCopy(cwd: string, bytes: number): Promise<void> {
  const [command, ...first] = programWords();
  const child = new Deno.Command(command!, {
    args: [...first, "--pond", "pond", "copy", "-", "/large"],
    cwd,
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const chunk = new Uint8Array(1 << 20);
  for (let sent = 0; sent < bytes + BUFFERED_BYTES; sent += chunk.length) await writer.write(chunk);
  while (unfinished(cwd).reduce((sum, { size }) => sum + size, 0) < bytes) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  child.kill("SIGKILL");
  assertEquals((await child.status).signal, "SIGKILL");
  await writer.close().catch(() => {}); // Nobody reads it any more.
}

/** Contents in `tmp` younger than a day. */
function unfinished(cwd: string): { path: string; size: number }[] {
  return [...Deno.readDirSync(`${cwd}/pond/tmp`)]
    .filter(({ name }) => name.startsWith("blob-"))
    .map(({ name }) => `${cwd}/pond/tmp/${name}`)
    .map((path) => ({ path, stat: Deno.statSync(path) }))
    .filter(({ stat }) => stat.mtime!.getTime() > Date.now() - 86_400_000)
    .map(({ path, stat }) => ({ path, size: stat.size }));
}

async function writeLarge(hostPath: string): Promise<void> {
  using file = await Deno.open(hostPath, { write: true, create: true });
  const chunk = new Uint8Array(1 << 20);
  for (let i = 0; i < MEGABYTES; i++) await file.write(chunk.fill(i));
}

Deno.test(`copy of ${MEGABYTES} MB: killed on the way it leaves the pond as it was, and what it left is swept in time`, async () => {
  await inTemporaryDirectory(async (cwd) => {
    const good = async (...words: string[]) => {
      const { code, stdout, stderr } = await runPond(["--pond", "pond", ...words], { cwd });
      assertEquals(code, 0, stderr);
      return stdout;
    };
    await good("init", "pond");
    await good("mkdir", "/kept");
    await writeLarge(`${cwd}/large`);
    for (let trial = 0; trial < TRIALS; trial++) {
      await killCopy(cwd, (MEGABYTES << 20) * (trial + 0.5) / TRIALS / 2);
      assertEquals(await good("list", "/"), "/kept/\n");
      const [left] = unfinished(cwd);
      assertOk(left, "nothing was on its way");
      const old = (Date.now() - 2 * 86_400_000) / 1000;
      if (trial % 2 === 0) await good("mkdir", `/young_${trial}`);
      assertOk(unfinished(cwd).length === 1, "what is young may have a living writer");
      if (trial % 2 === 0) await good("rm", `/young_${trial}`);
      for (const { name } of Deno.readDirSync(`${cwd}/pond/tmp`)) {
        Deno.utimeSync(`${cwd}/pond/tmp/${name}`, old, old);
      }
    }
    await good("copy", "host:large", "/large");
    const names = [...Deno.readDirSync(`${cwd}/pond/tmp`)].map(({ name }) => name);
    assertEquals(names.filter((name) => name !== "writer.lock"), []);
    assertEquals(await good("list", "/"), "/kept/\n/large\n");
    await good("fsck");
  });
});
