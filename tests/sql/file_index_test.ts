import { FileIndex } from "../../lib/sql/duckdb/file_index.ts";
import { mayOverlap, type ParquetFile, type TimeRange } from "../../lib/table/mod.ts";
import { assertEquals, fc } from "../deps.ts";

const time = fc.bigInt({ min: 0n, max: 12n });
const bounds = fc.option(
  fc.tuple(time, time).map(([a, b]) => a < b ? { minUs: a, maxUs: b } : { minUs: b, maxUs: a }),
);
const schemaKey = fc.option(fc.constantFrom("x", "y", "z"));
const file = fc.record({ bounds, schemaKey }) as unknown as fc.Arbitrary<ParquetFile>;
const range: fc.Arbitrary<TimeRange> = fc.record({
  startUs: fc.option(time),
  endUs: fc.option(time),
});

/** What the index must answer, by looking at every file. */
function overlapping(
  files: readonly ParquetFile[],
  alternatives: readonly (readonly TimeRange[])[],
): readonly ParquetFile[] {
  return files.filter((file) =>
    alternatives.every((ranges) => ranges.some((range) => mayOverlap(file.bounds, range)))
  );
}

function withEverySchema(
  all: readonly ParquetFile[],
  needed: readonly ParquetFile[],
): readonly ParquetFile[] {
  const keep = new Set(needed);
  const seen = new Set(needed.map((file) => file.schemaKey));
  for (const file of all) {
    if (file.schemaKey === null) keep.add(file);
    else if (!seen.has(file.schemaKey)) {
      seen.add(file.schemaKey);
      keep.add(file);
    }
  }
  return all.filter((file) => keep.has(file));
}

Deno.test("FileIndex: what it finds is what looking at every file finds", () => {
  fc.assert(
    fc.property(
      fc.array(file, { maxLength: 12 }),
      fc.array(fc.array(range, { maxLength: 3 }), { maxLength: 3 }),
      (files, alternatives) => {
        const index = FileIndex.of(files);
        const found = index.overlappingAll(alternatives);
        assertEquals(found, overlapping(files, alternatives));
        assertEquals(index.withEverySchema(found), withEverySchema(files, found));
        assertEquals(index.withEverySchema([]), withEverySchema(files, []));
        assertEquals(index.boundedCount, files.filter(({ bounds }) => bounds !== null).length);
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("FileIndex: one for an array, another for another", () => {
  const files = [{ bounds: null, schemaKey: "x" } as ParquetFile];
  assertEquals(FileIndex.of(files) === FileIndex.of(files), true);
  assertEquals(FileIndex.of([...files, ...files]).overlappingAll([]).length, 2);
});
