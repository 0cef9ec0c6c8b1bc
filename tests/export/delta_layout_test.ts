import { formatType, memorySource } from "../../lib/table/mod.ts";
import { PondError } from "../../lib/base/mod.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../deps.ts";
import { hours, testExport } from "./support.ts";

const SUM = "SELECT count(*)::INT, sum(v)::INT FROM source";

testExport("exportTable: a stored series grows by its new versions alone", async (pond) => {
  await pond.write("/s", hours("2024-01-01", 10));
  await pond.write("/s", hours("2024-02-01", 20));
  const first = await pond.export("/s");
  assertEquals([first.status, first.version, first.filesAdded, first.rows], ["created", 0, 1, 30]);
  const again = await pond.export("/s");
  assertEquals([again.status, again.version, again.filesAdded], ["unchanged", 0, 0]);
  await pond.write("/s", hours("2024-03-01", 5));
  const third = await pond.export("/s");
  assertEquals([third.status, third.version, third.filesAdded], ["added", 1, 1]);
  assertEquals([third.filesRemoved, third.rowsAdded, third.rows], [0, 5, 35]);
  assertEquals(await pond.deltaRows("s", SUM), [[35, 45 + 190 + 10]]);
  assertEquals(await pond.deltaRows("s", SUM, 0), [[30, 45 + 190]]);
  assertEquals((await pond.export("/s")).status, "unchanged");
  const { protocol, metadata } = await pond.delta("s");
  assertEquals([protocol.minReaderVersion, protocol.minWriterVersion], [1, 2]);
  assertEquals(metadata.schema.map(({ name, type }) => [name, type]), [
    ["timestamp", "timestamp"],
    ["v", "long"],
  ]);
});

testExport("exportTable: a version without rows is remembered, and no file", async (pond) => {
  await pond.write("/s", hours("2024-01-01", 3));
  await pond.export("/s");
  await pond.write("/s", hours("2024-02-01", 0));
  const empty = await pond.export("/s");
  assertEquals([empty.status, empty.filesAdded, empty.rows], ["added", 0, 3]);
  assertEquals((await pond.export("/s")).status, "unchanged");
});

testExport("exportTable: new columns are added, other types write the table anew", async (pond) => {
  await pond.write("/s", hours("2024-01-01", 2));
  await pond.export("/s");
  await pond.write("/s", hours("2024-02-01", 3, ", 'x' AS extra"));
  const grown = await pond.export("/s");
  assertEquals([grown.status, grown.filesAdded, grown.filesRemoved], ["added", 1, 0]);
  const { metadata } = await pond.delta("s");
  assertEquals(metadata.schema.at(-1), { name: "extra", type: "string", nullable: true });
  assertEquals((await pond.delta("s", 0)).metadata.schema.length, 2);
  await pond.write("/s", hours("2024-03-01", 4).replace("i AS v", "i + 0.5::DOUBLE AS v"));
  const retyped = await pond.export("/s");
  assertEquals([retyped.status, retyped.filesRemoved, retyped.rows], ["rewritten", 2, 9]);
  assertEquals((await pond.delta("s")).metadata.schema[1]!.type, "double");
  assertEquals(await pond.deltaRows("s", SUM), [[9, 1 + 3 + 8]]);
  assertEquals(await pond.deltaRows("s", SUM, 1), [[5, 4]]);
});

testExport("exportTable: a computed table is replaced when its content changes", async (pond) => {
  await pond.write("/t", hours("2024-01-01", 4), "table");
  const yaml = "source: /t\nquery: SELECT v * 2 AS v FROM source\n";
  await pond.change((change) => change.mknod("/d", { factory: "sql-derived-table", yaml }));
  assertEquals((await pond.export("/d")).status, "created");
  assertEquals((await pond.export("/d")).status, "unchanged");
  await pond.write("/t", hours("2024-01-01", 6), "table");
  const changed = await pond.export("/d");
  assertEquals([changed.status, changed.filesAdded, changed.filesRemoved], ["rewritten", 1, 1]);
  assertEquals(await pond.deltaRows("d", SUM), [[6, 30]]);
  assertEquals(await pond.deltaRows("d", SUM, 0), [[4, 12]]);
});

