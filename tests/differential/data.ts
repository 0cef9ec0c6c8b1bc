/** The tables that both engines read, as SQL for the native one, which writes them as Parquet. */

const STRINGS = [
  ...["", "a", "A", "b", "Äpfel", "äpfel", "ß", "straße", "STRASSE", "İstanbul", "ijs", "日本語"],
  ...["👍🏽", "e\u0301", "\u00e9", "hello world", "Hello World", "  pad  ", "O'Brien", "100%", "a_b"],
  ...["a\\b", "line\nbreak", "tab\t", "null", "Zebra", "zebra", "1", "01", "1e3", " 42 ", "-7.50"],
  ...[
    "foo,bar,baz",
    "x=1;y=2",
    "https://example.org/a/b.html?q=1",
    "2024-02-29",
    "true",
    "Ω",
    "10",
  ],
];
const DOUBLES = [
  ...["0", "-0.0", "1.5", "-1.5", "2.5", "0.1", "'NaN'", "'inf'", "'-inf'", "1e300", "-1e-300"],
  ...["123456789.125", "0.5", "-0.5", "1e15", "3.0000000000000004", "100", "-7.25"],
];

/** One column of `t` a line: SQL over `i`, the row's number. NULLs fall on other rows in each. */
const COLUMNS: Readonly<Record<string, string>> = {
  id: "i::INTEGER",
  k: nullAt(9, "(i * 7) % 5", "INTEGER"),
  ts: "TIMESTAMP '2024-01-30 20:00:00' + to_minutes(i * 37) + to_microseconds(i * 1001)",
  bo: nullAt(7, "i % 3 = 0", "BOOLEAN"),
  i8: nullAt(11, "(i * 37) % 256 - 128", "TINYINT"),
  i16: nullAt(10, "(i * 3571) % 65536 - 32768", "SMALLINT"),
  i32: nullAt(8, "(i * 20011) % 4001 - 2000", "INTEGER"),
  i64: nullAt(
    12,
    "CASE WHEN i = 3 THEN 9223372036854775807 WHEN i = 5 THEN -9223372036854775807 ELSE i * 1000000007 END",
    "BIGINT",
  ),
  u8: nullAt(13, "(i * 41) % 256", "UTINYINT"),
  u16: nullAt(9, "(i * 4441) % 65536", "USMALLINT"),
  u32: nullAt(10, "(i * 54000001) % 4294967296", "UINTEGER"),
  u64: nullAt(11, "CASE WHEN i = 4 THEN 18446744073709551615 ELSE i * 100000000003 END", "UBIGINT"),
  f: nullAt(
    12,
    picked(DOUBLES.map((text) => text.includes("e300") || text.includes("e-300") ? "7.75" : text)),
    "FLOAT",
  ),
  d: nullAt(10, picked(DOUBLES), "DOUBLE"),
  d2: nullAt(8, "(i * 17 % 41 - 20) / 4.0", "DOUBLE"),
  dec9: nullAt(9, "((i * 977) % 2001 - 1000) / 100.0", "DECIMAL(9,2)"),
  dec18: nullAt(11, "(i * 123456789 % 1000000007 - 500000000) / 10000.0", "DECIMAL(18,4)"),
  dec38: nullAt(
    10,
    "(i - 40)::DECIMAL(38,10) * 12345678901234567.0123456789::DECIMAL(28,10)",
    "DECIMAL(38,10)",
  ),
  whole: nullAt(7, "(i - 30)::HUGEINT * 1000000000000000000", "DECIMAL(38,0)"),
  s: nullAt(10, `${list(STRINGS.map(text))}[1 + (i * 5) % ${STRINGS.length}]`, "VARCHAR"),
  word: "['red','green','blue','Red','GREEN'][1 + (i * 3) % 5]",
  en: nullAt(9, "['low','mid','high'][1 + i % 3]", "VARCHAR"),
  b: nullAt(
    8,
    "CASE WHEN i % 5 = 0 THEN ''::BLOB WHEN i % 5 = 1 THEN '\\x00\\xFF'::BLOB ELSE ('v' || i % 7)::BLOB END",
    "BLOB",
  ),
  dt: nullAt(
    9,
    "CASE i WHEN 1 THEN DATE '1969-12-31' WHEN 2 THEN DATE '0001-01-01' WHEN 3 THEN DATE '9999-12-31' ELSE DATE '2023-12-25' + (i * 3)::INTEGER END",
    "DATE",
  ),
  tm: nullAt(11, "TIME '00:00:00' + to_microseconds(i * 1234567891)", "TIME"),
  tsn: nullAt(
    8,
    "CASE i WHEN 1 THEN TIMESTAMP '1969-12-31 23:59:59.999999' WHEN 2 THEN TIMESTAMP '1582-10-15 00:00:00' ELSE TIMESTAMP '2023-12-31 22:15:30.123456' + to_hours(i * 31) END",
    "TIMESTAMP",
  ),
  tz: nullAt(9, "TIMESTAMPTZ '2024-03-31 00:30:00+00' + to_hours(i)", "TIMESTAMPTZ"),
  iv: nullAt(
    8,
    "to_months((i % 4)::INTEGER) + to_days((i % 3)::INTEGER) + to_seconds(i * 90)",
    "INTERVAL",
  ),
  uu: nullAt(
    10,
    "format('{:08x}-0000-4000-8000-{:012x}', (i * 2654435761) % 4294967296, i)",
    "UUID",
  ),
  li: nullAt(
    8,
    "CASE WHEN i % 6 = 0 THEN []::INTEGER[] WHEN i % 6 = 1 THEN [NULL]::INTEGER[] ELSE [i % 4, NULL, i % 7, 2, i % 4] END",
    "INTEGER[]",
  ),
  ls: nullAt(
    9,
    "CASE WHEN i % 5 = 0 THEN []::VARCHAR[] ELSE ['x' || i % 3, NULL, 'Y', 'a'] END",
    "VARCHAR[]",
  ),
  st: nullAt(
    7,
    "{'a': CASE WHEN i % 4 = 0 THEN NULL ELSE i % 5 END, 'b': 's' || i % 3}",
    "STRUCT(a INTEGER, b VARCHAR)",
  ),
  lst: nullAt(
    10,
    "[{'n': i % 3, 'v': i / 2.0}, {'n': NULL, 'v': -1}]",
    "STRUCT(n INTEGER, v DOUBLE)[]",
  ),
  mp: nullAt(9, "MAP(['p', 'q', 'r'], [i % 3, NULL, i])", "MAP(VARCHAR, INTEGER)"),
};

