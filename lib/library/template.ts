import { PondError, quoteName } from "../base/mod.ts";
import type { SqlParameters } from "../sql/mod.ts";
import { type SourceOptions, sourceUrl } from "./source_url.ts";

/** SQL as text, with the values of its parameters. */
export interface SqlText {
  readonly text: string;
  readonly params: SqlParameters;
}

/** The name of a relation in a template: no value, but a part of the query. */
export class SqlName {
  /** What is named: a pond path, a glob, or a source URL. */
  readonly name: string;

  /** Makes one. @param name a pond path, a glob, or a source URL */
  constructor(name: string) {
    this.name = name;
  }

  /** As SQL has it: in double quotes. */
  toString(): string {
    return quoteName(this.name);
  }
}

/**
 * A pond path, a glob or a source URL as the name of a relation in a query.
 *
 * @example
 * ```ts
 * import { initPond, path } from "@pond/pond";
 *
 * await using pond = await initPond(await Deno.makeTempDir() + "/pond");
 * await pond.change("import", (change) => change.create("/sites", [{ site: "a" }, { site: "b" }]));
 * console.log(await pond.sql`SELECT count(*) AS n FROM ${path("/sites")}`.first());
 * ```
 */
export function path(name: string): SqlName {
  return new SqlName(name);
}

/**
 * A file, or files, read as a table in a query, with what has to be said of its format.
 * @param name a pond path or a glob
 * @param options how its bytes are read; a table or series needs none
 * @throws {PondError} `invalid-path` for a path that doesn't begin with `/`
 *
 * @example
 * ```ts
 * import { initPond, table } from "@pond/pond";
 *
 * await using pond = await initPond(await Deno.makeTempDir() + "/pond");
 * await pond.change("import", (change) => change.write("/a.csv", "site;temp\nnorth;4\n"));
 * const sites = table("/a.csv", { format: "csv", delimiter: ";" });
 * console.log(await pond.sql`SELECT * FROM ${sites}`.rows());
 * ```
 */
export function table(name: string, options: SourceOptions = {}): SqlName {
  return new SqlName(sourceUrl(name, options));
}

/**
 * A template as a query: names and other templates become part of it, all else becomes parameters.
 * @throws {PondError} `invalid-query` for a value inside of quotes
 */
export function fromTemplate(
  strings: TemplateStringsArray,
  values: readonly unknown[],
): SqlText {
  const params: Record<string, unknown> = {};
  let text = strings[0]!;
  values.forEach((value, i) => {
    if (value instanceof SqlName) text += String(value);
    else {
      const name = `value_${i + 1}`;
      params[name] = value;
      // Spaces, so that it touches no word.
      text += ` $${name} `;
    }
    text += strings[i + 1]!;
  });
  return { text, params };
}

/** Whether `value` is what a tag function is called with. */
export function isTemplate(value: unknown): value is TemplateStringsArray {
  return Array.isArray(value) && Array.isArray((value as unknown as TemplateStringsArray).raw);
}

/** What is wrong with the text of a query that isn't one. */
export function notSqlText(value: unknown): PondError {
  return new PondError("usage", `cannot run a query: it is a ${typeof value}, not text`, {
    hint: "write pond.sql`SELECT …` or pond.sql(text, { params })",
  });
}
