/** What a stored series has that a table lacks, told by nodes that a test makes up. */
import { PondError, systemEnvironment } from "../../lib/base/mod.ts";
import { readSource } from "../../lib/export/source.ts";
import type { ExportServices } from "../../lib/export/api.ts";
import type { FileNode, NodeVersion } from "../../lib/tinyfs/mod.ts";
import type { ParquetFile, ParquetScan } from "../../lib/table/mod.ts";
import { assertEquals } from "../deps.ts";

const services: ExportServices = {
  environment: systemEnvironment,
  warn: () => {},
  engine: () => Promise.reject(new Error("not needed")),
  columns: () => Promise.resolve([]),
  isVolatile: () => false,
  scratch: () => Promise.reject(new Error("not needed")),
};

/**
 * A series: `sizes` of its versions; `merged` versions at its start lie in one file; `dropped`
 * can't be read alone.
 */
function series(
  sizes: readonly number[],
  options: { merged?: number; dropped?: number; salt?: string } = {},
): FileNode {
  const { merged = 0, dropped = 0, salt = "" } = options;
  const versions = sizes.map((sizeBytes, i): NodeVersion => ({
    version: i + 1,
    transaction: i + 1,
    timestampUs: 0n,
    sizeBytes,
    sha256: `${salt}${i + 1}`,
    attributes: {},
    isWithdrawn: false,
  }));
  const fileOf = ({ version, sizeBytes }: NodeVersion): ParquetFile => ({
    label: `version ${version}`,
    key: `${salt}${version}`,
    sizeBytes,
    open: () => Promise.reject(new Error("not needed")),
    bounds: null,
    rows: 1,
    schemaKey: null,
    version,
  });
  const full = versions.filter(({ sizeBytes }) => sizeBytes > 0);
  const rest = full.filter(({ version }) => version > merged).map(fileOf);
  const first = full.filter(({ version }) => version <= merged).at(-1);
  const scan: ParquetScan = {
    type: "parquet",
    label: "/s",
    files: first ? [{ ...fileOf(first), key: "merged" }, ...rest] : rest,
    time: null,
    origin: { kind: "series", factory: null, cache: null },
  };
  return {
    kind: "series",
    path: "/s",
    id: "node",
    factory: null,
    stat: () => Promise.reject(new Error("not needed")),
    open: () => Promise.reject(new Error("not needed")),
    versions: () => Promise.resolve(versions),
    table: {
      describe: () => Promise.reject(new Error("not needed")),
      relation: ({ version }) => {
        if (version === undefined) return Promise.resolve(scan);
        if (version <= dropped) return Promise.reject(new PondError("expired", "dropped"));
        return Promise.resolve({ ...scan, files: [fileOf(versions[version - 1]!)] });
      },
    },
  };
}

/** Labels of the files that a table lacks which holds the series `before`. */
async function lacks(before: FileNode, now: FileNode): Promise<string[][] | null> {
  const { record } = await readSource(before, services);
  const parts = await (await readSource(now, services)).since(record);
  return parts &&
    parts.map(({ relation }) => (relation as ParquetScan).files.map(({ label }) => label));
}

Deno.test("readSource: a series lacks the versions after the recorded one, without the empty", async () => {
  assertEquals(await lacks(series([1, 1]), series([1, 1])), []);
  assertEquals(await lacks(series([1, 1]), series([1, 1, 0, 1])), [["version 4"]]);
  assertEquals(await lacks(series([1]), series([1, 0])), []);
});

Deno.test("readSource: many small versions go into one part, large ones don't", async () => {
  const large = 200 * 1024 * 1024;
  assertEquals(await lacks(series([1]), series([1, 1, 1, large, large, 1])), [
    ["version 2", "version 3", "version 4"],
    ["version 5", "version 6"],
  ]);
});

Deno.test("readSource: merged versions are read one by one; one that was dropped means a rewrite", async () => {
  const now = (dropped: number) => series([1, 1, 1, 1], { merged: 3, dropped });
  assertEquals(await lacks(series([1]), now(1)), [["version 2", "version 3", "version 4"]]);
  assertEquals(await lacks(series([1]), now(3)), null);
  assertEquals(await lacks(series([1, 1, 1]), now(3)), [["version 4"]]);
});

Deno.test("readSource: another history of the same node, or a shorter one, means a rewrite", async () => {
  assertEquals(await lacks(series([1, 1]), series([1, 1, 1], { salt: "other" })), null);
  assertEquals(await lacks(series([1, 1, 1]), series([1, 1])), null);
});
