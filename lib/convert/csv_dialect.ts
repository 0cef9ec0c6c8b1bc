import { PondError } from "../base/mod.ts";
import type { ByteSource, CsvOptions } from "../table/mod.ts";
import { withoutFooter } from "./csv_footer.ts";
import { sniffDelimiter } from "./sniff.ts";

/** The options of a CSV file in bytes, and what of the file they leave. */
export interface CsvDialect {
  readonly source: ByteSource;
  readonly delimiter: number;
  readonly quote: number;
  readonly escape: number;
  /** What a line that is no row begins with; empty: none does. */
  readonly comment: Uint8Array;
  /** Texts that stand for NULL, none of them empty. */
  readonly nullTexts: readonly Uint8Array[];
  /** Whether `""` is NULL too. */
  readonly emptyQuotedIsNull: boolean;
}

/** What no byte equals: the quote of a file without quotes. */
const NONE = 256;

/**
 * How `source` is cut by `csv`; a delimiter of `auto` becomes the one that fits.
 * @throws {PondError} `invalid-config` for options that are no single ASCII characters
 */
export function csvDialect(source: ByteSource, csv: CsvOptions, label: string): CsvDialect {
  const character = csv.delimiter === "auto" ? sniffDelimiter(source, csv) : csv.delimiter;
  const delimiter = asciiByte(character, "delimiter");
  const quote = csv.quote === "" ? NONE : asciiByte(csv.quote, "quote");
  const escape = csv.escape === "" ? quote : asciiByte(csv.escape, "escape");
  if (delimiter === quote) {
    throw new PondError("invalid-config", "cannot read CSV: delimiter and quote are the same");
  }
  const encoder = new TextEncoder();
  return {
    source: csv.skip_footer > 0 ? withoutFooter(source, csv, label) : source,
    delimiter,
    quote,
    escape,
    comment: encoder.encode(csv.comment),
    nullTexts: csv.null.filter((text) => text !== "").map((text) => encoder.encode(text)),
    emptyQuotedIsNull: csv.null.includes(""),
  };
}

/**
 * What to say to somebody whose file looks cut by another delimiter; undefined where it doesn't.
 */
export function delimiterHint(source: ByteSource, csv: CsvOptions): string | undefined {
  const looks = sniffDelimiter(source, csv);
  if (csv.delimiter === "auto" || looks === csv.delimiter) return undefined;
  const shown = looks === "\t" ? "\\t" : looks;
  return `the file looks separated by ${looks === "\t" ? "tabs" : JSON.stringify(looks)}: say ` +
    `\`delimiter: "${shown}"\`, or \`delimiter: auto\``;
}

/** @throws {PondError} `invalid-config` */
function asciiByte(text: string, option: string): number {
  const code = text.charCodeAt(0);
  if (text.length === 1 && code > 0 && code < 0x80 && text !== "\n" && text !== "\r") return code;
  throw new PondError(
    "invalid-config",
    `cannot read CSV: ${option} ${JSON.stringify(text)} is not one ASCII character`,
  );
}