/** Every column of `t`, in order. */
export const T_COLUMNS: readonly string[] = Object.keys(COLUMNS);
/** How many rows it has. */
export const T_ROWS = 80;

/** A SELECT that makes rows `from` to `to` of `t`, without `missing`. */
export function tSql(from: number, to: number, missing: readonly string[] = []): string {
  const columns = Object.entries(COLUMNS)
    .filter(([name]) => !missing.includes(name))
    .map(([name, sql]) => `${sql} AS ${name}`);
  return `SELECT ${columns.join(", ")} FROM range(${from}, ${to}) r(i)`;
}

/** `t` with the type that Parquet lacks: HUGEINT. */
export const TYPED = "SELECT * REPLACE (whole::HUGEINT AS whole) FROM x";

/** The smaller tables, the same everywhere. */
export const OTHERS: Readonly<Record<string, string>> = {
  // Joined to t: keys that repeat, that are NULL, and that t lacks.
  u: `SELECT i::INTEGER AS uid, ${nullAt(6, "(i * 3) % 8", "INTEGER")} AS k,
      TIMESTAMP '2024-01-30 12:00:00' + to_hours(i * 3) AS ts, ${
    picked(["'red'", "'green'", "'pink'", "'Ω'"])
  } AS word,
      ${nullAt(5, "i * 1.5 - 10", "DOUBLE")} AS v FROM range(25) r(i)`,
  // Several of the engine's vectors long, with runs and gaps.
  m: `SELECT TIMESTAMP '2024-01-01' + to_seconds(i * 97) AS ts, 's' || i % 7 AS sensor,
      ${nullAt(17, "(i * 7919) % 1009 / 8.0", "DOUBLE")} AS v, (i // 50 % 4)::INTEGER AS run
      FROM range(6000) r(i)`,
  // No row.
  z: `${tSql(0, 1)} WHERE i < 0`,
  // One row.
  one: `SELECT 1 AS id, 7::BIGINT AS n, 'only' AS name, NULL::INTEGER AS nothing`,
};

function nullAt(every: number, sql: string, type: string): string {
  return `(CASE WHEN i % ${every} = ${every - 1} THEN NULL ELSE ${sql} END)::${type}`;
}

function picked(values: readonly string[]): string {
  const isText = values.some((value) => value.startsWith("'"));
  const all = isText ? values.map((value) => value.startsWith("'") ? value : `'${value}'`) : values;
  return `${list(all)}[1 + i % ${all.length}]`;
}

function list(values: readonly string[]): string {
  return `[${values.join(", ")}]`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
