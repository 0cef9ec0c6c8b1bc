import { assertEquals, fc } from "../deps.ts";
import { connectNative } from "../../bench/deps.ts";
import { csv, csvToParquet } from "./support.ts";

/**
 * `POND_CONVERSIONS=500` compares that many generated files; a few are enough to notice a change.
 */
const RUNS = Number(Deno.env.get("POND_CONVERSIONS") ?? 25);

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", ",", '"', "\n", "\r", " ", "é", "€", "1", "\\", "|") }),
  fc.integer().map(String),
  fc.constantFrom("", "NULL", "true", "2024-01-01", "1e3"),
);

/** Rows of 1 to 6 texts each, all of one width. */
const table = fc.integer({ min: 1, max: 6 }).chain((width) =>
  fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 60 })
);

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const needsQuotes = /[",\r\n]/;

/**
 * Records of RFC 4180 text, read character by character; an empty line is a record of one empty
 * cell.
 */
function readRfc4180(text: string): string[][] {
  const records: string[][] = [];
  for (let at = 0; at < text.length;) {
    const record: string[] = [];
    for (;;) {
      let value = "";
      if (text[at] === '"') {
        for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
          if (text[at] === '"') at++;
          value += text[at];
        }
        at++;
      } else while (at < text.length && !",\r\n".includes(text[at]!)) value += text[at++];
      record.push(value);
      if (text[at] !== ",") break;
      at++;
    }
    at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
    records.push(record);
  }
  return records;
}

Deno.test("convertCsv: rows and texts are those of an independent RFC 4180 reader", async () => {
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.infiniteStream(fc.boolean()),
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.boolean(),
      async (rows, quotes, end, ended) => {
        const lines = rows.map((row) =>
          row.map((text) =>
            needsQuotes.test(text) || text.startsWith('"') || quotes.next().value
              ? quoted(text)
              : text
          ).join(",")
        );
        const width = rows[0]!.length;
        const header = rows[0]!.map((_, i) => `c${i}`);
        const text = [header.join(","), ...lines].join(end) + (ended ? end : "");
        const records = readRfc4180(text).slice(1);
        const schema = header.map((name) => ({
          name,
          type: { is: "string" as const },
          nullable: true,
        }));
        const converted = await csv(text, { schema });
        assertEquals(
          converted.rows,
          records.filter((record) => width === 1 || record.length === width)
            .map((record) => record.map((value) => value === "" ? null : value)),
        );
      },
    ),
    { numRuns: 4 * RUNS },
  );
});

const two = (n: number) => String(n).padStart(2, "0");
const day = fc.tuple(
  fc.integer({ min: 1000, max: 9999 }),
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 28 }),
).map(([y, m, d]) => `${y}-${two(m)}-${two(d)}`);
const clock = fc.tuple(
  fc.integer({ min: 0, max: 23 }),
  fc.integer({ min: 0, max: 59 }),
  fc.integer({ min: 0, max: 59 }),
  fc.constantFrom("", ".5", ".123456", ".000001"),
).map(([h, m, s, f]) => `${two(h)}:${two(m)}:${two(s)}${f}`);
const instant = fc.tuple(day, fc.constantFrom(" ", "T"), clock).map((parts) => parts.join(""));
const word = fc.string({
  unit: fc.constantFrom("a", "b", "x", "Z", " ", ",", '"', "\n", "é", "-", "."),
  minLength: 1,
}).map((text) => `w${text}`);

/** Columns that both sides type alike; where they do not, `Kind` says why. */
const column = fc.constantFrom<fc.Arbitrary<string>>(
  fc.integer().map(String),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => `${value}`),
  fc.integer().map((value) => (value / 100).toFixed(2)),
  fc.oneof(fc.integer().map(String), fc.constant("0.25")),
  fc.constantFrom("true", "false", "TRUE"),
  day,
  clock,
  instant,
  fc.tuple(instant, fc.constantFrom("Z", "+02:00", "-08", "+0530")).map((parts) => parts.join("")),
  word,
  fc.oneof(word, fc.integer().map(String)),
  fc.constant(""),
);

const typedTable = fc.tuple(fc.array(column, { minLength: 2, maxLength: 8 }), fc.nat({ max: 200 }))
  .chain(([columns, rows]) =>
    fc.tuple(
      ...columns.map((values) =>
        fc.array(
          fc.oneof({ weight: 9, arbitrary: values }, { weight: 1, arbitrary: fc.constant("") }),
          {
            minLength: rows + 1,
            maxLength: rows + 1,
          },
        )
      ),
    )
  );

Deno.test("convertCsv: types and values are native DuckDB's", async () => {
  const native = await connectNative(1);
  const directory = await Deno.makeTempDir();
  const [text, own] = [`${directory}/x.csv`, `${directory}/x.parquet`];
  try {
    await native.run("SET timezone = 'UTC'");
    await fc.assert(
      fc.asyncProperty(typedTable, async (columns) => {
        const rows = columns[0]!.map((_, i) =>
          columns.map((values) => needsQuotes.test(values[i]!) ? quoted(values[i]!) : values[i]!)
        );
        const content = [columns.map((_, i) => `c${i}`), ...rows].map((row) => row.join(",")).join(
          "\n",
        );
        await Deno.writeTextFile(text, content + "\n");
        await Deno.writeFile(own, await csvToParquet(content + "\n"));
        const reader =
          `read_csv('${text}', header = true, delim = ',', quote = '"', escape = '"', sample_size = -1)`;
        const types = async (relation: string) =>
          (await native.rows(`DESCRIBE FROM ${relation}`))
            // Native tells times with and without an offset apart; here all are UTC.
            .map((row) => [row[0], `${row[1]}`.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMP")]);
        // A column without values has no type of its own, where the native reader takes text.
        const isEmpty = columns.map((values) => values.every((value) => value === ""));
        const typed = (all: unknown[][]) => all.filter((_, i) => !isEmpty[i]);
        assertEquals(typed(await types(`'${own}'`)), typed(await types(reader)));
        const values = async (relation: string) =>
          (await native.rows(`SELECT COLUMNS(*)::VARCHAR FROM ${relation}`))
            .map((row) => row.map((value) => `${value}`.replace(/(:\d\d(?:\.\d+)?)\+00$/, "$1")));
        const expected = await values(reader);
        assertEquals(await values(`'${own}'`), expected);
        assertEquals(
          (await csv(content + "\n")).rows.map((row) => row.map(String)),
          expected,
        );
      }),
      { numRuns: RUNS },
    );
  } finally {
    native.close();
    await Deno.remove(directory, { recursive: true });
  }
});
