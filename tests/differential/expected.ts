/**
 * Differences that stay, each with its reason: what README's list of differences tells users. A difference that none of these
 * covers fails the suite, and so does an entry that covers none any more.
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
    reason: "refused: INTERSECT ALL and EXCEPT ALL",
    says: /^pond-fails: unsupported: .*INTERSECT ALL/,
  },
  { reason: "refused: unnest with recursive", says: /^pond-fails: unsupported: .*recursive/ },
  {
    reason: "refused: RANGE frames that end at an offset",
    says: /^pond-fails: unsupported: .*RANGE frame/,
  },
  { reason: "refused: slices backwards", says: /^pond-fails: unsupported: .*sliced backwards/ },
  { reason: "refused: moving medians", says: /^pond-fails: unsupported: .*median, mad/ },
  {
    reason: "refused: plain aggregates in inner LATERAL joins",
    says: /^pond-fails: unsupported: .*LATERAL/,
  },
  { reason: "refused: ASOF SEMI and ANTI", says: /^pond-fails: unsupported: .*ASOF SEMI/ },
  {
    reason: "refused: ORDER BY in aggregates under ROLLUP",
    says: /^pond-fails: unsupported: .*ROLLUP/,
  },
  {
    reason: "refused: arg_min and the like, mode and quantile_disc over lists, structs, intervals",
    says: /^pond-fails: unsupported: .*over values of type/,
  },
  {
    reason: "refused: a text column that meets a time, where no row asks for it too",
    says: /^pond-fails: invalid-query: .*, a text, is compared with/,
  },
  { reason: "refused: NaN in quantiles", says: /^pond-fails: invalid-query: .*NaN has no place/ },
  {
    reason: "refused: TRY_CAST of a text to a list or struct",
    says: /^pond-fails: unsupported: .*TRY_CAST of a text/,
  },
];

const MISSING: readonly Expected[] = [
  {
    reason: "missing function",
    says:
      /^pond-fails: invalid-query: .*(?:with name \S+ does not exist|exists in the json extension)/,
  },
  { reason: "missing overload", says: /^pond-fails: invalid-query: .*No function matches/ },
  {
    reason: "missing syntax: GROUPS, EXCLUDE, INTERVAL n WEEK",
    says: /^pond-fails: invalid-query: .*syntax error at or near "(?:GROUPS|EXCLUDE|WEEK|QUARTER)"/,
  },
  {
    reason: "missing: DISTINCT in window functions",
    says: /^pond-fails: .*DISTINCT is not implemented for window/,
  },
  {
    reason: "missing: several columns in IN (SELECT …)",
    says: /^pond-fails: .*Subquery returns 2 columns/,
  },
  {
    reason: "missing: PIVOT without listed values, or over booleans",
    says: /^pond-fails: .*PIVOT/,
  },
  {
    reason: "missing: format specifiers of strftime",
    says: /^pond-fails: .*Unrecognized format for strftime/,
  },
  { reason: "missing: index in lambdas", says: /^pond-fails: .*parameters in lambda/ },
  {
    reason: "missing: 24:00, and intervals with fractions",
    says: /^pond-fails: .*(?:24:00:00|extract specifier "")/,
  },
  { reason: "missing: date_trunc of an INTERVAL", says: /^pond-fails: .*INTERVAL -> TIMESTAMP/ },
  {
    reason: "unnest and the list itself have one name",
    says: /^pond-fails: .*Ambiguous reference to column name "li"/,
  },
  {
    reason: "arithmetic in typeof runs, and overflows",
    says: /^pond-fails: .*Overflow in addition of INT8/,
  },
  {
    reason: "a failed cast from NaN fails TRY_CAST too",
    sql: /TRY_CAST/,
    says: /^pond-fails: .*with value nan can't be cast/,
  },
  {
    reason: "literals are read even where no row asks for them",
    says: /^pond-fails: .*(?:(?:date|timestamp) field value|Could not convert string)/,
  },
  {
    reason: "functions are computed for rows that a filter leaves out",
    sql: /epoch_ns/,
    says: /^pond-fails: .*Could not convert/,
    rare: true,
  },
];

const LENIENT: readonly Expected[] = [
  {
    reason: "texts of a subquery are converted",
    says: /^native-fails: Binder Error: Cannot compare values of type \w+ and VARCHAR in IN/,
  },
  { reason: "lists take elements by ||", says: /^native-fails: Binder Error: Cannot concatenate/ },
  {
    reason: "lists and elements are converted",
    says: /^native-fails: Binder Error: Cannot deduce/,
  },
  { reason: "map[key] is a list", says: /^native-fails: .*array_extract/ },
  {
    reason: "small integers widen with literals",
    says: /^native-fails: .*Overflow in addition of INT8/,
  },
];

const VALUES: readonly Expected[] = [
  { reason: "lists as text quote nothing", sql: /\[1, 2, 3\]::VARCHAR/, says: /^rows: / },
  {
    reason: "map[key] is a list of none or one",
    sql: /MAP \{|mp\[|map_extract\(/,
    says: /^(?:rows|types): /,
  },
  { reason: "milliseconds of strptime are a number", sql: /%S\.%g/, says: /^rows: / },
  {
    reason: "an INTERVAL of -1 has days",
    sql: /INTERVAL -?1 DAY'?\)::VARCHAR|'-1 day'/,
    says: /^rows: /,
  },
  { reason: "division by zero is NULL", sql: /\/ 0|% 0/, says: /^rows: / },
  { reason: "typeof(NULL)", sql: /typeof\(NULL\)/, says: /^rows: / },
  {
    reason: "fewer spellings of numbers and truth",
    sql: /'1_000'|'yes'|TRY_CAST\(s AS INTERVAL\)|TRY_CAST\(uu AS BLOB\)/,
    says: /^rows: /,
  },
  { reason: "bar and sizes look otherwise", sql: /bar\(5/, says: /^rows: / },
  { reason: "BIT is its bytes", sql: /::BIT/, says: /^rows: / },
  {
    reason: "% of DECIMALs is a DOUBLE",
    sql: /(?:dec\d+|DECIMAL\(10,2\)|7\.5) % /,
    says: /^(?:rows|types): /,
  },
  {
    reason: "greatest and least of mixed types are DOUBLE or BIGINT",
    sql: /greatest\(/,
    says: /^(?:rows|types): /,
  },
  {
    reason: "a literal time turns into text with coalesce",
    sql: /coalesce\(tsn, '/,
    says: /^(?:rows|types): /,
  },
  { reason: "offsets of times are applied", sql: /\+02:00'/, says: /^rows: / },
  {
    reason: "round of integers is a DOUBLE; of small ones today's overflows",
    sql: /round\([iu]\d+|round\(whole/,
    says: /^(?:rows|types): /,
  },
  { reason: "UBIGINT with signed integers is a DOUBLE", sql: /u64/, says: /^(?:rows|types): / },
  {
    reason: "list_concat of NULLs is NULL, || takes NULL for empty",
    sql: /list_concat\(l[is], |\|\| \[id\]/,
    says: /^rows: /,
  },
  {
    reason: "quantile_disc and mode take other types for texts, and NaN for less",
    sql: /quantile_disc|mode\(/,
    says: /^(?:rows|types): /,
  },
  {
    reason: "quantile_cont cuts off DECIMALs and takes NaN for less",
    sql: /median\(|quantile_cont\(/,
    says: /^rows: /,
  },
  { reason: "statistics of one value are NULL, not NaN", sql: /corr\(|kurtosis/, says: /^rows: / },
  {
    reason: "wide DECIMALs to floating point differ in the last digit",
    sql: /TRY_CAST\(dec\d+ AS (?:FLOAT|DOUBLE)\)/,
    says: /^rows: /,
  },
  {
    reason: "either zero may be the key of a histogram",
    sql: /histogram\(d2/,
    says: /^rows: /,
    rare: true,
  },
];

const NATIVE: readonly Expected[] = [
  {
    reason:
      "today's DuckDB takes a date_trunc that can't equal a literal for known where it is NULL",
    sql: /' (?:=|<>) date_trunc|date_trunc\(.*\) (?:=|<>)/,
    says: /^rows: .*null.* instead of .*"(?:true|false)"/,
    rare: true,
  },
];

const TYPES: readonly Expected[] = [
  { reason: "UUID results are texts", says: /^types: .*(?:string|list<string>) instead of .*uuid/ },
  { reason: "UNION results are texts", sql: /union_value/, says: /^types: / },
  {
    reason: "integer literals are INTEGER",
    says: /^types: .*(?:int(?:32|64|128)|double)\b.* instead of .*u?int\d+|^types: .*map</,
  },
  {
    reason: "DECIMAL(38,0) and HUGEINT travel alike",
    says: /^types: .*int128 instead of .*decimal\(38/,
  },
  { reason: "text || NULL is a text", sql: /\|\| NULL|NULL \|\|/, says: /^types: / },
  { reason: "NULL in list_contains", sql: /list_contains\(\[1, NULL\], NULL\)/, says: /^types: / },
  { reason: "names of columns", says: /^types: (?:Red_m |max\(t\.ts\)|.*CASE |.*AS TIMESTAMP)/ },
];

/** All of them. */
export const EXPECTED: readonly Expected[] = [
  ...REFUSED,
  ...MISSING,
  ...LENIENT,
  ...VALUES,
  ...NATIVE,
  ...TYPES,
];