testExport(
  "exportTable: what asks for the time of day is never taken for unchanged",
  async (pond) => {
    await pond.write("/t", hours("2024-01-01", 1), "table");
    const yaml = "source: /t\nquery: SELECT now() AS timestamp, v FROM source\n";
    await pond.change((change) => change.mknod("/now", { factory: "sql-derived-table", yaml }));
    await pond.export("/now");
    assertEquals((await pond.export("/now")).status, "rewritten");
  },
);

testExport(
  "exportTable: another series of the same path takes the place of the old one",
  async (pond) => {
    await pond.write("/s", hours("2024-01-01", 4));
    await pond.export("/s");
    await pond.change((change) => change.remove("/s"));
    await pond.write("/s", hours("2025-01-01", 7));
    const replaced = await pond.export("/s");
    assertEquals([replaced.status, replaced.filesRemoved, replaced.rows], ["rewritten", 1, 7]);
    assertEquals(await pond.deltaRows("s", SUM), [[7, 21]]);
  },
);

testExport(
  "exportTable: partitions have values and rows, their columns no place in files",
  async (pond) => {
    await pond.write("/s", hours("2023-12-31 20:00:00", 100));
    await pond.export("/s", { partition: ["year", "month", "day"] });
    await pond.write("/s", hours("2024-01-04", 3));
    const added = await pond.export("/s", { partition: ["year", "month", "day"] });
    assertEquals([added.status, added.filesAdded, added.rows], ["added", 1, 103]);
    const { files, metadata } = await pond.delta("s");
    assertEquals(metadata.partitionColumns, ["year", "month", "day"]);
    assertEquals(metadata.schema.map(({ name }) => name), [
      "timestamp",
      "v",
      "year",
      "month",
      "day",
    ]);
    const rows = files.map((
      { partitionValues, rows },
    ) => [...Object.values(partitionValues), rows]);
    assertEquals(rows.sort(), [
      ["2023", "12", "31", 4],
      ["2024", "1", "1", 24],
      ["2024", "1", "2", 24],
      ["2024", "1", "3", 24],
      ["2024", "1", "4", 24],
      ["2024", "1", "4", 3],
    ]);
    const { columns } = readParquetFooter(
      memorySource(Deno.readFileSync(`${pond.out}/s/${files[0]!.path}`), "x"),
      "x",
    );
    assertEquals(columns.map(({ name, type }) => [name, formatType(type)]), [
      ["timestamp", "timestamp"],
      ["v", "int64"],
    ]);
    assertEquals(await pond.deltaRows("s", SUM), [[103, 4950 + 3]]);
  },
);

testExport(
  "exportTable: times that are NULL or infinite have a partition of their own",
  async (pond) => {
    await pond.write(
      "/t",
      "SELECT * FROM (VALUES (DATE '2024-02-29', 1), (NULL, 2), ('infinity'::DATE, 4), (DATE '0099-03-01', 8)) t(day_of, v)",
      "table",
    );
    await pond.export("/t", { partition: ["year"] });
    const { files, metadata } = await pond.delta("t");
    const rows = files.map(({ partitionValues, rows }) => [partitionValues["year"], rows]);
    assertEquals(rows.sort(), [[null, 2], ["2024", 1], ["99", 1]].sort());
    assertEquals(metadata.schema[0]!.type, "date");
    assertEquals(await pond.deltaRows("t", SUM), [[4, 15]]);
  },
);

