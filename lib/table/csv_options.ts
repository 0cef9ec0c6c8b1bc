import { PondError, suggest, timeForm, timeZone } from "../base/mod.ts";

/**
 * How CSV text is read. The names are those that configs, source URLs and flags use, see
 * {@linkcode TEXT_OPTIONS}.
 */
export interface CsvOptions {
  /** One character, or `auto`. */
  readonly delimiter: string;
  /** Whether the first row has the names. */
  readonly header: boolean;
  /** Names of the columns in place of the header's; empty: the header's, or made up. */
  readonly names: readonly string[];
  /** What stands around a text. */
  readonly quote: string;
  /** What stands before a quote inside a text. */
  readonly escape: string;
  /** Texts that stand for NULL. An empty cell without quotes always does. */
  readonly null: readonly string[];
  /** Lines to pass over before the header. */
  readonly skip: number;
  /** Lines at the end that are no rows. */
  readonly skip_footer: number;
  /** A line that begins with this text is no row; empty: every line is one. */
  readonly comment: string;
  /** What stands before the fraction. */
  readonly decimal: string;
  /** What stands between groups of digits. */
  readonly thousands: string;
  /** A label of the Encoding Standard, as TextDecoder knows it. */
  readonly encoding: string;
  /** What a row with too few or too many values means. */
  readonly ragged: "error" | "fill" | "truncate";
  /** Forms of times as strptime writes them; empty: ISO 8601. */
  readonly time_format: readonly string[];
  /** The zone of times without an offset; empty: UTC. */
  readonly timezone: string;
  /** What a row or value that can't be read means. */
  readonly on_error: "error" | "skip" | "null";
}

/** The `time_format` that stands for what is read without one. */
export const ISO_TIMES = "ISO8601";

/** How content is compressed, where its name doesn't tell. */
export type Compression = "gzip" | "zstd" | "none";

/** The defaults of {@linkcode CsvOptions}. */
export const CSV_DEFAULTS: CsvOptions = {
  delimiter: ",",
  header: true,
  names: [],
  quote: '"',
  escape: '"',
  null: [""],
  skip: 0,
  skip_footer: 0,
  comment: "",
  decimal: ".",
  thousands: "",
  encoding: "utf-8",
  ragged: "error",
  time_format: [],
  timezone: "UTC",
  on_error: "error",
};

/** One option: what configs, source URLs, flags and help make of it. */
export interface TextOption {
  readonly name: keyof CsvOptions | "compression";
  readonly is: "text" | "texts" | "boolean" | "integer" | "enum";
  /** Of an enum. */
  readonly values?: readonly string[];
  /** In help: `CHARACTER`, `TEXT`, … */
  readonly placeholder: string;
  readonly default: string | number | boolean | readonly string[] | null;
  readonly help: string;
  /** The formats that have it. */
  readonly formats: readonly ("csv" | "jsonl" | "parquet")[];
}

const CSV = ["csv"] as const;
const TEXT = ["csv", "jsonl"] as const;

/** All options of text formats, in the order in which help shows them. */
export const TEXT_OPTIONS: readonly TextOption[] = [
  text(
    "delimiter",
    "CHARACTER",
    "One character between values, \\t for a tab, or auto: whichever of , ; tab | fits the first lines best",
  ),
  {
    ...text("header", "BOOLEAN", "Whether the first line names the columns"),
    is: "boolean",
  },
  texts("names", "NAME", "Names of the columns, in place of the header's"),
  text("quote", "CHARACTER", "One character around values; empty: none"),
  text("escape", "CHARACTER", "One character before a quote within quotes; empty: none"),
  texts(
    "null",
    "TEXT",
    "Texts that stand for NULL, quoted or not; an empty value without quotes always does",
  ),
  { ...text("skip", "LINES", "Lines to pass over before the header"), is: "integer" },
  { ...text("skip_footer", "LINES", "Lines to pass over at the end"), is: "integer" },
  text("comment", "TEXT", "Lines that begin with this text are passed over; empty: none"),
  text("decimal", "CHARACTER", "The decimal separator of numbers"),
  text("thousands", "CHARACTER", "The character between groups of three digits; empty: none"),
  {
    ...text(
      "encoding",
      "LABEL",
      "How the text is encoded: utf-8, utf-16le, latin1 (read as windows-1252), shift_jis, … A byte order mark decides by itself",
    ),
    formats: TEXT,
  },
  {
    name: "compression",
    is: "enum",
    values: ["gzip", "zstd", "none"],
    placeholder: "HOW",
    default: null,
    help: "How the file is compressed; by default its ending (.gz, .zst) or its first bytes tell",
    formats: ["csv", "jsonl", "parquet"],
  },
  {
    ...text(
      "ragged",
      "HOW",
      "A row with too few or too many values: error; fill: missing values are NULL, too many an error; truncate: missing values are NULL, surplus ones dropped",
    ),
    is: "enum",
    values: ["error", "fill", "truncate"],
  },
  {
    ...texts(
      "time_format",
      "FORM",
      "Forms of dates and times as strptime writes them (%d.%m.%Y %H:%M), or epoch_s, epoch_ms, epoch_us, epoch_ns; by default ISO 8601",
    ),
    formats: TEXT,
  },
  {
    ...text(
      "timezone",
      "ZONE",
      "The zone of times without an offset, such as Europe/Vienna; times that clocks pass over in spring move forward, of those they show twice in autumn the first is meant",
    ),
    formats: TEXT,
  },
  {
    ...text(
      "on_error",
      "HOW",
      "A row or value that can't be read: error; skip: the row is passed over; null: the value is NULL. What is passed over is counted, and read with rejects",
    ),
    is: "enum",
    values: ["error", "skip", "null"],
    formats: TEXT,
  },
];

