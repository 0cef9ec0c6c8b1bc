import { memorySource, readChunks } from "../../lib/table/mod.ts";
import { assertEquals } from "../deps.ts";

const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
const source = memorySource(bytes, "test");

async function joined(options: Parameters<typeof readChunks>[1]): Promise<number[]> {
  const read: number[] = [];
  for await (const chunk of readChunks(source, options)) read.push(...chunk);
  return read;
}

Deno.test("readChunks: the same bytes whatever the chunks, in one buffer as in many", async () => {
  for (const [start, end] of [[0, 1000], [0, 0], [17, 900], [999, 1000], [500, 400]] as const) {
    for (const chunkBytes of [1, 7, 100, 999, 1000, 5000]) {
      const expected = [...bytes.subarray(start, Math.max(start, end))];
      assertEquals(await joined({ start, end, chunkBytes }), expected);
      assertEquals(await joined({ start, end, chunkBytes, reuse: true }), expected);
    }
  }
  assertEquals(await joined({ reuse: true }), [...bytes]);
});

Deno.test("readChunks: chunks may be kept, unless their buffer is used again", async () => {
  const buffers = async (reuse: boolean) => {
    const chunks = await Array.fromAsync(readChunks(source, { chunkBytes: 300, reuse }));
    return new Set(chunks.map(({ buffer }) => buffer)).size;
  };
  assertEquals([await buffers(false), await buffers(true)], [4, 1]);
});
