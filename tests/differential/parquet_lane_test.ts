/**
 * Every answer is the same after `--format parquet`, as native DuckDB reads it. A sample, or with
 * `POND_DIFF_PARQUET=1` whatever the differential suite asks; `POND_DIFF_PARQUET_DIR` keeps the
 * files, each beside the answer as text, for other readers (`tests/interop/answers.py`).
 */
import { isPondError } from "../../lib/base/mod.ts";
import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { openNativeReference } from "../deps_duckdb.ts";
import { engine, MemoryTarget } from "../sql/support.ts";
import { agenda } from "./agenda.ts";
import { compareAnswers } from "./compare.ts";
import { askPond, queryIn } from "./harness.ts";
import { nativeRows } from "./native.ts";
import { makeWorlds } from "./worlds.ts";

const KEPT = Deno.env.get("POND_DIFF_PARQUET_DIR");
const STEP = KEPT || Deno.env.get("POND_DIFF_PARQUET") ? 1 : 12;

/** What Parquet has no type for; the values are the same, or it is refused. */
const EXPECTED: readonly RegExp[] = [
  // As native DuckDB, doubles for integers of 128 bits; those that they don't hold are refused.
  /^types .*int128>* instead of .*double>*$/,
  /^unsupported: cannot write Parquet: column .* (?:has more digits|is no interval|has an offset)/,
  // Arrow has no other type for integers of 128 bits.
  /^types .* int128 instead of .* decimal\(38,0\)$/,
  // Pond's own is text.
  /^types .* string instead of .* uuid$/,
  // Bits are text in Parquet, a union is a struct with a tag, fields without a name get one.
  /^rows .*"Bf0=","Bf8="/,
  /^rows .* instead of \["\{\\"\\":0,/,
  /^rows .*\{\\"\\":1,\\"\\":.* instead of .*\\"_1\\":/,
];

/** After a week's number in a longer form the engine leaves bytes unset, other ones each time. */
const UNSET = /%G %V/;

Deno.test("differential: an answer as Parquet is the answer", async () => {
  const folder = KEPT ?? await Deno.makeTempDir({ prefix: "pond_answers_" });
  await Deno.mkdir(folder, { recursive: true });
  const data = await Deno.makeTempDir({ prefix: "pond_worlds_" });
  const native = await openNativeReference();
  const wrong: string[] = [];
  let compared = 0;
  try {
    const worlds = await makeWorlds(native, data);
    for (const [i, [question, world]] of agenda(worlds).entries()) {
      if (i % STEP) continue;
      const { sql } = question;
      if (UNSET.test(sql)) continue;
      const answer = await askPond(engine, sql, world);
      if (!("answer" in answer)) continue;
      const target = new MemoryTarget();
      const path = join(folder, `${i}.parquet`);
      let what: string | null = null;
      try {
        await engine.writeParquet(await queryIn(engine, sql, world), target);
        await Deno.writeFile(path, target.bytes());
        if (KEPT) {
          await Deno.writeTextFile(
            join(folder, `${i}.json`),
            JSON.stringify({ ...question, ...answer.answer }),
          );
        }
        const read = nativeRows(await native.ask(`SELECT * FROM read_parquet('${path}')`));
        const verdict = compareAnswers(answer.answer, read, question);
        if (verdict.is !== "equal") what = `${verdict.is} ${"what" in verdict ? verdict.what : ""}`;
      } catch (error) {
        what = `${isPondError(error) ? error.code : "native"}: ${(error as Error).message}`;
      }
      compared++;
      if (what && !EXPECTED.some((each) => each.test(what))) {
        wrong.push(`${question.from}/${world.name}: ${sql}\n    ${what}`);
      }
    }
    assertOk(compared >= 100, `only ${compared} answers`);
    assertEquals(wrong, []);
  } finally {
    native.close();
    await Deno.remove(data, { recursive: true });
    if (!KEPT) await Deno.remove(folder, { recursive: true });
  }
});