testExport(
  "exportTable: types that other readers don't know are made into ones they do",
  async (pond) => {
    const select = "SELECT 18446744073709551615::UBIGINT AS u64, 255::UTINYINT AS u8, " +
      "65535::USMALLINT AS u16, 4294967295::UINTEGER AS u32, 7::TINYINT AS i8, " +
      "TIME '01:02:03' AS tod, 1.5::FLOAT AS f, 1.25::DECIMAL(9,2) AS d, " +
      "[1::UTINYINT, NULL] AS l, {'a': 3::UBIGINT, 'b': 'x'} AS s, " +
      "TIMESTAMP_NS '2024-01-01 00:00:00' AS ns, 'x'::BLOB AS bin";
    await pond.write("/t", select, "table");
    await pond.export("/t");
    const { metadata, files } = await pond.delta("t");
    const types = Object.fromEntries(metadata.schema.map(({ name, type }) => [name, type]));
    const { l, s, ...plain } = types;
    assertEquals(plain, {
      u64: "decimal(20,0)",
      u8: "short",
      u16: "integer",
      u32: "long",
      i8: "byte",
      tod: "string",
      f: "float",
      d: "decimal(9,2)",
      ns: "timestamp",
      bin: "binary",
    });
    assertStringIncludes(JSON.stringify(l), `"elementType":"short"`);
    assertStringIncludes(JSON.stringify(s), '"decimal(20,0)"');
    const { columns } = readParquetFooter(
      memorySource(Deno.readFileSync(`${pond.out}/t/${files[0]!.path}`), "x"),
      "x",
    );
    assertEquals(columns.map(({ type }) => formatType(type)), [
      "decimal(20,0)",
      "int16",
      "int32",
      "int64",
      "int8",
      "string",
      "float",
      "decimal(9,2)",
      "list<int16>",
      "struct<a: decimal(20,0), b: string>",
      "timestamp",
      "binary",
    ]);
    assertEquals(await pond.deltaRows("t", "SELECT u64::VARCHAR, s.a::VARCHAR, tod FROM source"), [
      ["18446744073709551615", "3", "01:02:03"],
    ]);
  },
);

testExport(
  "exportTable: one that fails leaves what was there, and no file beside it",
  async (pond) => {
    await pond.write("/t", hours("2024-01-01", 4), "table");
    const derived = (query: string, overwrite = false) =>
      pond.change((change) =>
        change.mknod("/d", {
          factory: "sql-derived-table",
          yaml: `source: /t\nquery: ${query}\n`,
          overwrite,
        })
      );
    await derived("SELECT timestamp, (v || 'x')::INT AS v FROM source");
    for (const layout of ["delta", "files"] as const) {
      await assertRejects(() => pond.export("/d", { layout }), PondError);
      assertEquals(pond.names("d"), []);
    }
    await derived("SELECT timestamp, v FROM source", true);
    await pond.export("/d", { partition: ["year"] });
    const before = pond.names("d");
    await derived("SELECT timestamp, (v || 'x')::INT AS v FROM source", true);
    await assertRejects(() => pond.export("/d", { partition: ["year"] }), PondError);
    assertEquals(pond.names("d"), before);
  },
);

testExport(
  "exportTable: what a first run that was cut off left is in nobody's way",
  async (pond) => {
    await pond.write("/s", hours("2024-01-01", 4));
    Deno.mkdirSync(`${pond.out}/s/_delta_log`, { recursive: true });
    const litter = `part-00000-${crypto.randomUUID()}-c000.zstd.parquet`;
    Deno.writeTextFileSync(`${pond.out}/s/${litter}`, "PAR1");
    assertEquals((await assertRejects(() => pond.export("/s"), PondError)).code, "exists");
    Deno.mkdirSync(`${pond.out}/.pond-export/s`, { recursive: true });
    Deno.writeTextFileSync(`${pond.out}/.pond-export/s/writer.lock`, "");
    assertEquals((await pond.export("/s")).status, "created");
    assertEquals(await pond.deltaRows("s", SUM), [[4, 6]]);
  },
);

testExport("exportTable: two at once end as one", async (pond) => {
  await pond.write("/s", hours("2024-01-01", 50));
  const twice = () => Promise.allSettled([pond.export("/s"), pond.export("/s")]);
  const codes = (settled: PromiseSettledResult<unknown>[]) =>
    settled.flatMap((each) => each.status === "rejected" ? [(each.reason as PondError).code] : []);
  const first = codes(await twice());
  assertEquals(first.every((code) => ["exists", "conflict", "locked"].includes(code)), true);
  await pond.write("/s", hours("2024-02-01", 7));
  const second = codes(await twice());
  assertEquals(second.every((code) => code === "conflict"), true);
  assertEquals(await pond.deltaRows("s", SUM), [[57, 1225 + 21]]);
});

