import { argumentsOf, factorEnd, isBinary } from "./arithmetic.ts";
import { isWord, type Wrap } from "./edits.ts";
import { operandStart } from "./operand.ts";
import type { Side } from "./pairs.ts";
import type { TypedText } from "./typed_text.ts";

/** Operators that 0.9.1 computes with DOUBLEs where a UBIGINT meets a signed integer; `/` does so today. */
const OPERATOR = /^[-+*%/]$/;

/** UBIGINTs as HUGEINTs, before they become DOUBLEs: in the sum, or beside the operator, that is token `at`. */
export async function castUnsigned(
  text: TypedText,
  at: number,
): Promise<readonly Wrap[] | null> {
  const sides = isWord(text.tokens[at], "SUM") && text.tokens[at + 1]?.text === "("
    ? argumentsOf(text, at + 1)
    : operandsOf(text, at);
  if (sides.length === 0 || !await hasUnsigned(text)) return null;
  const wraps: Wrap[] = [];
  for (const side of sides) {
    if (await text.typeOf(side) === "UBIGINT") wraps.push(castTo(text, side, "HUGEINT"));
  }
  return wraps;
}

/** A cast around an expression. */
export function castTo(text: TypedText, side: Side, type: string): Wrap {
  return { ...text.extentOf(side), before: "CAST((", after: `) AS ${type})` };
}

/** Whether any UBIGINT can be in the query. */
async function hasUnsigned({ sql, door }: TypedText): Promise<boolean> {
  if (/\bubigint\b|\bhash\s*\(/i.test(sql)) return true;
  const inputs = await door.inputs();
  return [...inputs.values()].flat().some(({ type }) => type.includes("UBIGINT"));
}

/** What the operator at `at` works on, where that is a name or a call. */
function operandsOf(text: TypedText, at: number): readonly Side[] {
  const { tokens } = text;
  if (!OPERATOR.test(tokens[at]!.text)) return [];
  const isWhole = tokens[at]!.text === "/" && tokens[at + 1]?.text === "/";
  if (tokens[at]!.text === "/" && !isWhole || !isBinary(text, at)) return [];
  const sides: Side[] = [];
  const from = operandStart(text, at);
  // What stands between two operators is the right side of the first.
  if (!OPERATOR.test(tokens[from - 1]?.text ?? "") || tokens[from - 1]!.text === "/") {
    sides.push({ from, to: at });
  }
  const first = isWhole ? at + 2 : at + 1;
  const to = factorEnd(text, first);
  if (to > first) sides.push({ from: first, to });
  return sides.filter((side) => text.has(side) && tokens[side.from]!.kind !== "number");
}
