import { quoteName } from "../../base/mod.ts";
import { type Token, tokenize } from "../syntax/mod.ts";
import { converterName } from "./converter_name.ts";

/** A piece of a text, and what stands there instead. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Functions that take a path last. */
const WITH_PATHS: ReadonlySet<string> = new Set([
  ...["JSON_EXTRACT", "JSON_EXTRACT_PATH", "JSON_EXTRACT_STRING", "JSON_EXTRACT_PATH_TEXT"],
  ...["JSON_TYPE", "JSON_ARRAY_LENGTH", "JSON_KEYS", "JSON_EXISTS", "JSON_VALUE"],
]);
/** Functions whose answer, a list of rows, a query reads as a table. */
const ROWS: ReadonlySet<string> = new Set(["JSON_EACH", "JSON_TREE"]);

/** Functions whose last argument says the type of the answer, and whether what doesn't fit is an error. */
const CONVERTERS: ReadonlyMap<string, boolean> = new Map([
  ["FROM_JSON", false],
  ["JSON_TRANSFORM", false],
  ["FROM_JSON_STRICT", true],
  ["JSON_TRANSFORM_STRICT", true],
]);

/**
 * `sql` in words for which functions can be defined. The type of an answer hangs on types of arguments only, so a path with
 * wildcards, whose answer is a list, becomes a list of one path, and a function whose last argument says the type of the
 * answer one for that type alone; table functions of JSON, which read columns of the tables before them, become lists that are
 * unnested; the one setting that is asked for is a value; and what is described is a query.
 */
export function rewriteCalls(sql: string): string {
  if (!/json|->|current_setting|describe/i.test(sql)) return sql;
  const tokens = tokenize(sql);
  const edits = tokens.flatMap((_, at) =>
    wildPath(tokens, at) ?? conversion({ sql, tokens }, at) ?? rowsOf(tokens, at) ??
      timeZoneSetting({ sql, tokens }, at) ?? describedName(tokens, at) ?? []
  ).sort((a, b) => a.start - b.start);
  let text = "";
  let end = 0;
  for (const edit of edits) {
    text += sql.slice(end, edit.start) + edit.text;
    end = edit.end;
  }
  return text + sql.slice(end);
}

/** `-> '$.a[*]'` and `json_extract(…, '$.a[*]')`: the path in brackets. */
function wildPath(tokens: readonly Token[], at: number): Edit[] | null {
  const token = tokens[at]!;
  if (token.kind !== "string" || !isWild(token.value)) return null;
  if (!isAfterArrow(tokens, at) && !isLastArgument(tokens, at)) return null;
  return [{ start: token.start, end: endOf(token), text: `[${token.text}]` }];
}

function isWild(path: string): boolean {
  return path === "*" || (path.startsWith("$") && /\*|\.\./.test(path));
}

function isAfterArrow(tokens: readonly Token[], at: number): boolean {
  const [first, second] = [tokens[at - 2], tokens[at - 1]];
  return second?.text === ">" && (first?.text === "-" || first?.text === ">");
}

function isLastArgument(tokens: readonly Token[], at: number): boolean {
  const call = callAround(tokens, at);
  return call !== null && WITH_PATHS.has(tokens[call]!.value);
}

/** The name of the call whose last argument, and not its only one, token `at` is. */
function callAround(tokens: readonly Token[], at: number): number | null {
  if (tokens[at - 1]?.text !== "," || tokens[at + 1]?.text !== ")") return null;
  let depth = 0;
  for (let i = at - 1; i > 0; i--) {
    const { kind, text } = tokens[i]!;
    if (kind === "close") depth++;
    else if (kind === "open" && depth-- === 0) {
      return text === "(" && tokens[i - 1]!.kind === "word" ? i - 1 : null;
    }
  }
  return null;
}

interface Text {
  readonly sql: string;
  readonly tokens: readonly Token[];
}

/** `from_json(x, '["INTEGER"]')`. */
function conversion(text: Text, at: number): Edit[] | null {
  const { tokens } = text;
  const structure = tokens[at]!;
  if (structure.kind !== "string") return null;
  const call = callAround(tokens, at);
  const isStrict = call === null ? undefined : CONVERTERS.get(tokens[call]!.value);
  if (call === null || isStrict === undefined) return null;
  const name = tokens[call]!;
  const end = endOf(structure);
  return [
    { start: name.start, end: endOf(name), text: converterName(structure.value, isStrict) },
    { start: tokens[at - 1]!.start, end, text: "" },
    ...itemName(text, call, at + 1),
  ];
}

