import type { TimeRange } from "../../../table/mod.ts";
import { momentUs, parseInterval } from "./literals.ts";
import {
  composed,
  type Interval,
  ofAdding,
  ofBucket,
  ofDate,
  ofRounding,
  ofTruncation,
  ofYear,
  type Preimage,
  same,
} from "./monotone.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** What a filter says of a time at least. */
export interface Implied {
  readonly range: TimeRange;
  /** Upper bounds of which the text doesn't tell whether they are inside. */
  readonly ties: readonly Tie[];
}

/** The engine prints `a <= x AND x < b` as `x BETWEEN a AND b`. */
export interface Tie {
  /** True of rows at the bound itself. */
  readonly sql: string;
  /** The range where none of these counts. */
  readonly without: TimeRange;
}

const ANYTHING: TimeRange = { startUs: null, endUs: null };
const NOTHING_SAID: Implied = { range: ANYTHING, ties: [] };
const DAY = 86_400_000_000n;

/**
 * What the filter in `text`, as the engine prints it, says of the time that is called `column` in
 * it. Whatever can't be read says nothing.
 */
export function impliedTimes(text: string, column: string): Implied {
  const tokens = text.includes(column) ? tokensOf(text) : null;
  if (!tokens) return NOTHING_SAID;
  const parser = new FilterParser(text, tokens, column);
  const value = parser.whole();
  return value?.is === "condition" ? value.implied : NOTHING_SAID;
}

type Value =
  | { readonly is: "time"; readonly preimage: Preimage; readonly isDate?: boolean }
  | { readonly is: "moment"; readonly us: bigint }
  | { readonly is: "interval"; readonly interval: Interval }
  | { readonly is: "number"; readonly count: bigint }
  | { readonly is: "word"; readonly text: string }
  | { readonly is: "condition"; readonly implied: Implied }
  | { readonly is: "unknown" };

const UNKNOWN: Value = { is: "unknown" };
const MIRRORED: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** Reads an expression in which every operator has its own brackets. */
class FilterParser {
  #at = 0;

  constructor(
    readonly text: string,
    readonly tokens: readonly Token[],
    readonly column: string,
  ) {}

  /** Null where something is left over. */
  whole(): Value | null {
    const value = this.#value();
    return this.#at === this.tokens.length ? value : null;
  }

  #value(): Value {
    const token = this.tokens[this.#at++];
    if (!token) return UNKNOWN;
    if (token.is === "text") return this.#literal(token.value);
    if (token.is === "number") {
      return /^\d+$/.test(token.value) ? { is: "number", count: BigInt(token.value) } : UNKNOWN;
    }
    if (token.is === "name") {
      if (this.#isSign("(")) return this.#inBrackets(() => this.#call(token.value.toLowerCase()));
      return token.value === this.column ? { is: "time", preimage: same } : UNKNOWN;
    }
    if (token.value !== "(") return UNKNOWN;
    this.#at--;
    return this.#inBrackets(() => this.#operation());
  }

  /** What is between brackets; whatever `read` can't read is passed over. */
  #inBrackets(read: () => Value): Value {
    const close = this.#closing(this.#at++);
    const value = read();
    const isWhole = this.#at === close;
    this.#at = close + 1;
    return isWhole ? value : UNKNOWN;
  }

