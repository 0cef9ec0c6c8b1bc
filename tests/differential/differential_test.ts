/**
 * Native DuckDB of today and pond, asked the same over the same Parquet files.
 * `POND_DIFF_RUNS=5000` asks as many generated queries, of a new seed or of `POND_DIFF_SEED`, in
 * every world (`deno task differential`).
 */
import { assertEquals, assertOk } from "../deps.ts";
import { openNativeReference } from "../deps_duckdb.ts";
import { engine } from "../sql/support.ts";
import type { Verdict } from "./compare.ts";
import { EXPECTED, type Expected, findExpected, told } from "./expected.ts";
import { generateQuestions } from "./generate.ts";
import { judge } from "./harness.ts";
import { type Question, templateQuestions, writtenQuestions } from "./questions.ts";
import { makeWorlds, type World } from "./worlds.ts";

const RUNS = Number(Deno.env.get("POND_DIFF_RUNS") ?? 0);
/** CI asks more than every run of the tests. */
const MORE = RUNS > 0 || Deno.env.get("POND_DIFF_MORE") !== undefined;
const GENERATED = RUNS || (MORE ? 300 : 150);
const SEED = Number(Deno.env.get("POND_DIFF_SEED") ?? (RUNS ? Date.now() % 1_000_000 : 1));
/** Of the templates every third or sixth is asked where no long run is wanted. */
const TEMPLATE_STEP = RUNS ? 1 : MORE ? 3 : 6;

/** What is asked, and where: everywhere in a long run, else so that each world has its share. */
function agenda(worlds: readonly World[]): readonly (readonly [Question, World])[] {
  const written = writtenQuestions();
  const templates = templateQuestions().filter((_, i) => i % TEMPLATE_STEP === 0);
  const generated = generateQuestions(SEED, GENERATED);
  if (RUNS) {
    return [...written, ...templates, ...generated].flatMap((question) =>
      worlds.map((world) => [question, world] as const)
    );
  }
  const other = (i: number) => worlds[i % worlds.length]!;
  return [
    ...written.map((question) => [question, worlds[0]!] as const),
    ...written.filter((_, i) => MORE || i % 3 === 0)
      .map((question, i) => [question, worlds[1 + i % (worlds.length - 1)]!] as const),
    ...templates.map((question, i) => [question, other(i)] as const),
    ...generated.map((question, i) => [question, other(i)] as const),
  ];
}

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
