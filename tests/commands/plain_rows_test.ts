import type { OutputFormat } from "../../lib/base/mod.ts";
import { encodePlainRows, type PlainRow } from "../../lib/commands/plain_rows.ts";
import { loadArrow } from "../../lib/deps/arrow.ts";
import { loadParquetWasm } from "../../lib/deps/parquet_wasm.ts";
import { assertEquals } from "../deps.ts";

const COLUMNS = [
  { name: "path", type: "string", nullable: false },
  { name: "size", type: "int64", nullable: true },
  { name: "fine", type: "boolean", nullable: true },
] as const;
const ROWS: readonly PlainRow[] = [
  { path: "/a,b", size: 9_007_199_254_740_993n, fine: true, left: "out" },
  { path: "/c", size: null, fine: null },
  { path: "/d", size: 7, fine: false },
];

async function encode(rows: readonly PlainRow[], format: OutputFormat): Promise<Uint8Array> {
  const given = (async function* () {
    yield* rows;
  })();
  const bytes: number[] = [];
  for await (const chunk of encodePlainRows(COLUMNS, given, { format })) bytes.push(...chunk);
  return new Uint8Array(bytes);
}

const text = async (rows: readonly PlainRow[], format: OutputFormat) =>
  new TextDecoder().decode(await encode(rows, format));

Deno.test("encodePlainRows: csv and md hold every value", async () => {
  const lines = ["path,size,fine", '"/a,b",9007199254740993,true', "/c,,", "/d,7,false", ""];
  assertEquals(await text(ROWS, "csv"), lines.join("\n"));
  assertEquals((await text(ROWS, "md")).split("\n")[2], "| /a,b | 9007199254740993 | true |");
});

Deno.test("encodePlainRows: no rows still have columns", async () => {
  assertEquals(await text([], "csv"), "path,size,fine\n");
  const { tableFromIPC } = await loadArrow();
  assertEquals(tableFromIPC(await encode([], "arrow")).schema.names, ["path", "size", "fine"]);
});

Deno.test("encodePlainRows: arrow and parquet can be read back", async () => {
  const { tableFromIPC } = await loadArrow();
  const wasm = await loadParquetWasm();
  const parquet = wasm.readParquet(await encode(ROWS, "parquet")).intoIPCStream();
  for (const ipc of [await encode(ROWS, "arrow"), parquet]) {
    const table = tableFromIPC(ipc);
    assertEquals([...table.getChild("size")!], [9_007_199_254_740_993n, null, 7n]);
    assertEquals([...table.getChild("fine")!], [true, null, false]);
  }
});
