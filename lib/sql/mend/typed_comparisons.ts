import { PondError } from "../../base/mod.ts";
import { type Token, withSeconds } from "../syntax/mod.ts";
import { applyEdits, type Edit, endOf, isWord } from "./edits.ts";
import type { TypedColumn } from "./stand_in.ts";
import { findPairs, type Pair, type Side } from "./pairs.ts";
import type { Extent, TypeDoor } from "./type_door.ts";
import { TypedText } from "./typed_text.ts";

/** Types of which a text literal is made what it is compared with. */
const TIMES = /^(?:DATE|TIME|TIMESTAMP)/;
/** Types that a literal which is no value of them silently equals nothing of. */
const NUMBERS =
  /^(?:BOOLEAN|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\)|UUID)$/;
/** Literals that surely are values of these types. */
const PLAIN_TYPE = /^(?:INTEGER|BIGINT|HUGEINT|FLOAT|DOUBLE)$/;
const PLAIN_INTEGER = /^-?\d{1,9}$/;

/** Strings, as against bytes and bits. */
const TEXT = /^(?:'|\$|[eE]')/;
const EQUALITIES: ReadonlySet<string> = new Set(["=", "==", "<>", "!="]);

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
  const text = new TypedText(sql, door);
  await checkUsing(text);
  const edits: Edit[] = [];
  for (const pair of findPairs(text)) {
    const [left, right] = [literalOf(text, pair.left), literalOf(text, pair.right)];
    if (left && right) continue;
    const literal = left ?? right;
    if (!literal) edits.push(...await typeSides(text, pair));
    else if (literal.kind === "string" && TEXT.test(literal.text)) {
      edits.push(...await typeLiteral(text, literal, left ? pair.right : pair.left));
    }
  }
  return applyEdits(sql, edits);
}

/** A number, text, NULL or truth that is a whole side. */
function literalOf({ tokens }: TypedText, { from, to }: Side): Token | null {
  if (to - from !== 1) return null;
  const token = tokens[from]!;
  const isLiteral = token.kind === "string" || token.kind === "number" ||
    isWord(token, "NULL", "TRUE", "FALSE");
  return isLiteral ? token : null;
}

async function typeLiteral(
  text: TypedText,
  literal: Token,
  other: Side,
): Promise<readonly Edit[]> {
  const type = await text.typeOf(other);
  if (type === null) return [];
  const asType = `CAST(${literal.text} AS ${type})`;
  if (NUMBERS.test(type)) {
    const isPlain = PLAIN_TYPE.test(type) && PLAIN_INTEGER.test(literal.value);
    if (!isPlain) await text.door.read(asType);
    return [];
  }
  const isTime = TIMES.test(type);
  if (!isTime && type !== "INTERVAL") return [];
  const mayBePrefixed = isTime && !/^TIME\b/.test(type) && literal.text.startsWith("'");
  const written = mayBePrefixed
    ? LITERALS.find(([pattern]) => pattern.test(literal.value))?.[1]
    : undefined;
  const typed = withSeconds(written === undefined ? asType : `${written} ${literal.text}`);
  if (written === undefined || !CANONICAL.test(literal.value)) await text.door.read(typed);
  return [{ start: literal.start, end: endOf(literal), text: typed }];
}

/** Two sides of which neither is a literal. */
async function typeSides(text: TypedText, pair: Pair): Promise<readonly Edit[]> {
  const sides = [pair.left, pair.right];
  const plain = [await text.plainTypeOf(pair.left), await text.plainTypeOf(pair.right)];
  if (plain.some((type) => type !== null && NUMBERS.test(type))) return [];
  if (plain.includes("TIMESTAMP") && sides.some((side) => isMoved(text, side))) return [];
  const extents = sides.map((side) => text.extentOf(side));
  const isKnown = plain[0] !== null && plain[1] !== null;
  const [left, right] = isKnown ? plain : await text.door.typesOf(text.sql, extents) ?? [];
  if (!left || !right) return [];
  const [a, b] = [text.textOf(pair.left), text.textOf(pair.right)];
  if (left === "VARCHAR" && TIMES.test(right)) throw mixture(a, b, right);
  if (right === "VARCHAR" && TIMES.test(left)) throw mixture(b, a, left);
  const isEquality = EQUALITIES.has(pair.operator);
  if (left !== "INTERVAL" || right !== "INTERVAL" || !isEquality) return [];
  const not = pair.operator.startsWith("=") ? "" : "NOT ";
  const [{ start, end: middle }, { start: other, end }] = extents as [Extent, Extent];
  return [
    { start, end: start, text: `(${not}(` },
    { start: middle, end: other, text: `) BETWEEN (${b}) AND (` },
    { start: end, end, text: "))" },
  ];
}

/** `t JOIN u USING (c)`, if `c` can only be a text of the one and a time of the other. */
async function checkUsing({ tokens, partners, door }: TypedText): Promise<void> {
  for (const [at, token] of tokens.entries()) {
    if (!isWord(token, "USING") || tokens[at + 1]?.text !== "(") continue;
    const inputs = [...(await door.inputs()).values()];
    if (inputs.length !== 2) return;
    for (const name of tokens.slice(at + 2, partners.get(at + 1))) {
      const same = (column: TypedColumn) => column.name.toLowerCase() === name.value.toLowerCase();
      const types = inputs.map((columns) => columns.find(same)?.type ?? "");
      const time = types.find((type) => TIMES.test(type));
      if (time && types.includes("VARCHAR")) throw mixture(name.text, name.text, time);
    }
  }
}

/** `ts + INTERVAL …`: surely no text. */
function isMoved({ tokens }: TypedText, { from, to }: Side): boolean {
  return tokens.slice(from, to).some((token) => isWord(token, "INTERVAL"));
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