  /** Where the bracket at `open` is closed. */
  #closing(open: number): number {
    let depth = 0;
    for (let at = open; at < this.tokens.length; at++) {
      const { is, value } = this.tokens[at]!;
      if (is !== "sign") continue;
      if (value === "(") depth++;
      if (value === ")" && --depth === 0) return at;
    }
    return this.tokens.length;
  }

  #isSign(sign: string): boolean {
    const token = this.tokens[this.#at];
    return token?.is === "sign" && token.value === sign;
  }

  #take(word: string): boolean {
    const token = this.tokens[this.#at];
    if (token?.is === "text" || token?.value.toUpperCase() !== word) return false;
    this.#at++;
    return true;
  }

  #literal(value: string): Value {
    if (!this.#isSign("::")) return { is: "word", text: value };
    this.#at++;
    const type = this.tokens[this.#at++]?.value;
    if (type === "INTERVAL") {
      const interval = parseInterval(value);
      return interval ? { is: "interval", interval } : UNKNOWN;
    }
    const us = type === "TIMESTAMP" || type === "DATE" ? momentUs(value) : null;
    return us === null ? UNKNOWN : { is: "moment", us };
  }

  #call(name: string): Value {
    const first = this.#value();
    if (name === "cast") return this.#cast(first);
    const given = [first];
    while (this.#isSign(",")) {
      this.#at++;
      given.push(this.#value());
    }
    return called(name, given) ?? UNKNOWN;
  }

  #cast(value: Value): Value {
    if (value.is !== "time" || !this.#take("AS")) return UNKNOWN;
    const { preimage, isDate } = value;
    if (this.#take("DATE")) {
      return { is: "time", preimage: composed(ofDate, preimage), isDate: true };
    }
    if (!this.#take("TIMESTAMP")) return UNKNOWN;
    return timeOf(isDate ? preimage : composed(ofRounding, preimage));
  }

  #operation(): Value {
    const from = this.tokens[this.#at];
    const left = this.#value();
    const to = this.tokens[this.#at - 1];
    for (const word of ["AND", "OR"] as const) {
      if (this.#isNext(word)) return this.#junction(left, word);
    }
    if (this.#take("BETWEEN")) {
      const low = this.#value();
      const between = this.#take("AND");
      const bound = this.#at;
      const high = this.#value();
      if (!between || left.is !== "time") return UNKNOWN;
      const expression = this.text.slice(from!.start, to!.end);
      const constant = this.text.slice(this.tokens[bound]!.start, this.tokens[this.#at - 1]!.end);
      return betweenOf(left.preimage, { low, high, tied: `${expression} = ${constant}` });
    }
    const operator = this.tokens[this.#at++];
    if (operator?.is !== "sign") return UNKNOWN;
    return combined(left, operator.value, this.#value()) ?? UNKNOWN;
  }

  #isNext(word: string): boolean {
    const isThere = this.#take(word);
    if (isThere) this.#at--;
    return isThere;
  }

  #junction(first: Value, word: "AND" | "OR"): Value {
    const parts = [first];
    while (this.#take(word)) parts.push(this.#value());
    const said = parts.map((part) => part.is === "condition" ? part.implied : NOTHING_SAID);
    if (word === "OR") return conditionOf({ range: said.map(({ range }) => range).reduce(hull) });
    return conditionOf({
      range: said.map(({ range }) => range).reduce(intersection),
      ties: said.flatMap(({ ties }) => ties),
    });
  }
}

function timeOf(preimage: Preimage): Value {
  return { is: "time", preimage };
}

function conditionOf({ range, ties = [] }: Partial<Implied> & Pick<Implied, "range">): Value {
  return { is: "condition", implied: { range, ties } };
}

function called(name: string, given: readonly Value[]): Value | undefined {
  const [first, second, third] = given;
  if (name === "year" && first?.is === "time" && !second) {
    return timeOf(composed(ofYear, first.preimage));
  }
  if (second?.is !== "time" || given.length > 3) return undefined;
  const of = (outer: Preimage | undefined) => outer && timeOf(composed(outer, second.preimage));
  if (name === "date_trunc" || name === "datetrunc") {
    return first?.is === "word" && !third ? of(ofTruncation(first.text)) : undefined;
  }
  if (name !== "time_bucket" || first?.is !== "interval") return undefined;
  if (!third) return of(ofBucket(first.interval));
  if (third.is === "moment") return of(ofBucket(first.interval, third.us));
  if (third.is !== "interval" || third.interval.months !== 0) return undefined;
  const bucket = ofBucket(first.interval);
  const { us } = third.interval;
  const moved = bucket &&
    composed(composed(ofAdding({ months: 0, us }), bucket), ofAdding({ months: 0, us: -us }));
  return of(moved);
}

function combined(left: Value, operator: string, right: Value): Value | undefined {
  if (operator === "+" || operator === "-") return added(left, operator, right);
  if (left.is !== "time") {
    const mirrored = MIRRORED[operator] ?? operator;
    return right.is === "time" ? combined(right, mirrored, left) : undefined;
  }
  const bound = boundOf(right);
  if (bound === null) return undefined;
  const range = comparison(operator, bound);
  return range && conditionOf({ range: left.preimage(range) });
}

function added(left: Value, sign: "+" | "-", right: Value): Value | undefined {
  if (left.is !== "time") {
    return sign === "+" && right.is === "time" ? added(right, "+", left) : undefined;
  }
  const interval = right.is === "interval"
    ? right.interval
    : right.is === "number"
    ? { months: 0, us: right.count * DAY }
    : null;
  if (!interval) return undefined;
  const signed = sign === "+" ? interval : { months: -interval.months, us: -interval.us };
  return timeOf(composed(ofAdding(signed), left.preimage));
}

function boundOf(value: Value): bigint | null {
  return value.is === "moment" ? value.us : value.is === "number" ? value.count : null;
}

function comparison(operator: string, us: bigint): TimeRange | undefined {
  switch (operator) {
    case "=":
      return { startUs: us, endUs: us + 1n };
    case ">=":
      return { startUs: us, endUs: null };
    case ">":
      return { startUs: us + 1n, endUs: null };
    case "<":
      return { startUs: null, endUs: us };
    case "<=":
      return { startUs: null, endUs: us + 1n };
    default:
      return undefined;
  }
}

function betweenOf(
  preimage: Preimage,
  { low, high, tied }: { readonly low: Value; readonly high: Value; readonly tied: string },
): Value {
  const [startUs, endUs] = [boundOf(low), boundOf(high)];
  if (startUs === null || endUs === null) return UNKNOWN;
  const range = preimage({ startUs, endUs: endUs + 1n });
  const without = preimage({ startUs, endUs });
  const isTied = without.endUs !== range.endUs;
  return conditionOf({ range, ties: isTied ? [{ sql: tied, without }] : [] });
}

/** What both ranges hold. */
export function intersection(a: TimeRange, b: TimeRange): TimeRange {
  return {
    startUs: later(a.startUs, b.startUs),
    endUs: a.endUs === null || b.endUs !== null && b.endUs < a.endUs ? b.endUs : a.endUs,
  };
}

function later(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || b !== null && b > a ? b : a;
}

function hull(a: TimeRange, b: TimeRange): TimeRange {
  return {
    startUs: a.startUs === null || b.startUs === null
      ? null
      : a.startUs < b.startUs
      ? a.startUs
      : b.startUs,
    endUs: a.endUs === null || b.endUs === null ? null : a.endUs > b.endUs ? a.endUs : b.endUs,
  };
}
