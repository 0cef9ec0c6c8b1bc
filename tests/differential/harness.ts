/** Asks both engines. */
import { formatType } from "../../lib/table/mod.ts";
import { isPondError } from "../../lib/base/mod.ts";
import type { EngineQuery, SqlEngine } from "../../lib/sql/mod.ts";
import { cellReaders } from "../../lib/encode/mod.ts";
import type { NativeReference } from "../deps_duckdb.ts";
import { type Answer, compareAnswers, type Verdict } from "./compare.ts";
import { nativeRows } from "./native.ts";
import type { Question } from "./questions.ts";
import type { World } from "./worlds.ts";

/** Both engines. */
export interface Engines {
  readonly pond: SqlEngine;
  readonly native: NativeReference;
}

type Outcome =
  | { readonly answer: Answer }
  | { readonly error: string; readonly code: string };

/** What both say to `question` in `world`. */
export async function judge(engines: Engines, question: Question, world: World): Promise<Verdict> {
  const native = await askNative(engines.native, question.sql, world);
  const pond = await askPond(engines.pond, question.sql, world);
  if ("answer" in pond) {
    return "answer" in native
      ? compareAnswers(pond.answer, native.answer, question)
      : { is: "native-fails", native: native.error };
  }
  if ("answer" in native) return { is: "pond-fails", pond: pond.error, code: pond.code };
  return { is: "both-fail", pond: pond.error, native: native.error };
}

async function askNative(native: NativeReference, sql: string, world: World): Promise<Outcome> {
  try {
    await native.ask(`USE ${world.name}`);
    return { answer: nativeRows(await native.ask(sql)) };
  } catch (error) {
    return { error: (error as Error).message, code: "native" };
  }
}

/** A query with the relations of `world` that it names. */
export async function queryIn(engine: SqlEngine, sql: string, world: World): Promise<EngineQuery> {
  const names = await engine.relationNames(sql);
  const relations = new Map(
    names.flatMap((name) => {
      const relation = world.relations.get(name.toLowerCase());
      return relation ? [[name, relation] as const] : [];
    }),
  );
  return { sql, relations };
}

/** What pond answers. */
export async function askPond(engine: SqlEngine, sql: string, world: World): Promise<Outcome> {
  try {
    await using result = await engine.run(await queryIn(engine, sql, world));
    const rows: (string | null)[][] = [];
    for await (const batch of result.batches) {
      const readers = cellReaders(batch);
      for (let row = 0; row < batch.numRows; row++) {
        rows.push(readers.map((reader) => reader.isNull(row) ? null : reader.text(row)));
      }
    }
    return {
      answer: {
        columns: result.columns.map(({ name, type }) =>
          `${name.replace(/:\d+$/, "")} ${formatType(type)}`
        ),
        rows,
      },
    };
  } catch (error) {
    if (!isPondError(error)) throw error;
    return { error: error.message, code: error.code };
  }
}
