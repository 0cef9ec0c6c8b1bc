import { fromFileUrl } from "../../lib/deps/std_path.ts";
import { assertEquals, assertOk } from "../deps.ts";

function moduleOf(path: string): string {
  return JSON.stringify(new URL(`../../${path}`, import.meta.url));
}

/**
 * Starts an engine in a process of its own, asks it, and tells how long the answer is and what
 * `require` loaded.
 */
const PROGRAM = `
import { createRequire } from "node:module";
import { newDuckDb } from ${moduleOf("lib/deps/duckdb.ts")};
import { duckDbRuntime } from ${moduleOf("lib/sql/duckdb/runtime.ts")};
const bindings = await newDuckDb(duckDbRuntime);
const answer = bindings.runQuery(bindings.connect()._conn, "SELECT 42");
const required = Object.keys(createRequire(import.meta.url).cache);
console.log(JSON.stringify({ bytes: answer.length, required }));
`;

Deno.test("newDuckDb: the engine's package is loaded without its own Arrow, and answers", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--ext=ts", "-"],
    cwd: fromFileUrl(new URL("../..", import.meta.url)),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(PROGRAM));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  assertOk(success, new TextDecoder().decode(stderr));
  const { bytes, required } = JSON.parse(new TextDecoder().decode(stdout)) as {
    bytes: number;
    required: string[];
  };
  assertOk(bytes > 0);
  assertOk(required.some((path) => path.endsWith("duckdb-browser-blocking.cjs")), `${required}`);
  assertEquals(required.filter((path) => path.includes("apache-arrow")), []);
});
