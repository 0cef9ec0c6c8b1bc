import { patchedSource, readParquetFooter, utcFlagPatches } from "../../lib/parquet/mod.ts";
import { memorySource, readAll } from "../../lib/table/bytes.ts";
import { loadHyparquet } from "../../lib/deps/hyparquet.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { fixture, fixtureBytes, parquetFixtures } from "./fixtures.ts";

/** What an independent reader sees: the flag of every timestamp leaf, and of time leaves. */
async function flags(bytes: Uint8Array<ArrayBuffer>) {
  const { parquetMetadata } = await loadHyparquet();
  const found: Record<string, string[]> = { TIMESTAMP: [], TIME: [] };
  for (const { name, logical_type } of parquetMetadata(bytes.buffer).schema) {
    if (logical_type?.type === "TIMESTAMP" || logical_type?.type === "TIME") {
      found[logical_type.type]!.push(
        `${name} ${logical_type.unit} ${logical_type.isAdjustedToUTC}`,
      );
    }
  }
  return found;
}

Deno.test("utcFlagPatches: clears and sets the flag of every timestamp, nested too, and leaves TIME alone", async () => {
  const bytes = fixtureBytes("timestamps.parquet");
  const before = await flags(bytes);
  assertOk(before.TIMESTAMP!.some((flag) => flag.endsWith("true")));
  for (const adjusted of [false, true]) {
    const source = memorySource(bytes, "k");
    const patched = patchedSource(source, utcFlagPatches(source, adjusted, { label: "f" }));
    const after = await flags(new Uint8Array(readAll(patched)));
    assertEquals(
      after.TIMESTAMP,
      before.TIMESTAMP!.map((flag) => flag.replace(/true|false/, String(adjusted))),
    );
    assertEquals(after.TIME, before.TIME);
  }
});

Deno.test("utcFlagPatches: there and back gives the same bytes", () => {
  for (const name of parquetFixtures()) {
    const source = fixture(name);
    const cleared = patchedSource(source, utcFlagPatches(source, false, { label: name }));
    const set = patchedSource(cleared, utcFlagPatches(cleared, true, { label: name }));
    assertEquals(utcFlagPatches(cleared, false, { label: name }), []);
    if (name !== "timestamps.parquet" && name !== "null_time.parquet") {
      assertEquals(readAll(set), fixtureBytes(name));
    }
    assertEquals(cleared.sizeBytes, source.sizeBytes);
  }
});

Deno.test("patchedSource: reads of any offset and length see the patches", () => {
  const source = fixture("timestamps.parquet");
  const patched = patchedSource(source, utcFlagPatches(source, false, { label: "f" }));
  const whole = readAll(patched);
  for (let length = 1; length < 100; length += 7) {
    for (let offset = 0; offset < whole.length; offset += length) {
      const part = new Uint8Array(length);
      const count = patched.readSync(offset, part);
      assertEquals(part.subarray(0, count), whole.subarray(offset, offset + count));
    }
  }
  assertEquals(readParquetFooter(patched, "f").rows, 6);
});