/** An option's value is wrong, or there is no such option. */
export interface OptionFault {
  readonly name: string;
  /** `"x" has to be true or false`. */
  readonly why: string;
  readonly hint?: string;
}

/** What {@linkcode readTextOptions} gives. */
export interface TextOptions {
  readonly csv: CsvOptions;
  readonly compression?: Compression;
}

/**
 * Options by name, their values as texts (those of a URL or flags, several where an option was
 * given more than once) or as a config has them. What isn't given has its default.
 */
export function readTextOptions(
  given: ReadonlyMap<string, unknown>,
  { format }: { readonly format: "csv" | "jsonl" | "parquet" },
): { readonly options: TextOptions } | { readonly fault: OptionFault } {
  const values: Record<string, unknown> = { ...CSV_DEFAULTS };
  const known = TEXT_OPTIONS.filter((option) => option.formats.includes(format));
  for (const [name, value] of given) {
    const option = known.find((candidate) => candidate.name === name);
    if (!option) return { fault: unknownOption(name, known.map((each) => each.name)) };
    const read = valueOf(option, value);
    if ("why" in read) return { fault: { name, ...read } };
    values[name] = read.value;
  }
  const { compression, ...csv } = values as unknown as CsvOptions & { compression?: Compression };
  const fault = checkTogether(csv);
  if (fault) return { fault };
  return { options: { csv, ...(compression === undefined ? {} : { compression }) } };
}

/** A problem with an option that there isn't. */
function unknownOption(name: string, known: readonly string[]): OptionFault {
  const near = suggest(name, known);
  return {
    name,
    why: `there is no option ${JSON.stringify(name)}`,
    hint: near ? `did you mean ${near}?` : `there are ${known.join(", ")}`,
  };
}

type ReadValue = { readonly value: unknown } | { readonly why: string; readonly hint?: string };

function valueOf(option: TextOption, given: unknown): ReadValue {
  const list = Array.isArray(given) ? given : [given];
  const last = list.at(-1);
  const wrong = (wanted: string) => ({ why: `${JSON.stringify(last)} has to be ${wanted}` });
  switch (option.is) {
    case "texts":
      return textsOf(option, list);
    case "boolean":
      if (typeof last === "boolean") return { value: last };
      return /^(true|false)$/.test(String(last))
        ? { value: last === "true" }
        : wrong("true or false");
    case "integer":
      return /^\d{1,9}$/.test(String(last)) ? { value: Number(last) } : wrong("a number of lines");
    case "enum":
      return option.values!.includes(String(last))
        ? { value: last }
        : wrong(`one of ${option.values!.join(", ")}`);
    case "text":
      return textOf(option, String(last));
  }
}

function textsOf({ name }: TextOption, list: readonly unknown[]): ReadValue {
  for (const item of list) {
    if (typeof item !== "string") {
      const hint = "put numbers in quotes to make them text";
      return { why: `text is expected, not ${JSON.stringify(item)}`, hint };
    }
    if (name !== "time_format" || item === ISO_TIMES) continue;
    try {
      timeForm(item);
    } catch (error) {
      if (!(error instanceof PondError)) throw error;
      return { why: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
    }
  }
  return { value: list };
}

function textOf({ name, placeholder }: TextOption, given: string): ReadValue {
  const value = given.replaceAll("\\t", "\t");
  if (name === "encoding") return encodingOf(given);
  if (name === "timezone") return zoneOf(given);
  if (placeholder !== "CHARACTER" || (name === "delimiter" && value === "auto")) return { value };
  const mayBeEmpty = name !== "delimiter" && name !== "decimal";
  const isOne = [...value].length === 1 && value !== "\n" && value !== "\r";
  if (isOne || mayBeEmpty && value === "") return { value };
  const wanted = mayBeEmpty ? "one character, or empty for none" : "one character";
  return {
    why: `${JSON.stringify(given)} has to be ${wanted}`,
    hint: 'write one character; a tab is "\\t"',
  };
}

function encodingOf(label: string): ReadValue {
  // The two words that earlier configs have.
  const given = label.toLowerCase() === "utf16" ? "utf-16" : label;
  try {
    return { value: new TextDecoder(given).encoding };
  } catch {
    return {
      why: `there is no encoding ${JSON.stringify(label)}`,
      hint:
        "use a label of the Encoding Standard: utf-8, utf-16le, windows-1252, shift_jis, gbk, …",
    };
  }
}

function zoneOf(name: string): ReadValue {
  try {
    return { value: timeZone(name).name };
  } catch (error) {
    if (!(error instanceof PondError)) throw error;
    return { why: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
}

/** What no two options may say. */
function checkTogether(csv: CsvOptions): OptionFault | undefined {
  const { delimiter, quote, decimal, thousands, comment } = csv;
  const clash = (name: string, other: string) => ({ name, why: `it is the ${other} as well` });
  if (delimiter === quote) return clash("quote", "delimiter");
  if (decimal === thousands) return clash("thousands", "decimal separator");
  if (comment !== "" && comment === delimiter) return clash("comment", "delimiter");
  const twice = csv.names.find((name, i) => csv.names.indexOf(name) !== i);
  return twice === undefined ? undefined : { name: "names", why: `${twice} is there twice` };
}

function text(name: keyof CsvOptions, placeholder: string, help: string): TextOption {
  return { name, is: "text", placeholder, default: CSV_DEFAULTS[name], help, formats: CSV };
}

function texts(name: keyof CsvOptions, placeholder: string, help: string): TextOption {
  return { ...text(name, placeholder, help), is: "texts" };
}
