/** Fields of structs whose names look like parts of a type, in every output format. */
import { loadArrow } from "../../lib/deps/arrow.ts";
import { encodeArrow } from "../../lib/encode/encode_arrow.ts";
import { OUTPUT_FORMATS } from "../../lib/base/mod.ts";
import { encoderOf } from "../../lib/encode/mod.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { formatType, memorySource } from "../../lib/table/mod.ts";
import { assertEquals, assertStringIncludes } from "../deps.ts";
import { MemoryTarget } from "../sql/support.ts";
import { duckDbRows, engine, textOf } from "./duckdb_batches.ts";

const SQL = `SELECT {'a: b': 1, 'a, b': [2], 'x<y>': {'"q"': 3}, ' ': MAP(['k'], [4])} AS s`;
const WORD =
  'struct<"a: b": int32, "a, b": list<int32>, "x<y>": struct<"""q""": int32>, " ": map<string, int32>>';

Deno.test("every output format: hostile names of fields, with rows and without", async () => {
  for (const sql of [SQL, `${SQL} WHERE false`]) {
    for (const name of OUTPUT_FORMATS) {
      const encode = encoderOf(name);
      const rows = await duckDbRows(sql);
      assertEquals(rows.columns.map(({ type }) => formatType(type)), [WORD]);
      if (encode === null || name === "arrow") continue;
      const text = await textOf(encode(rows));
      // CSV doubles the quotes of a cell.
      const plain = text.replaceAll('""', '"');
      if (sql === SQL) assertStringIncludes(plain, '"a: b":1,"a, b":[2],"x<y>":{"', name);
    }
  }
});

Deno.test("Arrow and Parquet: hostile names of fields are in the schema, with rows and without", async () => {
  const { tableFromIPC } = await loadArrow();
  for (const sql of [SQL, `${SQL} WHERE false`]) {
    const parts: Uint8Array[] = [];
    for await (const part of encodeArrow(await duckDbRows(sql))) parts.push(part);
    const fields = tableFromIPC(parts).schema.fields[0]!.type.children;
    const names = (fields as { name: string }[]).map(({ name }) => name);
    assertEquals(names, ["a: b", "a, b", "x<y>", " "]);
    const target = new MemoryTarget();
    await engine.writeParquet({ sql, relations: new Map() }, target);
    const { columns } = readParquetFooter(memorySource(target.bytes(), "k"), "k");
    assertEquals(columns.map(({ type }) => formatType(type)), [WORD]);
  }
});
