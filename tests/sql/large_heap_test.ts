/** An engine whose memory has grown beyond 2 GiB, where addresses are negative to JavaScript. */
import { newDuckDb } from "../../lib/deps/duckdb.ts";
import { loadArrow } from "../../lib/deps/arrow.ts";
import {
  duckDbRuntime,
  registerFile,
  takeFailure,
  unregisterFile,
} from "../../lib/sql/duckdb/runtime.ts";
import { memorySource } from "../../lib/table/mod.ts";
import { assertEquals, assertGreater } from "../deps.ts";
import { MemoryTarget, parquet } from "./support.ts";

const ROWS = 300_000;
/** None of it is touched, so none of it is taken from the machine. */
const HELD_BYTES = 2.2 * 1024 ** 3;

Deno.test("duckDbRuntime: files are read and written right beyond 2 GiB of memory", async () => {
  const { tableFromIPC } = await loadArrow();
  const bindings = await newDuckDb(duckDbRuntime);
  const connection = bindings.connect()._conn;
  bindings.mod._malloc(HELD_BYTES);
  assertGreater(bindings.mod.HEAPU8.length, 2 ** 31);

  const bytes = await parquet(`SELECT range AS a, hash(range) AS b FROM range(${ROWS})`);
  const target = new MemoryTarget();
  const counter = { bytesRead: 0, opened: false };
  const shared = { label: "/t", counter, sizeBytes: bytes.length };
  const input = registerFile({ ...shared, source: memorySource(bytes, "t"), target: null });
  const output = registerFile({ ...shared, source: null, target, sizeBytes: 0 });
  try {
    // Long text goes to the engine on its heap.
    const padding = `/* ${"x".repeat(10_000)} */`;
    bindings.runQuery(
      connection,
      `COPY (SELECT a, b FROM read_parquet('${input}') ${padding}) TO '${output}' (FORMAT PARQUET)`,
    );
    assertEquals(takeFailure(), null);
    const back = registerFile({
      ...shared,
      source: memorySource(target.bytes(), "back"),
      target: null,
    });
    const result = tableFromIPC(bindings.runQuery(
      connection,
      `SELECT count(*)::INT AS n, (bool_and(b = hash(a)))::INT AS same FROM read_parquet('${back}')`,
    ));
    unregisterFile(back);
    assertEquals([...result].map((row) => ({ ...row })), [{ n: ROWS, same: 1 }]);
  } finally {
    unregisterFile(input);
    unregisterFile(output);
    bindings.disconnect(connection);
  }
});