/** Words before what is no item of a SELECT list. */
const NO_ITEMS: ReadonlySet<string> = new Set([
  "FROM",
  "BY",
  "VALUES",
  "ON",
  "IN",
  "WHERE",
  "HAVING",
]);

/** ` AS "…"` behind tokens `first` to `last` where they are a whole item of a SELECT list, whose name would change. */
function itemName({ sql, tokens }: Text, first: number, last: number): Edit[] {
  const next = tokens[last + 1];
  const isItem = next === undefined || next.text === "," || next.text === ")" ||
    next.value === "FROM";
  if (!isItem || !(tokens[first - 1]?.text === "," || isSelect(tokens[first - 1]))) return [];
  let depth = 0;
  for (let i = first - 1; i >= 0; i--) {
    const token = tokens[i]!;
    if (token.kind === "close") depth++;
    else if (token.kind === "open" && depth-- === 0) return [];
    else if (depth > 0) continue;
    else if (token.kind === "word" && NO_ITEMS.has(token.value)) return [];
    else if (isSelect(token)) {
      const end = endOf(tokens[last]!);
      const name = quoteName(sql.slice(tokens[first]!.start, end));
      return [{ start: end, end, text: ` AS ${name}` }];
    }
  }
  return [];
}

function isSelect(token: Token | undefined): boolean {
  return token?.kind === "word" && /^(?:SELECT|DISTINCT|ALL)$/.test(token.value);
}

/** `FROM json_each(…) [AS] e`: a subquery over a list of rows. */
function rowsOf(tokens: readonly Token[], at: number): Edit[] | null {
  const token = tokens[at]!;
  if (token.kind !== "word" || !ROWS.has(token.value) || tokens[at + 1]?.text !== "(") return null;
  const before = tokens[at - 1];
  if (!before || !(before.text === "," || /^(?:FROM|JOIN|LATERAL)$/.test(before.value))) {
    return null;
  }
  const close = closeOf(tokens, at + 1);
  if (close === null) return null;
  const end = endOf(tokens[close]!);
  const next = tokens[close + 1];
  const isNamed = next !== undefined &&
    (next.kind === "quoted" || (next.kind === "word" && !ENDS_TABLE.has(next.value)));
  const lateral = before.value === "LATERAL" ? "" : "LATERAL ";
  const name = isNamed ? "" : ` AS ${token.text}`;
  return [
    {
      start: token.start,
      end: endOf(token),
      text: `${lateral}(SELECT unnest(row) FROM (SELECT unnest(${token.text}`,
    },
    { start: end, end, text: `) AS row))${name}` },
  ];
}

/** Words that follow a table without a name of its own. */
const ENDS_TABLE: ReadonlySet<string> = new Set([
  ...["WHERE", "GROUP", "ORDER", "LIMIT", "OFFSET", "HAVING", "WINDOW", "QUALIFY", "UNION"],
  ...["INTERSECT", "EXCEPT", "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "OUTER", "CROSS", "ASOF"],
  ...["NATURAL", "POSITIONAL", "SEMI", "ANTI", "ON", "USING", "SELECT", "TABLESAMPLE", "SAMPLE"],
]);

function timeZoneSetting(text: Text, at: number): Edit[] | null {
  const { tokens } = text;
  const [name, open, setting, close] = tokens.slice(at, at + 4);
  if (name?.value !== "CURRENT_SETTING" || open?.text !== "(" || close?.text !== ")") return null;
  if (setting?.kind !== "string" || setting.value.toLowerCase() !== "timezone") return null;
  return [
    { start: name.start, end: endOf(close), text: "'UTC'" },
    ...itemName(text, at, at + 3),
  ];
}

/** `DESCRIBE "/x"`: the engine looks for a table of that name in its catalog, but not for one of WITH. */
function describedName(tokens: readonly Token[], at: number): Edit[] | null {
  const [before, token, name] = [tokens[at - 1], tokens[at]!, tokens[at + 1]];
  if (token.kind !== "word" || token.value !== "DESCRIBE") return null;
  if (before && before.text !== "(") return null;
  const isName = name?.kind === "quoted" || name?.kind === "string" ||
    (name?.kind === "word" &&
      !/^(?:SELECT|WITH|FROM|VALUES|TABLE|PIVOT|UNPIVOT)$/.test(name.value));
  if (!isName) return null;
  const end = endOf(token);
  return [{ start: end, end, text: " SELECT * FROM" }];
}

function closeOf(tokens: readonly Token[], open: number): number | null {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (tokens[i]!.kind === "open") depth++;
    if (tokens[i]!.kind === "close" && --depth === 0) return i;
  }
  return null;
}

function endOf({ start, text }: Token): number {
  return start + text.length;
}
