import { PondError } from "../../lib/base/mod.ts";
import { HandlePool } from "../../lib/store/handle_pool.ts";
import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertThrows } from "../deps.ts";

/** How many files this process has open in `directory`. */
function openIn(directory: string): number {
  return [...Deno.readDirSync("/proc/self/fd")].filter(({ name }) => {
    try {
      return Deno.readLinkSync(`/proc/self/fd/${name}`).startsWith(directory);
    } catch {
      return false; // The listing's own descriptor is gone by now.
    }
  }).length;
}

function firstByte(file: { handle(): Deno.FsFile }): number {
  const byte = new Uint8Array(1);
  const handle = file.handle();
  handle.seekSync(0, Deno.SeekMode.Start);
  handle.readSync(byte);
  return byte[0]!;
}

Deno.test({
  name: "HandlePool: a thousand files are read through a few handles",
  ignore: Deno.build.os !== "linux",
  fn() {
    const directory = Deno.makeTempDirSync();
    const pool = new HandlePool(10);
    const files = Array.from({ length: 1000 }, (_, i) => {
      const path = join(directory, `${i}`);
      Deno.writeFileSync(path, new Uint8Array([i % 256]));
      return pool.open(path);
    });
    assertEquals(files.map(firstByte), files.map((_, i) => i % 256));
    assertEquals(files.toReversed().map(firstByte), files.map((_, i) => i % 256).toReversed());
    assertEquals(openIn(directory), 10);
    for (const file of files) file.close();
    assertEquals(openIn(directory), 0);
    Deno.removeSync(directory, { recursive: true });
  },
});

Deno.test("HandlePool: a replaced file is an error, not another content", () => {
  const directory = Deno.makeTempDirSync();
  const pool = new HandlePool(1);
  const [path, other] = [join(directory, "a"), join(directory, "b")];
  Deno.writeTextFileSync(path, "old");
  Deno.writeTextFileSync(other, "oth");
  const [file, next] = [pool.open(path), pool.open(other)];
  Deno.writeTextFileSync(`${path}.new`, "new");
  Deno.renameSync(`${path}.new`, path);
  assertEquals(assertThrows(() => file.handle(), PondError).code, "conflict");
  next.close();
  assertThrows(() => next.handle(), PondError, "closed");
  file.close();
  Deno.removeSync(directory, { recursive: true });
});
