/**
 * What a session says before anything else, so that DuckDB 0.9.1 answers as today's does. `tests/differential/` holds it to that.
 *
 * A macro stands before the built-in function of its name, operators included. The expression rewriter folds what
 * depends on constants alone, so a macro that chooses by a literal costs nothing when it runs.
 */

/**
 * Optimizer rules that give wrong rows. `filter_pullup` lifts filters above an inner ASOF JOIN. `deliminator` takes the
 * NULLs of a correlated `x IN (SELECT …)` for matches. `compressed_materialization` packs the keys of sorts and groups by
 * bounds that a filter further up promises, and unpacks other numbers than it packed.
 */
export const DISABLED_RULES = "filter_pullup,deliminator,compressed_materialization";

/**
 * A comment in a statement whose ASOF JOINs have to be computed the older way, by way of intervals, which takes longer; see
 * `asof.ts`.
 */
export const ASOF_BY_INTERVALS = "/* pond: asof by intervals */";

/** Built-in functions that are macros themselves, whose names no other can have, and what is called in their place. */
export const STAND_INS: ReadonlyMap<string, string> = new Map([
  ["LIST_REVERSE", "pond_list_reverse"],
  ["ARRAY_REVERSE", "pond_list_reverse"],
  ["SPLIT_PART", "pond_split_part"],
]);

/** A macro that is its argument, or fails if that is NaN, which 0.9.1 sorts anywhere. */
export const NUMBER_MACRO = "pond_number";
const NAN = "NaN has no place among the numbers of a quantile: leave it out, WHERE NOT isnan(…)";

/** Strings that no pattern holds: characters for private use. */
const [ESCAPED, PERCENT, UNDERSCORE] = ["\ue000", "\ue001", "\ue002"];

/** A regular expression that matches as the LIKE pattern `pattern`, an SQL expression. */
function likeRegex(pattern: string): string {
  const literal = `regexp_replace(${pattern}, '([\\\\^$.|?*+()\\[\\]{}])', '\\\\\\1', 'g')`;
  return `replace(replace(${literal}, '%', '.*'), '_', '.')`;
}

/** As {@linkcode likeRegex}, where `escape` before a character takes its meaning. */
function escapedLikeRegex(pattern: string, escape: string): string {
  const hidden = [["", ESCAPED], ["%", PERCENT], ["_", UNDERSCORE]].reduce(
    (text, [character, mark]) =>
      `replace(${text}, concat(${escape}, ${
        character === "" ? escape : `'${character}'`
      }), '${mark}')`,
    pattern,
  );
  const shown = `replace(replace(${likeRegex(hidden)}, '${PERCENT}', '%'), '${UNDERSCORE}', '_')`;
  const plain = `regexp_replace(${escape}, '([\\\\^$.|?*+()\\[\\]{}])', '\\\\\\1')`;
  return `replace(${shown}, '${ESCAPED}', ${plain})`;
}

/** `_` is one byte in 0.9.1, not one character. Patterns without it keep their faster road. */
function likeMacros(): string[] {
  const operators: readonly (readonly [string, string, boolean])[] = [
    ["~~", "s", false],
    ["!~~", "s", true],
    ["~~*", "si", false],
    ["!~~*", "si", true],
  ];
  const escapes: readonly (readonly [string, string, boolean])[] = [
    ["like_escape", "s", false],
    ["not_like_escape", "s", true],
    ["ilike_escape", "si", false],
    ["not_ilike_escape", "si", true],
  ];
  const match = (regex: string, flags: string, negated: boolean) =>
    `${negated ? "NOT " : ""}regexp_full_match(x, ${regex}, '${flags}')`;
  return [
    ...operators.map(([name, flags, negated]) =>
      `CREATE OR REPLACE MACRO "${name}"(x, p) AS CASE WHEN contains(p, '_')
       THEN ${match(likeRegex("p"), flags, negated)} ELSE system.main."${name}"(x, p) END`
    ),
    ...escapes.map(([name, flags, negated]) =>
      `CREATE OR REPLACE MACRO "${name}"(x, p, e) AS CASE WHEN contains(p, '_') AND e <> ''
       THEN ${match(escapedLikeRegex("p", "e"), flags, negated)}
       ELSE system.main."${name}"(x, p, e) END`
    ),
  ];
}

function macros(names: readonly string[], body: (name: string) => string): string[] {
  return names.map((name) => `CREATE OR REPLACE MACRO ${name}${body(name)}`);
}

/** Statements for a new session, in order. */
export const SETTINGS: readonly string[] = [
  `SET disabled_optimizers = '${DISABLED_RULES}'`,
  "SET autoinstall_known_extensions = false",
  "SET autoload_known_extensions = false",
];

/** What a session defines before the first statement that could call it; see `macro_shelf.ts`. */
export const MACROS: readonly string[] = [
  // Of a DECIMAL 0 it is 1.
  ...macros(
    ["ceil", "ceiling"],
    () => "(x) AS CASE WHEN x = 0 THEN floor(x) ELSE system.main.ceil(x) END",
  ),
  // For whole days and more it is a DATE, and in either case one that never is NULL to the sort that follows.
  ...macros(
    ["date_trunc", "datetrunc"],
    () =>
      "(part, x) AS CASE WHEN x IS NOT NULL THEN CAST(system.main.date_trunc(part, CAST(x AS TIMESTAMP)) AS TIMESTAMP) END",
  ),
  // The built-in one turns its argument around as well, wherever else that is read. Given as an element, a
  // lambda in the argument is out of this one's sight.
  ...macros(
    ["pond_list_reverse"],
    () =>
      "(l) AS list_extract([list_transform(generate_series(len(x), 1, -1), i -> x[i]) FOR x IN [l]], 1)",
  ),
  // What isn't in the list is at 0.
  ...macros(
    ["list_position", "list_indexof", "array_position", "array_indexof"],
    (name) => `(l, x) AS nullif(system.main.${name}(l, x), 0)`,
  ),
  // NULLs count as empty.
  ...macros(
    ["pond_split_part"],
    () =>
      "(t, d, i) AS CASE WHEN t IS NOT NULL AND d IS NOT NULL AND i IS NOT NULL THEN split_part(t, d, i) END",
  ),
  ...macros(
    [NUMBER_MACRO],
    () => `(x) AS CASE WHEN isnan(CAST(x AS DOUBLE)) THEN error('${NAN}') ELSE x END`,
  ),
  ...likeMacros(),
];
