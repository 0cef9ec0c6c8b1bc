import { PondError } from "../../base/mod.ts";
import { applyEdits, insideBrackets, isWord, type Wrap, wrapEdits } from "./edits.ts";
import { itemName } from "./item_name.ts";
import { argumentsOf, isBinary, sumStart, termEnd } from "./arithmetic.ts";
import type { Side } from "./pairs.ts";
import type { TypeDoor } from "./type_door.ts";
import { NUMBER_MACRO } from "./prelude.ts";
import { castTo, castUnsigned } from "./unsigned.ts";
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
const INTERVAL_MAKER = /^TO_(?:YEARS|MONTHS|DAYS|HOURS|MINUTES|SECONDS|MILLISECONDS|MICROSECONDS)$/;

/**
 * `sql` with calls and arithmetic that 0.9.1 computes otherwise than today's DuckDB for arguments of some types put into words
 * that it computes right.
 * @throws {PondError} `unsupported` where there are none
 */
export async function typeCalls(sql: string, door: TypeDoor): Promise<string> {
  const text = new TypedText(sql, door);
  const wraps: Wrap[] = [];
  for (let at = 0; at < text.tokens.length; at++) {
    const made = await mendCall(text, at) ?? await mendDate(text, at) ??
      await castUnsigned(text, at) ?? [];
    const name = made.length > 0 ? itemName(text, at) : null;
    wraps.push(...made, ...(name ? [name] : []));
  }
  return applyEdits(sql, wrapEdits(wraps));
}

async function mendCall(text: TypedText, at: number): Promise<readonly Wrap[] | null> {
  const token = text.tokens[at]!;
  if (isWord(token, "PARTITION")) return await mendPartition(text, at + 2);
  if (token.kind !== "word" || text.tokens[at + 1]?.text !== "(") return null;
  if (token.value === "TRY_CAST") await checkTryCast(text, at + 1);
  const [first, second] = argumentsOf(text, at + 1);
  if (!first) return null;
  if (token.value === "DATE_ADD") return await toTimestamp(text, first);
  if (EXTREMES.has(token.value)) {
    return second ? await mendExtreme(text, { value: first, by: second }) : null;
  }
  if (!RANKS.has(token.value) && !QUANTILES.has(token.value)) return null;
  const type = await text.typeOf(first);
  if (type === null) return null;
  if (RANKS.has(token.value)) {
    if (UNORDERED.test(type)) throw unordered(token.text, type);
    if (type === "UBIGINT") return [castTo(text, first, "HUGEINT")];
  }
  if (!QUANTILES.has(token.value) || !/^(?:FLOAT|DOUBLE)$/.test(type)) return null;
  return [{ ...text.extentOf(first), before: `${NUMBER_MACRO}(`, after: ")" }];
}

/** Of most types a NULL counts as a value there. */
async function mendExtreme(
  text: TypedText,
  { value, by }: { readonly value: Side; readonly by: Side },
): Promise<readonly Wrap[] | null> {
  const order = await text.typeOf(by);
  if (order !== null && UNORDERED.test(order)) {
    throw unordered(text.tokens[value.from - 2]!.text, order);
  }
  const type = await text.typeOf(value);
  if (type === null || SKIPS_NULLS.test(type)) return null;
  const before = `CASE WHEN (${text.textOf(value)}) IS NOT NULL THEN `;
  return [{ ...text.extentOf(by), before, after: " END" }];
}

/** Each empty list is a partition of its own there. */
async function mendPartition(text: TypedText, from: number): Promise<readonly Wrap[]> {
  const { tokens, partners } = text;
  const wraps: Wrap[] = [];
  let start = from;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at]!;
    const isEnd = token.kind === "close" || isWord(token, "ORDER", "ROWS", "RANGE", "GROUPS");
    if (isEnd || token.text === ",") {
      const side = { from: start, to: at };
      if ((await text.typeOf(side))?.endsWith("[]")) {
        const list = text.textOf(side);
        const before = `len(${list}), CASE WHEN len(${list}) > 0 THEN `;
        wraps.push({ ...text.extentOf(side), before, after: " END" });
      }
      start = at + 1;
    }
    if (isEnd) break;
    at = Math.max(at, partners.get(at) ?? at);
  }
  return wraps;
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
async function mendDate(text: TypedText, at: number): Promise<readonly Wrap[] | null> {
  const { tokens } = text;
  if (!/^[-+]$/.test(tokens[at]!.text) || !isBinary(text, at)) return null;
  const left = { from: sumStart(text, at), to: at };
  const right = { from: at + 1, to: termEnd(text, at + 1) };
  for (const [side, other] of [[left, right], [right, left]] as const) {
    if (!mayBeInterval(text, other)) continue;
    const wraps = await toTimestamp(text, side);
    if (wraps && await text.typeOf(other) === "INTERVAL") return wraps;
  }
  return null;
}

async function toTimestamp(text: TypedText, side: Side): Promise<readonly Wrap[] | null> {
  return await text.typeOf(side) === "DATE" ? [castTo(text, side, "TIMESTAMP")] : null;
}

function mayBeInterval({ tokens }: TypedText, { from, to }: Side): boolean {
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
