/**
 * Differences that stay, each with its reason: what README's list of differences tells users. A
 * difference that none of these covers fails the suite, and so does an entry that covers none any
 * more.
 */
import type { Verdict } from "./compare.ts";
import type { Question } from "./questions.ts";

/** One known difference. */
export interface Expected {
  readonly reason: string;
  /** Which queries. */
  readonly sql?: RegExp;
  /** What their verdicts say, see {@linkcode told}. */
  readonly says: RegExp;
  /** Only a long run is sure to meet it. */
  readonly rare?: true;
}

/** A verdict on one line: its kind, then what it was about. */
export function told(verdict: Verdict): string {
  switch (verdict.is) {
    case "pond-fails":
      return `pond-fails: ${verdict.code}: ${verdict.pond}`;
    case "native-fails":
      return `native-fails: ${verdict.native.split("\n")[0]}`;
    case "both-fail":
      return `both-fail: ${verdict.pond}`;
    case "rows":
    case "types":
      return `${verdict.is}: ${verdict.what}`;
    case "equal":
      return "equal";
  }
}

/** The first entry that covers a difference. */
export function findExpected(question: Question, verdict: Verdict): Expected | undefined {
  const line = told(verdict);
  return EXPECTED.find(({ sql, says }) => says.test(line) && (sql?.test(question.sql) ?? true));
}

const REFUSED: readonly Expected[] = [
  {
    reason: "missing: GROUPS frames",
    says: /^pond-fails: .*GROUPS mode for window functions is not implemented/,
  },
  {
    reason: "missing: several columns in IN (SELECT …)",
    says: /^pond-fails: .*Subquery returns 2 columns/,
  },
  {
    reason: "missing: PIVOT without listed values of no rows",
    says: /^pond-fails: .*PIVOT/,
  },
  {
    reason: "missing: functions that are younger",
    says:
      /^pond-fails: invalid-query: .*(?:with name \S+ does not exist|in the (?:json|icu) extension)/,
  },
  {
    reason: "missing overload: intervals times fractions",
    says: /^pond-fails: invalid-query: .*No function matches/,
  },
];

const ROWS: readonly Expected[] = [
  {
    reason: "a correlated x IN (SELECT …) takes NULLs for matches",
    sql: /k IN \(SELECT k FROM u WHERE u\.word = t\.word\)/,
    says: /^rows: /,
  },
  {
    reason: "structs with NULLs equal nothing",
    sql: /\{'a': NULL\} = \{'a': NULL\}/,
    says: /^rows: /,
  },
  { reason: "list_zip names no fields", sql: /list_zip/, says: /^rows: / },
  { reason: "strftime of %V, strptime of %j and %g", sql: /%G %V|%Y-%j/, says: /^rows: / },
  { reason: "offsets of times are applied", sql: /[+-]\d\d(?::\d\d)?'/, says: /^rows: / },
  { reason: "lists as text quote nothing", sql: /\[1, 2, 3\]::VARCHAR/, says: /^rows: / },
  { reason: "bar and sizes look otherwise", sql: /bar\(5/, says: /^rows: / },
  { reason: "BIT is its bytes", sql: /::BIT/, says: /^rows: / },
  {
    reason: "list_concat of NULLs is NULL, || takes NULL for empty",
    sql: /list_concat\(l[is], |\|\| \[id\]/,
    says: /^rows: /,
  },
  {
    reason: "NaN is less than all in quantile_disc of floating point",
    sql: /quantile_disc/,
    says: /^rows: /,
    rare: true,
  },
  { reason: "statistics of one value are NULL, not NaN", sql: /corr\(|kurtosis/, says: /^rows: / },
  { reason: "a UUID is no BLOB", sql: /TRY_CAST\(uu AS BLOB\)/, says: /^rows: /, rare: true },
];

const TYPES: readonly Expected[] = [
  {
    reason: "of columns with one name the second is told apart",
    says: /^types: (\w+)_\d \w+ instead of \1 /,
  },
  { reason: "UUID results are texts", says: /^types: .*(?:string|list<string>) instead of .*uuid/ },
  { reason: "UNION results are texts", sql: /union_value/, says: /^types: / },
  {
    reason: "round of integers is a DOUBLE",
    sql: /round\([iu]\d+/,
    says: /^types: /,
  },
  {
    reason: "DECIMAL(38,0) and HUGEINT travel alike",
    says: /^types: .*int128 instead of .*decimal\(38/,
  },
];

/** All of them. */
export const EXPECTED: readonly Expected[] = [
  ...REFUSED,
  ...ROWS,
  ...TYPES,
];
