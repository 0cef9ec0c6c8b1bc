import { PondError } from "../../lib/base/mod.ts";
import { loadHyparquetWriter } from "../deps_hyparquet_writer.ts";
import type { ParquetScan } from "../../lib/table/mod.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../deps.ts";
import { chunks, fileAt, fixture, transact } from "./fixture.ts";

/** A Parquet file with times as plain integers. */
async function integers(
  times: readonly bigint[],
  { statistics = true } = {},
): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await loadHyparquetWriter();
  return new Uint8Array(parquetWriteBuffer({
    columnData: [{ name: "time", data: [...times], type: "INT64" }],
    statistics,
  }));
}

async function stored(...versions: readonly Uint8Array[]) {
  const { tlog } = await fixture();
  for (const bytes of versions) {
    await transact(tlog, (t) => t.writeFile("s", chunks(bytes), { kind: "series" }));
  }
  const { table } = await fileAt(tlog, "s");
  const { time, files } = await table!.relation({ chain: [] }) as ParquetScan;
  return { unit: time!.unit, bounds: files.map(({ bounds }) => bounds) };
}

const refused = async (why: string, ...versions: readonly Uint8Array[]) =>
  await assertRejects(() => stored(...versions), PondError, why);

Deno.test("integer times: the largest tells the unit, before 1970 and without statistics too", async () => {
  for (const statistics of [true, false]) {
    const file = (...times: bigint[]) => integers(times, { statistics });
    const old = await stored(await file(-315_619_200_000n, -1000n));
    assertEquals(old, {
      unit: "ms",
      bounds: [{ minUs: -315_619_200_000_000n, maxUs: -1_000_000n }],
    });
    assertEquals((await stored(await file(0n, 5n, 1_700_000_000n))).unit, "s");
    assertEquals((await stored(await file(1_700_000_000_000_000n))).unit, "us");
    assertEquals((await stored(await file())).unit, "s");
    await refused("different units", await file(1_700_000_000n, 1_700_000_060_000n));
    await refused("look like dates (%Y%m%d)", await file(20240101n, 20240229n));
    await refused("look like dates (%Y%m%d%H%M%S)", await file(20240101120000n));
  }
});

Deno.test("integer times: a version in another unit is refused, small numbers are in the first one's", async () => {
  const ms = await integers([1_700_000_000_000n]);
  for (const statistics of [true, false]) {
    const s = await integers([1_700_000_060n], { statistics });
    const error = await refused("cannot append to /s", ms, s);
    assertStringIncludes(error.message, "seconds since 1970");
    assertStringIncludes(error.message, "milliseconds since 1970");
    await refused("cannot append to /s", s, ms);
  }
  assertEquals((await stored(ms, await integers([0n, 1000n]))).unit, "ms");
});
