import type { ByteSource, CsvOptions } from "../table/mod.ts";
import { TextReader } from "./text_reader.ts";

/**
 * What people separate values by, the usual ones first: of two that fit alike the first is taken.
 */
const CANDIDATES = [",", ";", "\t", "|"];
const SAMPLE_RECORDS = 200;
const SAMPLE_BYTES = 256 * 1024;
const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/**
 * The delimiter that cuts most of the first records of `source` into one and the same number of
 * values, more than one; a comma where none does.
 */
export function sniffDelimiter(source: ByteSource, csv: CsvOptions): string {
  const lines = sampleLines(source, csv);
  let best = { delimiter: ",", share: 0, width: 0 };
  for (const delimiter of CANDIDATES) {
    if (delimiter === csv.quote) continue;
    const { share, width } = commonWidth(lines, { delimiter, quote: csv.quote });
    if (width > 1 && (share > best.share || share === best.share && width > best.width)) {
      best = { delimiter, share, width };
    }
  }
  return best.delimiter;
}

/** Whole lines from the beginning of the rows on, without comments and empty ones. */
function sampleLines(source: ByteSource, csv: CsvOptions): readonly string[] {
  const text = new TextReader(source, {
    label: "a sample",
    encoding: csv.encoding,
    maxRecordBytes: MAX_RECORD_BYTES,
  });
  const end = Math.min(text.limit, text.position + SAMPLE_BYTES);
  const lines = new TextDecoder().decode(text.bytes.subarray(text.position, end)).split(/\r\n?|\n/);
  // The last one may be cut off.
  if (lines.length > 1) lines.pop();
  return lines.slice(csv.skip)
    .filter((line) => line !== "" && (csv.comment === "" || !line.startsWith(csv.comment)));
}

/** The most frequent number of values in a record, and the share of records that have it. */
function commonWidth(
  lines: readonly string[],
  { delimiter, quote }: { readonly delimiter: string; readonly quote: string },
): { readonly share: number; readonly width: number } {
  const widths = new Map<number, number>();
  let [width, inQuotes, records] = [1, false, 0];
  for (const line of lines) {
    for (const character of line) {
      if (character === quote) inQuotes = !inQuotes;
      else if (character === delimiter && !inQuotes) width++;
    }
    // A quoted value goes on in the next line.
    if (inQuotes) continue;
    widths.set(width, (widths.get(width) ?? 0) + 1);
    width = 1;
    if (++records === SAMPLE_RECORDS) break;
  }
  let common = { share: 0, width: 0 };
  for (const [each, count] of widths) {
    const share = count / records;
    if (share > common.share) common = { share, width: each };
  }
  return common;
}
