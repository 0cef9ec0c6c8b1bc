import { assertEquals, assertThrows, fc } from "../deps.ts";
import { BlockSummer, checkedReads } from "../../lib/tlogfs/rows/block_sums.ts";
import { PondError } from "../../lib/base/mod.ts";

const damaged = (offset: number) => new PondError("corrupt", `cannot read: block at ${offset}`);

function readerOf(bytes: Uint8Array) {
  return {
    sizeBytes: bytes.length,
    readSync(offset: number, into: Uint8Array) {
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
  };
}

function sumsOf(bytes: Uint8Array, chunk = 10_000) {
  const summer = new BlockSummer();
  for (let at = 0; at < bytes.length; at += chunk) summer.update(bytes.subarray(at, at + chunk));
  return summer.digest();
}

Deno.test("checkedReads: any range of an undamaged content, as it is", () => {
  const bytes = Uint8Array.from({ length: 300_001 }, (_, i) => i * 31);
  const read = checkedReads(readerOf(bytes), sumsOf(bytes), damaged);
  fc.assert(fc.property(fc.nat(300_100), fc.nat(150_000), (offset, length) => {
    const into = new Uint8Array(length);
    const count = read(offset, into);
    assertEquals(into.subarray(0, count), bytes.subarray(offset, offset + length));
  }));
});

Deno.test("checkedReads: a flipped bit is found wherever it is read, and only there", () => {
  const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => i * 7);
  const sums = sumsOf(bytes, 65_536);
  for (const at of [0, 65_535, 65_536, 131_071, 199_999]) {
    const flipped = bytes.slice();
    flipped[at]! ^= 1 << (at % 8);
    const read = checkedReads(readerOf(flipped), sums, damaged);
    assertThrows(() => read(at, new Uint8Array(1)), PondError);
    const far = at < 100_000 ? 140_000 : 10_000;
    assertEquals(read(far, new Uint8Array(10)), 10);
  }
});

Deno.test("BlockSummer: blocks grow with the content, so that sums stay few", () => {
  const summer = new BlockSummer();
  const chunk = new Uint8Array(8 * 1024 * 1024);
  for (let i = 0; i < 32; i++) summer.update(chunk);
  const count = Uint8Array.fromBase64(summer.digest().crc32).length / 4;
  // 64 MiB in blocks of 64 KiB, 128 MiB in blocks of twice the size, the rest in blocks of four
  // times.
  assertEquals(count, 1024 + 1024 + 256);
});
