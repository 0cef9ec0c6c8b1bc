import { PondError } from "../../base/mod.ts";
import { type Token, tokenize } from "../lexer.ts";
import { withSeconds } from "../time_literals.ts";
import { BOUNDARIES } from "./comparison.ts";
import { applyEdits, type Edit, endOf, isWord, matchBrackets } from "./edits.ts";
import type { InputColumns } from "./input_columns.ts";
import type { Bracketed } from "./operand.ts";
import { findPairs, type Pair, scopeOf, type Side } from "./pairs.ts";
import type { TypeDoor } from "./type_door.ts";

/** Types of which a text literal is made what it is compared with. */
const TIMES = /^(?:DATE|TIME|TIMESTAMP)/;
/** Types that a literal which is no value of them silently equals nothing of. */
const NUMBERS =
  /^(?:BOOLEAN|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|UUID)$/;
/** Literals that surely are values of these types. */
const PLAIN_TYPE = /^(?:INTEGER|BIGINT|HUGEINT|FLOAT|DOUBLE)$/;
const PLAIN_INTEGER = /^-?\d{1,9}$/;

const LITERALS: readonly (readonly [RegExp, string])[] = [
  [/^\s*[+-]?\d{1,6}[-/]\d{1,2}[-/]\d{1,2}(?:[T ]+[^\s(]|\s*\().*$/is, "TIMESTAMP"],
  [/^\s*[+-]?\d{1,6}[-/]\d{1,2}[-/]\d{1,2}\s*$/, "DATE"],
];
/** What surely is a time. */
const CANONICAL =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])(?:[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z?)?$/;

/**
 * `sql` with what it compares made to mean what it means today. 0.9.1 compares texts when a text meets a time, unless it is a
 * literal that stands alone in a filter, and then `2024-01-01T10:00` comes after `2024-01-01 12:00`: literals get the type
 * of what they are compared with. Where they can't be read as one, a filter would let no row pass: that is an error, and
 * so is a text that is no literal. INTERVALs are equal there only when each of their fields is.
 * @throws {PondError} `invalid-query`
 */
export async function typeComparisons(sql: string, door: TypeDoor): Promise<string> {
  const tokens = tokenize(sql);
  const partners = matchBrackets(tokens);
  const pairs = findPairs({ tokens, partners });
  const query = { sql, tokens, partners, door, known: new Map<string, string | null>() };
  const edits: Edit[] = [];
  for (const pair of pairs) {
    const [left, right] = [literalOf(tokens, pair.left), literalOf(tokens, pair.right)];
    if (left && right) continue;
    const literal = left ?? right;
    if (!literal) edits.push(...await typeSides(query, pair));
    else if (literal.kind === "string" && literal.text.startsWith("'")) {
      edits.push(
        ...await typeLiteral(query, literal, { pair, other: left ? pair.right : pair.left }),
      );
    }
  }
  return applyEdits(sql, edits);
}

interface Query extends Bracketed {
  readonly sql: string;
  readonly door: TypeDoor;
  readonly known: Map<string, string | null>;
}

/** A number, text, NULL or truth that is a whole side. */
function literalOf(tokens: readonly Token[], { from, to }: Side): Token | null {
  if (to - from !== 1) return null;
  const token = tokens[from]!;
  return token.kind === "string" || token.kind === "number" ||
      isWord(token, "NULL", "TRUE", "FALSE")
    ? token
    : null;
}

async function typeLiteral(
  query: Query,
  literal: Token,
  { pair, other }: { readonly pair: Pair; readonly other: Side },
): Promise<readonly Edit[]> {
  const type = plainType(query, other, await query.door.inputs()) ??
    await typeOf(query, other, pair.scope);
  if (type === null) return [];
  const asType = `CAST(${literal.text} AS ${type})`;
  if (NUMBERS.test(type)) {
    const isPlain = PLAIN_TYPE.test(type) && PLAIN_INTEGER.test(literal.value);
    if (!isPlain) await query.door.read(asType);
    return [];
  }
  const isTime = TIMES.test(type);
  if (!isTime && type !== "INTERVAL") return [];
  const [start, end] = [literal.start, endOf(literal)];
  const written = type.startsWith("TIME ") || type === "TIME" || !isTime
    ? undefined
    : LITERALS.find(([pattern]) => pattern.test(literal.value))?.[1];
  const text = withSeconds(written === undefined ? asType : `${written} ${literal.text}`);
  if (written === undefined || !CANONICAL.test(literal.value)) await query.door.read(text);
  return [{ start, end, text }];
}

/** Two sides of which neither is a literal. */
async function typeSides(query: Query, pair: Pair): Promise<readonly Edit[]> {
  const inputs = await query.door.inputs();
  const plain = [pair.left, pair.right].map((side) => plainType(query, side, inputs));
  if (plain.some((type) => type !== null && NUMBERS.test(type))) return [];
  const extents = [extentOf(query.tokens, pair.left), extentOf(query.tokens, pair.right)];
  const [left, right] = plain[0] && plain[1]
    ? plain
    : await query.door.typesOf(query.sql, extents) ?? [];
  if (!left || !right) return [];
  const [a, b] = extents.map(({ start, end }) => query.sql.slice(start, end)) as [string, string];
  if (left === "VARCHAR" && TIMES.test(right)) throw mixture(a, b, right);
  if (right === "VARCHAR" && TIMES.test(left)) throw mixture(b, a, left);
  if (
    left !== "INTERVAL" || right !== "INTERVAL" || !["=", "==", "<>", "!="].includes(pair.operator)
  ) {
    return [];
  }
  const not = pair.operator.startsWith("=") ? "" : "NOT ";
  const text = `(${not}(${a}) BETWEEN (${b}) AND (${b}))`;
  return [{ start: extents[0]!.start, end: extents[1]!.end, text }];
}

function mixture(text: string, time: string, type: string): PondError {
  return new PondError(
    "invalid-query",
    `cannot run a query: ${oneLine(text)}, a text, is compared with ${oneLine(time)}, a ${type}`,
    { hint: `compare times: CAST(${oneLine(text)} AS ${type})` },
  );
}

function oneLine(sql: string): string {
  const line = sql.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}

async function typeOf(query: Query, side: Side, scope: number): Promise<string | null> {
  const extent = extentOf(query.tokens, side);
  const key = `${scope} ${query.sql.slice(extent.start, extent.end)}`;
  const known = query.known.get(key);
  if (known !== undefined) return known;
  const type = (await query.door.typesOf(query.sql, [extent]))?.[0] ?? null;
  query.known.set(key, type);
  return type;
}

/** The type of the column of inputs that a side is, if nothing else in the query can go by its name. */
function plainType(
  { tokens, partners }: Bracketed,
  { from, to }: Side,
  inputs: InputColumns,
): string | null {
  const isPath = tokens.slice(from, to).every((token, i) =>
    i % 2 === 0 ? token.kind === "word" || token.kind === "quoted" : token.text === "."
  );
  if (!isPath) return null;
  const name = tokens[to - 1]!.value.toLowerCase();
  const types = new Set(
    [...inputs.values()].flat().filter((column) => column.name.toLowerCase() === name)
      .map(({ type }) => type),
  );
  const isShadowed = tokens.some((token, i) =>
    isWord(token, "REPLACE", "PIVOT", "UNPIVOT", "PIVOT_WIDER", "PIVOT_LONGER") ||
    token.value.toLowerCase() === name &&
      (isNamed(tokens[i - 1]) || isAliasList({ tokens, partners }, scopeOf(i, partners)))
  );
  return types.size === 1 && !isShadowed ? [...types][0]! : null;
}

/** Whether a name after `token` may be an alias. */
function isNamed(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return ["close", "string", "quoted", "number"].includes(token.kind) ||
    isWord(token, "AS", "END") || token.kind === "word" && !BOUNDARIES.has(token.value);
}

/** `… t(a, b)` and `WITH t(a, b) AS (`. */
function isAliasList({ tokens, partners }: Bracketed, open: number): boolean {
  if (tokens[open]?.text !== "(") return false;
  return isNamed(tokens[open - 2]) || isWord(tokens[(partners.get(open) ?? open) + 1], "AS");
}

function extentOf(tokens: readonly Token[], { from, to }: Side): { start: number; end: number } {
  return { start: tokens[from]!.start, end: endOf(tokens[to - 1]!) };
}
