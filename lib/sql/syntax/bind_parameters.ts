import { PondError, printable, suggest } from "../../base/mod.ts";
import { type Token, tokenize } from "./lexer.ts";
import { findReferences } from "./names.ts";
import { sqlConstant } from "./sql_constant.ts";

/** Values for `?` and `$1` (an array), or for `$name` (an object). */
export type SqlParameters = readonly unknown[] | Readonly<Record<string, unknown>>;

/**
 * `sql` with its parameters in the places of `?`, `$1` and `$name`, as constants. What a value
 * holds is never read as SQL, and a value stands for a value only: where SQL wants a relation's
 * name it is refused. Being constants, they reach the files as filters like any that are written
 * out.
 * @throws {PondError} `invalid-query` for a parameter without a value or in the place of a
 *   relation, a value without a parameter, and both forms in one text; `invalid-input` for a value
 *   that SQL hasn't
 */
export function bindParameters(sql: string, parameters: SqlParameters): string {
  const isList = Array.isArray(parameters);
  const values = new Map<string, unknown>(
    isList
      ? parameters.map((value, i) => [String(i + 1), value])
      : Object.entries(parameters as Readonly<Record<string, unknown>>),
  );
  const places = findPlaces(sql);
  if (places.length === 0 && values.size === 0) return sql;
  const used = new Set<string>();
  const bound: Place[] = [];
  let text = "";
  let at = 0;
  for (const { start, end, name } of places) {
    if (!values.has(name)) throw withoutValue(name, [...values.keys()], isList);
    used.add(name);
    text += sql.slice(at, start);
    const constant = sqlConstant(values.get(name), labelOf(name));
    bound.push({ start: text.length, end: text.length + constant.length, name });
    text += constant;
    at = end;
  }
  text += sql.slice(at);
  refuseRelations(text, bound);
  const unused = [...values.keys()].find((name) => !used.has(name));
  if (unused === undefined) return text;
  throw invalid(`${labelOf(unused)} is given and nothing in the query stands for it`);
}

/** A parameter, or its constant, in a text: where it is, and the key of its value. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

function findPlaces(sql: string): Place[] {
  const tokens = tokenize(sql);
  const places: Place[] = [];
  let asked = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind !== "operator") continue;
    if (token.text === "?") {
      asked++;
      places.push({ start: token.start, end: token.start + 1, name: String(asked) });
    } else if (token.text === "$") {
      const name = nameAfter(token, tokens[i + 1]);
      if (name) {
        places.push({ start: token.start, end: name.start + name.text.length, name: name.text });
      }
    }
  }
  if (asked > 0 && asked < places.length) throw invalid("it has both ? and $ parameters");
  return places;
}

/** The word or number that touches a `$`. */
function nameAfter(dollar: Token, next: Token | undefined): Token | undefined {
  if (next?.start !== dollar.start + 1) return undefined;
  if (next.kind === "word") return next;
  return next.kind === "number" && /^\d+$/.test(next.text) ? next : undefined;
}

/** A text constant after FROM would name a relation. */
function refuseRelations(text: string, bound: readonly Place[]): void {
  if (bound.length === 0) return;
  const relations = findReferences(tokenize(text)).map(({ start }) => start);
  const taken = bound.find((place) =>
    relations.some((start) => place.start <= start && start < place.end)
  );
  if (taken === undefined) return;
  throw new PondError(
    "invalid-query",
    `cannot run a query: ${labelOf(taken.name)} stands where a relation's name is wanted`,
    { hint: "path(…) of the library names one" },
  );
}

function withoutValue(name: string, given: readonly string[], isList: boolean): PondError {
  const near = isList ? undefined : suggest(name, given);
  const why = `there is no value for ${labelOf(name)}`;
  return new PondError("invalid-query", `cannot run a query: ${why}`, {
    hint: near === undefined
      ? isList ? `${given.length} are given` : "params: { name: value } gives it one"
      : `did you mean $${near}?`,
  });
}

function labelOf(name: string): string {
  return /^\d+$/.test(name) ? `parameter ${name}` : `parameter $${printable(name.slice(0, 80))}`;
}

function invalid(why: string): PondError {
  return new PondError("invalid-query", `cannot run a query: ${why}`);
}
