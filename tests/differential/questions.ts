/**
 * Queries that are asked of both engines: written ones, and ones made from templates over all
 * column types.
 */
import type { Comparison } from "./compare.ts";
import { templates } from "./templates.ts";

/** One query. */
export interface Question extends Comparison {
  readonly sql: string;
  /** Where it comes from: a file of written queries, `template`, or `generated`. */
  readonly from: string;
}

/**
 * Queries of `queries/*.sql`, one a line; `--` begins a comment, or behind a query says how it is
 * compared.
 */
export function writtenQuestions(): readonly Question[] {
  const folder = new URL("./queries/", import.meta.url);
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  return names.flatMap((name) =>
    Deno.readTextFileSync(new URL(name, folder)).split("\n")
      .filter((line) => line.trim() !== "" && !line.startsWith("--"))
      .map((line) => question(line, name.replace(".sql", "")))
  );
}

/** Every function, aggregate, window, cast and comparison over every type it might take. */
export function templateQuestions(): readonly Question[] {
  return templates().map((line) => question(line, "template"));
}

/** `sql -- ordered approx`. */
function question(line: string, from: string): Question {
  const [, sql, flags] = /^(.*?)(?:\s+--((?: (?:ordered|approx))+))?$/s.exec(line.trim())!;
  return {
    sql: sql!,
    from,
    ordered: flags?.includes("ordered") ?? false,
    approximate: flags?.includes("approx") ?? false,
  };
}
