/**
 * A disk that is full: on a store that has only so much room, and on a real small file system where
 * one can be mounted.
 */
import { toPondError } from "../../lib/base/mod.ts";
import { openPond } from "../../lib/pond/mod.ts";
import { faultyStore, type StoreOperation } from "../store/faulty.ts";
import { memoryStore } from "../store/memory.ts";
import { assertEquals, assertMatch, assertOk } from "../deps.ts";
import { runPond } from "../program.ts";
import { inTemporaryDirectory } from "./child.ts";
import { HOST_PATH, makeScenarios, noise, pondOptions } from "./scenarios.ts";
import { checkAfter, rehearse } from "./trial.ts";

/** How much room there is, as a part of what the command writes. */
const ROOM = [0, 0.2, 0.5, 0.8, 0.99];

/** Hooks of a disk with room for `bytes`; once it is full it stays so. */
function diskWith(bytes: number) {
  let left = bytes;
  return {
    before: ({ kind, bytes: written }: StoreOperation) => {
      if (kind !== "write") return undefined;
      left -= written!.length;
      return left < 0 ? "short" : undefined;
    },
  };
}

for (const scenario of await makeScenarios()) {
  Deno.test(`${scenario.name}: on a full disk it fails with no-space and leaves no half, with room it works`, async () => {
    const { outcomes, operations } = await rehearse(scenario);
    const all = operations.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
    for (const part of ROOM) {
      const where = `${scenario.name} with room for ${part}`;
      const store = memoryStore(scenario.files);
      const full = pondOptions(faultyStore(store, diskWith(part * all)));
      const error = await scenario.run(full).then(() => undefined, toPondError);
      // What follows the commit, a checkpoint and the like, may fail without harm.
      if (error) assertEquals([error.code, where], ["no-space", where]);
      else assertOk(part > 0, where);
      const reported = error === undefined;
      await checkAfter(store.contents(), { outcomes, reported, where });
      if (reported) continue;
      const names = [...store.contents().keys()].filter((name) => name.startsWith("tmp/"));
      assertEquals(names, [], `${where}: it keeps room that it can't use`);
      await scenario.run(pondOptions(store));
    }
  });
}

Deno.test("readers: a full disk does not keep them from reading", async () => {
  const scenario = (await makeScenarios()).find(({ name }) => name === "mkdir")!;
  const store = faultyStore(memoryStore(scenario.files), diskWith(0));
  await using pond = await openPond(HOST_PATH, pondOptions(store));
  (await (await pond.read()).open("/d/file")).close();
});

/** Mounts a file system of `megabytes` on `directory`; why not, where that is not permitted. */
async function mountSmall(directory: string, megabytes: number): Promise<string | null> {
  if (Deno.build.os !== "linux") return "tmpfs is mounted on Linux only";
  if (Deno.uid() !== 0) return "mounting needs root";
  const args = ["-t", "tmpfs", "-o", `size=${megabytes}m`, "pond-test", directory];
  const { success, stderr } = await new Deno.Command("mount", { args }).output()
    .catch((error: Error) => ({ success: false, stderr: new TextEncoder().encode(error.message) }));
  return success ? null : new TextDecoder().decode(stderr).trim();
}

/** Writes until nothing more fits. */
async function fill(hostPath: string): Promise<void> {
  using file = await Deno.open(hostPath, { write: true, create: true });
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    try {
      for (;;) if (await file.write(new Uint8Array(size)) < size) break;
    } catch (error) {
      if ((error as { code?: string }).code !== "ENOSPC") throw error;
    }
  }
}

async function checkFullDisk(cwd: string): Promise<void> {
  const run = (...words: string[]) => runPond(["--pond", "pond", ...words], { cwd });
  const good = async (...words: string[]) => {
    const { code, stdout, stderr } = await run(...words);
    assertEquals(code, 0, stderr);
    return stdout;
  };
  const refused = async (...words: string[]) => {
    const { code, stdout, stderr } = await run(...words);
    assertEquals([code, stdout], [1, ""], stderr);
    assertMatch(stderr, /^pond: cannot .*No space left on device/);
    assertEquals(
      stderr.trimEnd().split("\n").filter((line) => !line.startsWith("hint: ")).length,
      1,
    );
  };
  await good("init", "pond");
  await Deno.writeFile(`${cwd}/small`, noise(1000, 1));
  await good("copy", "host:small", "/kept");
  await Deno.writeFile(`${cwd}/large`, noise(2_500_000, 2));
  await refused("copy", "host:large", "/large");
  await fill(`${cwd}/filler`);
  await refused("mkdir", "/directory");
  await refused("copy", "host:small", "/kept");
  assertEquals(await good("list", "/"), "/kept\n");
  assertEquals((await run("cat", "/kept")).bytes, noise(1000, 1));
  await Deno.remove(`${cwd}/filler`);
  await Deno.remove(`${cwd}/large`);
  await good("mkdir", "/directory");
  await good("copy", "host:small", "/kept");
  await good("fsck");
  assertEquals(await good("list", "/"), "/directory/\n/kept\n");
}

Deno.test("the program on a full disk: a clear error, status 1, the pond as it was, and work again with room", async () => {
  await inTemporaryDirectory(async (directory) => {
    const refusal = await mountSmall(directory, 4);
    if (refusal !== null) return console.log(`SKIPPED: no small disk to fill: ${refusal}`);
    try {
      await checkFullDisk(directory);
    } finally {
      await new Deno.Command("umount", { args: [directory] }).output();
    }
  });
});
