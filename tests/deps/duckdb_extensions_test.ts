import { newDuckDb } from "../../lib/deps/duckdb.ts";
import { answeringExtensions } from "../../lib/deps/duckdb_extensions.ts";
import { assertEquals, assertRejects } from "../deps.ts";

/** What the engine asks of its surroundings is answered with nothing. */
const runtime = new Proxy({}, { get: () => () => 0 });

Deno.test({
  name:
    "newDuckDb: the bytes of an extension reach the engine, which wants DuckDB's signature on them",
  // The package makes a message port as it starts, and never closes it.
  sanitizeResources: false,
  async fn() {
    const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
    await assertRejects(
      () => newDuckDb(runtime, new Map([["json", bytes]])),
      Error,
      "its signature is either missing or invalid",
    );
    await newDuckDb(runtime);
  },
});

Deno.test("answeringExtensions: names are answered with their bytes, others with nothing; then all is as before", () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "XMLHttpRequest");
  const answers: unknown[] = [];
  answeringExtensions(new Map([["parquet", new Uint8Array([7])]]), () => {
    for (const name of ["parquet", "icu"]) {
      const request = new globalThis.XMLHttpRequest();
      request.open("GET", `https://extensions.duckdb.org/v1/wasm_eh/${name}.duckdb_extension.wasm`);
      request.send();
      answers.push([request.status, request.response && [...new Uint8Array(request.response)]]);
    }
  });
  assertEquals(answers, [[200, [7]], [404, null]]);
  assertEquals(Object.getOwnPropertyDescriptor(globalThis, "XMLHttpRequest"), before);
});