testExport(
  "exportTable: refuses what is somebody else's, or kept apart otherwise",
  async (pond) => {
    await pond.write("/s", hours("2024-01-01", 4));
    await pond.write("/other", hours("2024-01-01", 4));
    await pond.export("/s");
    const refused = async (
      path: string,
      target: Parameters<typeof pond.export>[1],
      why: string,
    ) => {
      const error = await assertRejects(() => pond.export(path, target), PondError);
      assertEquals(error.code, "exists");
      assertStringIncludes(error.message, why);
    };
    await refused("/other", { name: "s" }, "holds /s");
    await refused("/s", { partition: ["year"] }, "not partitioned");
    await refused("/s", { layout: "files" }, "pond didn't write");
    Deno.mkdirSync(`${pond.out}/mine`);
    Deno.writeTextFileSync(`${pond.out}/mine/notes.txt`, "x");
    for (const layout of ["delta", "files"] as const) {
      await refused(
        "/s",
        { name: "mine", layout },
        layout === "delta" ? "no Delta" : "didn't write",
      );
    }
    const log = `${pond.out}/s/_delta_log/00000000000000000000.json`;
    const { metaData, ...rest } = JSON.parse(
      Deno.readTextFileSync(log).split("\n").find((line) => line.includes("metaData"))!,
    );
    assertEquals(Object.keys(rest), []);
    Deno.mkdirSync(`${pond.out}/foreign/_delta_log`, { recursive: true });
    const protocol = { protocol: { minReaderVersion: 1, minWriterVersion: 2 } };
    const lines = [protocol, { metaData: { ...metaData, configuration: {} } }];
    Deno.writeTextFileSync(
      `${pond.out}/foreign/_delta_log/00000000000000000000.json`,
      lines.map((line) => JSON.stringify(line) + "\n").join(""),
    );
    await refused("/s", { name: "foreign" }, "another tool made");
  },
);

testExport("exportTable: refuses bytes, tables without times, the pond itself", async (pond) => {
  const refused = async (path: string, target: Parameters<typeof pond.export>[1], code: string) =>
    assertEquals((await assertRejects(() => pond.export(path, target), PondError)).code, code);
  await pond.write("/t", "SELECT 1 AS v", "table");
  await pond.write("/y", "SELECT 2024 AS Year, TIMESTAMP '2024-01-01' AS ts", "table");
  await pond.change((change) => change.writeFile("/b", bytes(), {}));
  await refused("/b", {}, "invalid-input");
  await refused("/t", { partition: ["year"] }, "invalid-input");
  await refused("/y", { partition: ["year"] }, "invalid-input");
  await refused("/t", { partition: ["month"] }, "usage");
  await refused("/t", { layout: "hive" }, "usage");
  await refused("/t", { name: "../x" }, "invalid-path");
  await refused("/t", { hostPath: pond.pond.hostPath }, "invalid-path");
  await refused("/t", { hostPath: `${pond.pond.hostPath}/data/x` }, "invalid-path");
  const parent = pond.pond.hostPath.replace(/\/pond$/, "");
  await refused("/t", { hostPath: parent, name: "pond" }, "invalid-path");
  Deno.symlinkSync(pond.pond.hostPath, `${parent}/link`);
  await refused("/t", { hostPath: `${parent}/link/x` }, "invalid-path");
});

async function* bytes(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(3);
}

testExport("exportTable: fields whose names look like parts of a type", async (pond) => {
  const select = `SELECT {'a, b': 1, 'x<y>': [2], '"q"': {'a: b': 3}} AS s`;
  await pond.write("/full", select, "table");
  await pond.write("/empty", `${select} WHERE false`, "table");
  for (const name of ["full", "empty"]) {
    await pond.export(`/${name}`);
    const { type } = (await pond.delta(name)).metadata.schema[0]!;
    const { fields } = type as unknown as { fields: readonly { readonly name: string }[] };
    assertEquals(fields.map((field) => field.name), ["a, b", "x<y>", '"q"']);
    await pond.export(`/${name}`, { layout: "files", name: `${name}-files` });
    assertEquals((await pond.export(`/${name}`)).status, "unchanged");
  }
  const sql = `SELECT s['a, b'], s['x<y>'][1]::INT, s['"q"']['a: b'] FROM source`;
  assertEquals(await pond.deltaRows("full", sql), [[1, 2, 3]]);
  assertEquals(await pond.fileRows("full-files", sql), [[1, 2, 3]]);
});
