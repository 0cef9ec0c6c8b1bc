import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { assertEquals, assertRejects } from "../deps.ts";
import { PondError } from "../../lib/base/mod.ts";
import { MemoryTarget } from "../../lib/parquet/mod.ts";
import { compressionByName, compressionOf, decompress } from "../../lib/sources/decompress.ts";
import { memorySource } from "../../lib/table/mod.ts";

const text = (from: string) => new TextEncoder().encode(from);

function joined(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

async function unpack(bytes: Uint8Array, compression: "gzip" | "zstd"): Promise<string> {
  const target = new MemoryTarget();
  await decompress(memorySource(bytes, "x"), target, { compression, label: "/x" });
  const found = await target.open();
  const into = new Uint8Array(found.sizeBytes);
  found.readSync(0, into);
  return new TextDecoder().decode(into);
}

async function refused(bytes: Uint8Array, compression: "gzip" | "zstd", why: string) {
  const error = await assertRejects(() => unpack(bytes, compression), PondError, why);
  assertEquals(error.code, "invalid-input");
  assertEquals(error.message.startsWith(`cannot read /x as ${compression}: `), true);
}

/** A frame that holds nothing to read: its magic number, its size, and as many bytes. */
function skippable(bytes: number, nibble = 0): readonly number[] {
  return [0x50 + nibble, 0x2a, 0x4d, 0x18, bytes, 0, 0, 0, ...new Array(bytes).fill(7)];
}

const one = new Uint8Array(zstdCompressSync(text("a,b\n1,2\n")));
const large = new Uint8Array(zstdCompressSync(
  Uint8Array.from({ length: 400_000 }, (_, i) => i * i % 251),
));

Deno.test("decompress zstd: frames one after the other, and those that are passed over", async () => {
  assertEquals(await unpack(joined(one, one), "zstd"), "a,b\n1,2\na,b\n1,2\n");
  const spread = joined(skippable(4), one, skippable(0, 15), skippable(9, 3), one, skippable(3));
  assertEquals(await unpack(spread, "zstd"), "a,b\n1,2\na,b\n1,2\n");
  assertEquals(await unpack(joined(skippable(4)), "zstd"), "");
  assertEquals((await unpack(joined(large, one, large), "zstd")).endsWith("a,b\n1,2\n"), false);
  const empty = new Uint8Array(zstdCompressSync(new Uint8Array(0)));
  assertEquals(await unpack(joined(empty, one, empty), "zstd"), "a,b\n1,2\n");
});

Deno.test("decompress zstd: a frame cut off anywhere is refused", async () => {
  for (let end = 1; end < one.length; end++) {
    await refused(one.subarray(0, end), "zstd", "it ends early");
  }
  for (const end of [large.length - 1, large.length >> 1, 100]) {
    await refused(joined(one, large.subarray(0, end)), "zstd", "it ends early");
  }
  await refused(joined(one, skippable(9).slice(0, 12)), "zstd", "it ends early");
  await refused(new Uint8Array(0), "zstd", "it is empty");
});

Deno.test("decompress zstd: whatever else follows a frame, or stands in one, is refused", async () => {
  await refused(joined(one, text("more")), "zstd", "4 bytes that aren't zstd follow");
  await refused(joined(one, [0, 0, 0, 0]), "zstd", "follow at offset");
  await refused(text("a,b\n1,2\n"), "zstd", "it isn't zstd");
  const params = { [constants.ZSTD_c_checksumFlag]: 1 };
  const damaged = new Uint8Array(zstdCompressSync(text("a,b\n1,2\n"), { params }));
  assertEquals(await unpack(damaged, "zstd"), "a,b\n1,2\n");
  damaged[damaged.length - 6]! ^= 0xff;
  await assertRejects(() => unpack(damaged, "zstd"), PondError);
});

Deno.test("decompress gzip: members one after the other; cut-off ones and other bytes are refused", async () => {
  const member = new Uint8Array(gzipSync(text("a\n1\n")));
  assertEquals(await unpack(joined(member, member), "gzip"), "a\n1\na\n1\n");
  for (const end of [5, member.length - 9, member.length - 1]) {
    await refused(member.subarray(0, end), "gzip", "");
    await refused(joined(member, member.subarray(0, end)), "gzip", "");
  }
  await refused(joined(member, text("more")), "gzip", "");
  await refused(new Uint8Array(0), "gzip", "");
});

Deno.test("compression: said, by name, or by the first bytes", () => {
  const named = (path: string) => compressionByName(path, { format: "csv" });
  assertEquals(["/a.csv.GZ", "/a.zst", "/a.csv"].map(named), ["gzip", "zstd", undefined]);
  assertEquals(compressionByName("/a.gz", { format: "csv", compression: "none" }), "none");
  const found = (bytes: Uint8Array) => compressionOf(memorySource(bytes, "x"));
  assertEquals(found(new Uint8Array(gzipSync(text("x")))), "gzip");
  assertEquals(found(one), "zstd");
  assertEquals([text("a,b\n"), text("("), new Uint8Array(0)].map(found), ["none", "none", "none"]);
});
