/**
 * Native DuckDB of today and pond, asked the same over the same Parquet files.
 * `POND_DIFF_RUNS=5000` asks as many generated queries, of a new seed or of `POND_DIFF_SEED`, in
 * every world (`deno task differential`).
 */
import { assertEquals, assertOk } from "../deps.ts";
import { openNativeReference } from "../deps_duckdb.ts";
import { engine } from "../sql/support.ts";
import { agenda, RUNS, SEED } from "./agenda.ts";
import type { Verdict } from "./compare.ts";
import { EXPECTED, type Expected, findExpected, told } from "./expected.ts";
import { judge } from "./harness.ts";
import { makeWorlds } from "./worlds.ts";

/** Something is wrong with a verdict, whatever the other side says. */
function isUnclear(verdict: Verdict): boolean {
  const message = "pond" in verdict ? verdict.pond : "";
  return /INTERNAL Error|pond_[0-9a-f]{12}/.test(message);
}

Deno.test("differential: pond answers as native DuckDB does", async () => {
  const folder = await Deno.makeTempDir({ prefix: "pond_differential_" });
  const native = await openNativeReference();
  try {
    const worlds = await makeWorlds(native, folder);
    const met = new Map<Expected, number>();
    const unknown: string[] = [];
    const asked = agenda(worlds);
    for (const [question, world] of asked) {
      const verdict = await judge({ pond: engine, native }, question, world);
      if (verdict.is === "equal" || verdict.is === "both-fail" && !isUnclear(verdict)) continue;
      const expected = isUnclear(verdict) ? undefined : findExpected(question, verdict);
      if (expected) met.set(expected, (met.get(expected) ?? 0) + 1);
      else unknown.push(`${question.from}/${world.name}: ${question.sql}\n    ${told(verdict)}`);
    }
    const queries = new Set(asked.map(([{ sql }]) => sql)).size;
    console.log(
      `${queries} queries, ${asked.length} times asked, seed ${SEED}: ` +
        `${
          [...met.values()].reduce((sum, count) => sum + count, 0)
        } known differences of ${met.size} kinds`,
    );
    assertOk(queries >= 1000, `only ${queries} queries`);
    assertEquals(unknown, [], "differences that nothing explains");
    const vanished = EXPECTED.filter((expected) =>
      !met.has(expected) && (RUNS > 0 || !expected.rare)
    );
    assertEquals(vanished.map(({ reason }) => reason), [], "differences that are gone");
  } finally {
    native.close();
    await Deno.remove(folder, { recursive: true });
  }
});
