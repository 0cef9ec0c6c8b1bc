import { endOf } from "../syntax/mod.ts";
import { argumentsIn, isCall } from "./scopes.ts";
import type { Rule, Site } from "./rule.ts";

/**
 * A DATE and an interval are a TIMESTAMP, as a TIMESTAMP and an interval are; two intervals are an
 * interval.
 */
const NO_TIME = " + INTERVAL 0 SECOND)";

export const DATE_TRUNC: Rule = {
  name: "`date_trunc` gives a `TIMESTAMP`, also to days and more, where 1.1 gives a `DATE`",
  since: "1.5.0",
  applies: ({ statement, at }) =>
    isCall(statement, at, "DATE_TRUNC", "DATETRUNC") &&
    argumentsIn(statement, at + 1).length === 2,
  apply({ statement: { tokens, partners }, at }) {
    const end = endOf(tokens[partners.get(at + 1)!]!);
    return [{ start: tokens[at]!.start, end, before: "(", after: NO_TIME }];
  },
};

/** Spellings of what is less than a day and more than the engine's unit. */
const PARTS_OF_DAYS =
  /^(?:h|hr|hrs|hours?|m|mins?|minutes?|s|secs?|seconds?|ms|msecs?|milliseconds?)$/i;

export const DATE_DIFF: Rule = {
  name: "`date_diff` of hours and less is right before 1970",
  since: "1.2.0",
  applies: ({ statement, at }) => isCall(statement, at, "DATE_DIFF", "DATEDIFF"),
  async apply({ statement, at, typeOf }) {
    const { tokens } = statement;
    const [part, ...times] = argumentsIn(statement, at + 1);
    const unit = part && part.to - part.from === 1 ? tokens[part.from]! : null;
    if (unit?.kind !== "string" || !PARTS_OF_DAYS.test(unit.value) || times.length !== 2) return [];
    const extents = times.map(({ from, to }) => ({
      start: tokens[from]!.start,
      end: endOf(tokens[to - 1]!),
    }));
    // Times of day are none before 1970, and can't be cut off.
    if (await typeOf(extents[0]!) === "TIME") return [];
    return extents.map((extent) => ({
      ...extent,
      before: `date_trunc(${unit.text}, `,
      after: ")",
    }));
  },
};

/** How many digits the fractions of strptime have. */
const FRACTIONS: Readonly<Record<string, number>> = { g: 3, f: 6, n: 9 };
/** A format with a fraction that nothing but a zone or text without digits follows. */
const FRACTION_AT_END = /[.,]%([gfn])(?:%[zZ]|[^%\d])*$/;

export const STRPTIME: Rule = {
  name: "the digits of `%f`, `%g` and `%n` in `strptime` are those behind a point, however many",
  since: "1.2.0",
  applies: ({ statement, at }) =>
    isCall(statement, at, "STRPTIME", "TRY_STRPTIME") && formatOf({ statement, at }) !== null,
  apply({ statement, at }) {
    const { tokens } = statement;
    const digits = FRACTIONS[FRACTION_AT_END.exec(formatOf({ statement, at })!)![1]!]!;
    const { from, to } = argumentsIn(statement, at + 1)[0]!;
    const end = String.raw`((?:[+-]\d[\d:]*)?\D*)$`;
    const filled = String.raw`'^(.*[.,]\d+)${end}', '\1${"0".repeat(digits)}\2')`;
    const cut = String.raw`'^(.*[.,]\d{${digits}})\d*${end}', '\1\2')`;
    return [{
      start: tokens[from]!.start,
      end: endOf(tokens[to - 1]!),
      before: "regexp_replace(regexp_replace(",
      after: `, ${filled}, ${cut}`,
    }];
  },
};

function formatOf({ statement, at }: Pick<Site, "statement" | "at">): string | null {
  const format = argumentsIn(statement, at + 1)[1];
  if (!format || format.to - format.from !== 1) return null;
  const { kind, value } = statement.tokens[format.from]!;
  return kind === "string" && FRACTION_AT_END.test(value) ? value : null;
}
