import { PondError } from "../../base/mod.ts";
import { applyEdits, type Edit, endOf, insideBrackets, isWord } from "./edits.ts";
import { itemName } from "./item_name.ts";
import { argumentsOf, isBinary, sumStart, termEnd } from "./arithmetic.ts";
import type { Side } from "./pairs.ts";
import type { TypeDoor } from "./type_door.ts";
import { unsignedEdits } from "./unsigned.ts";
import { TypedText } from "./typed_text.ts";

const EXTREMES: ReadonlySet<string> = new Set(
  ["ARG_MIN", "ARG_MAX", "ARGMIN", "ARGMAX", "MIN_BY", "MAX_BY"],
);
/** Aggregates that sort what they are given, or count it by its text. */
const RANKS: ReadonlySet<string> = new Set(["QUANTILE", "QUANTILE_DISC", "MODE"]);
const QUANTILES: ReadonlySet<string> = new Set(
  ["QUANTILE", "QUANTILE_DISC", "QUANTILE_CONT", "MEDIAN", "MAD"],
);
const UNORDERED = /\[\]$|^(?:STRUCT|MAP|UNION)\(|^INTERVAL$/;
/** Of these, `arg_max` and the like leave out the rows in which the value is NULL. */
const SKIPS_NULLS =
  /^(?:INTEGER|BIGINT|DOUBLE|VARCHAR|DATE|TIMESTAMP|TIMESTAMP WITH TIME ZONE|BLOB)$/;
const NAN = "NaN has no place among the numbers of a quantile: leave it out, WHERE NOT isnan(…)";
const INTERVAL_MAKER = /^TO_(?:YEARS|MONTHS|DAYS|HOURS|MINUTES|SECONDS|MILLISECONDS|MICROSECONDS)$/;

/**
 * `sql` with calls and arithmetic that 0.9.1 computes otherwise than today's DuckDB for arguments of some types put into words
 * that it computes right.
 * @throws {PondError} `unsupported` where there are none
 */
export async function typeCalls(sql: string, door: TypeDoor): Promise<string> {
  const text = new TypedText(sql, door);
  const edits: Edit[] = [];
  const named = new Set<number>();
  for (let at = 0; at < text.tokens.length; at++) {
    const made = await callEdits(text, at) ?? await dateEdits(text, at) ??
      await unsignedEdits(text, at) ?? [];
    edits.push(...made);
    const name = made.length > 0 ? itemName(text, at) : null;
    if (name && !named.has(name.start)) edits.push(name);
    if (name) named.add(name.start);
  }
  return applyEdits(sql, edits);
}

async function callEdits(text: TypedText, at: number): Promise<readonly Edit[] | null> {
  const token = text.tokens[at]!;
  if (isWord(token, "PARTITION")) return await partitionEdits(text, at + 2);
  if (token.kind !== "word" || text.tokens[at + 1]?.text !== "(") return null;
  if (token.value === "TRY_CAST") await checkTryCast(text, at + 1);
  const [first, second] = argumentsOf(text, at + 1);
  if (!first) return null;
  if (EXTREMES.has(token.value) && second) {
    return await extremeEdits(text, { value: first, by: second });
  }
  const isRank = RANKS.has(token.value);
  if (!isRank && !QUANTILES.has(token.value)) {
    return token.value === "DATE_ADD" ? await timestampEdits(text, first) : null;
  }
  const type = await text.typeOf(first);
  if (type === null) return null;
  if (isRank && UNORDERED.test(type)) throw unordered(token.text, type);
  if (!QUANTILES.has(token.value) || !/^(?:FLOAT|DOUBLE)$/.test(type)) return null;
  const value = text.textOf(first);
  return [{
    ...text.extentOf(first),
    text: `CASE WHEN isnan(${value}) THEN error('${NAN}') ELSE ${value} END`,
  }];
}

/** Of most types a NULL counts as a value there. */
async function extremeEdits(
  text: TypedText,
  { value, by }: { readonly value: Side; readonly by: Side },
): Promise<readonly Edit[] | null> {
  const order = await text.typeOf(by);
  if (order !== null && UNORDERED.test(order)) {
    throw unordered(text.tokens[value.from - 2]!.text, order);
  }
  const type = await text.typeOf(value);
  if (type === null || SKIPS_NULLS.test(type)) return null;
  const { start, end } = text.extentOf(by);
  return [
    { start, end: start, text: `CASE WHEN (${text.textOf(value)}) IS NOT NULL THEN ` },
    { start: end, end, text: " END" },
  ];
}

/** Each empty list is a partition of its own there. */
async function partitionEdits(text: TypedText, from: number): Promise<readonly Edit[]> {
  const { tokens, partners } = text;
  const edits: Edit[] = [];
  let start = from;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at]!;
    const isEnd = token.kind === "close" || isWord(token, "ORDER", "ROWS", "RANGE", "GROUPS");
    if (isEnd || token.text === ",") {
      const side = { from: start, to: at };
      if ((await text.typeOf(side))?.endsWith("[]")) {
        const list = text.textOf(side);
        const parts = `len(${list}), CASE WHEN len(${list}) > 0 THEN ${list} END`;
        edits.push({ ...text.extentOf(side), text: parts });
      }
      start = at + 1;
    }
    if (isEnd) break;
    at = Math.max(at, partners.get(at) ?? at);
  }
  return edits;
}

/** A text that is no list, struct or map may become an empty one there. */
async function checkTryCast(text: TypedText, open: number): Promise<void> {
  const { tokens, partners } = text;
  const close = partners.get(open) ?? open;
  const as = [...insideBrackets(open, partners)].findLast((i) => isWord(tokens[i], "AS"));
  if (as === undefined || as <= open + 1) return;
  const isNested = tokens[close - 1]!.text === "]" || isWord(tokens[as + 1], "STRUCT", "MAP");
  if (!isNested || await text.typeOf({ from: open + 1, to: as }) !== "VARCHAR") return;
  throw new PondError(
    "unsupported",
    "cannot run a query: TRY_CAST of a text to a list, struct or map is not supported",
    { hint: "use CAST, and leave out texts that are none: WHERE x LIKE '[%]'" },
  );
}

/** `DATE + INTERVAL` is a DATE there, and loses the hours. */
async function dateEdits(text: TypedText, at: number): Promise<readonly Edit[] | null> {
  const { tokens } = text;
  if (!/^[-+]$/.test(tokens[at]!.text) || !isBinary(text, at)) return null;
  const left = { from: sumStart(text, at), to: at };
  const right = { from: at + 1, to: termEnd(text, at + 1) };
  if (isInterval(text, right)) return await timestampEdits(text, left);
  return isInterval(text, left) ? await timestampEdits(text, right) : null;
}

async function timestampEdits(text: TypedText, side: Side): Promise<readonly Edit[] | null> {
  if (await text.typeOf(side) !== "DATE") return null;
  const { start, end } = text.extentOf(side);
  return [
    { start, end: start, text: "CAST((" },
    { start: end, end, text: ") AS TIMESTAMP)" },
  ];
}

function isInterval({ tokens }: TypedText, { from, to }: Side): boolean {
  return tokens.slice(from, to).some((token) =>
    isWord(token, "INTERVAL") || token.kind === "word" && INTERVAL_MAKER.test(token.value)
  );
}

function unordered(name: string, type: string): PondError {
  return new PondError(
    "unsupported",
    `cannot run a query: ${name} over values of type ${type} is not supported`,
    { hint: "order by a number, text or time, or use ORDER BY … LIMIT 1" },
  );
}
