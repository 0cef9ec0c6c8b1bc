import { Output } from "../../lib/cli/output.ts";
import { assertEquals, assertRejects, fc } from "../deps.ts";

/** A sink that takes at most `most` bytes at a time. */
function sink(most = Infinity) {
  const chunks: Uint8Array[] = [];
  const writeSync = (bytes: Uint8Array) => {
    const taken = bytes.subarray(0, Math.max(1, Math.min(bytes.length, most)));
    chunks.push(taken.slice());
    return taken.length;
  };
  return {
    chunks,
    bytes: () => chunks.flatMap((chunk) => [...chunk]),
    writeSync,
    write: (bytes: Uint8Array) => Promise.resolve(writeSync(bytes)),
  };
}

Deno.test("Output: bytes come out in order, whatever their sizes and ways", async () => {
  const sizes = fc.array(fc.tuple(fc.nat(150_000), fc.boolean()), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(sizes, async (writes) => {
      const to = sink(40_000);
      const output = new Output(to);
      let expected = 0;
      let fill = 0;
      for (const [size, sync] of writes) {
        const bytes = new Uint8Array(size).fill(++fill);
        if (sync) output.writeSync(bytes);
        else await output.write(bytes);
        expected += size;
      }
      await output.flush();
      const all = to.bytes();
      assertEquals(all.length, expected);
      assertEquals(all.every((byte, i) => i === 0 || byte >= all[i - 1]!), true);
    }),
    { numRuns: 10 },
  );
});

Deno.test("Output: small writes reach the sink as one", async () => {
  const to = sink();
  const output = new Output(to);
  for (let i = 0; i < 1000; i++) await output.write("line\n");
  await output.flush();
  assertEquals(to.chunks.length, 1);
  assertEquals(to.bytes().length, 5000);
});

Deno.test("Output: what was not passed on can be dropped", async () => {
  const to = sink();
  const output = new Output(to);
  await output.write("header\n");
  output.discard();
  await output.flush();
  assertEquals(to.chunks.length, 0);
});

Deno.test("Output: the sink's error reaches the writer", async () => {
  const broken = () => Promise.reject(new Deno.errors.BrokenPipe("closed"));
  const output = new Output({ write: broken, writeSync: () => 0 });
  await output.write("x");
  await assertRejects(() => output.flush(), Deno.errors.BrokenPipe);
});
