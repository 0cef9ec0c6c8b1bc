import type { ByteSource, CsvOptions } from "../table/mod.ts";

/** Read at a time while the ends of lines are looked for. */
const CHUNK_BYTES = 64 * 1024;
/** A header that is longer is none. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024;

/** Where the parts of a text lie. */
export interface TextLayout {
  /** The bytes before its first row: what a part of it needs to be read alone. */
  readonly headerEnd: number;
  /** Where its first row ends; null where it has no whole row yet. */
  readonly firstEnd: number | null;
  /** Whether it has a line that names its columns. */
  readonly hasNames: boolean;
}

/** How lines of a text end. */
interface LineForm {
  /** Bytes of a code unit. */
  readonly unit: 1 | 2;
  readonly isBigEndian: boolean;
  readonly decoder: TextDecoder;
}

/** Finds the header and the first row of a text. */
export function textLayout(
  bytes: ByteSource,
  { format, csv }: { readonly format: "csv" | "jsonl"; readonly csv: CsvOptions },
): TextLayout {
  const form = lineForm(bytes, csv.encoding);
  const isCsv = format === "csv";
  let skip = isCsv ? csv.skip : 0;
  let hasHeader = isCsv && csv.header;
  let headerEnd = 0;
  let isQuoted = false;
  for (const { text, end } of linesOf(bytes, form)) {
    if (isQuoted || skip > 0 || isNoRow(text, csv)) {
      if (skip > 0) skip--;
      else if (isQuoted) isQuoted = endsQuoted(text, csv) !== isQuoted;
      if (!isQuoted) headerEnd = end;
      continue;
    }
    if (!hasHeader) return { headerEnd, firstEnd: end, hasNames: isCsv && csv.header };
    hasHeader = false;
    headerEnd = end;
    isQuoted = endsQuoted(text, csv);
  }
  return { headerEnd, firstEnd: null, hasNames: isCsv && csv.header && !hasHeader };
}

/** The end of the last whole line; 0 where there is none. */
export function lastLineEnd(bytes: ByteSource, encoding: string): number {
  const form = lineForm(bytes, encoding);
  const { unit } = form;
  let end = bytes.sizeBytes - bytes.sizeBytes % unit;
  while (end > 0) {
    const start = Math.max(0, end - CHUNK_BYTES);
    const chunk = readPart(bytes, start, end);
    for (let i = chunk.length - unit; i >= 0; i -= unit) {
      if (isLineEnd(chunk, i, form)) return start + i + unit;
    }
    end = start;
  }
  return 0;
}

/** The bytes from `start` to `end`, all of them. */
export function readPart(bytes: ByteSource, start: number, end: number): Uint8Array {
  const part = new Uint8Array(Math.max(0, Math.min(end, bytes.sizeBytes) - start));
  let done = 0;
  while (done < part.length) {
    const count = bytes.readSync(start + done, part.subarray(done));
    if (count === 0) break;
    done += count;
  }
  return part.subarray(0, done);
}

/** The header and then a part of `bytes`, as a text of its own. */
export function partWithHeader(
  bytes: ByteSource,
  { headerEnd, from, to }: { headerEnd: number; from: number; to: number },
): ByteSource {
  const start = Math.max(from, headerEnd);
  return {
    sizeBytes: headerEnd + Math.max(0, to - start),
    key: `${bytes.key} ${headerEnd} ${from} ${to}`,
    readSync(offset, into) {
      const inHeader = offset < headerEnd;
      const at = inHeader ? offset : start + offset - headerEnd;
      const left = Math.max(0, (inHeader ? headerEnd : to) - at);
      return left === 0 ? 0 : bytes.readSync(at, into.subarray(0, Math.min(left, into.length)));
    },
    close() {},
  };
}

function lineForm(bytes: ByteSource, encoding: string): LineForm {
  const [a, b] = readPart(bytes, 0, 2);
  const marked = a === 0xff && b === 0xfe
    ? "utf-16le"
    : a === 0xfe && b === 0xff
    ? "utf-16be"
    : encoding;
  return {
    unit: marked.startsWith("utf-16") ? 2 : 1,
    isBigEndian: marked === "utf-16be",
    decoder: new TextDecoder(marked),
  };
}

function isLineEnd(chunk: Uint8Array, at: number, { unit, isBigEndian }: LineForm): boolean {
  if (unit === 1) return chunk[at] === 10;
  return isBigEndian
    ? chunk[at] === 0 && chunk[at + 1] === 10
    : chunk[at] === 10 && chunk[at + 1] === 0;
}

/** Lines that have an end, until the header has to be over. */
function* linesOf(
  bytes: ByteSource,
  form: LineForm,
): Generator<{ readonly text: string; readonly end: number }> {
  let lineStart = 0;
  const limit = Math.min(bytes.sizeBytes, MAX_HEADER_BYTES);
  for (let start = 0; start < limit; start += CHUNK_BYTES) {
    const chunk = readPart(bytes, start, start + CHUNK_BYTES);
    for (let i = 0; i + form.unit <= chunk.length; i += form.unit) {
      if (!isLineEnd(chunk, i, form)) continue;
      const end = start + i + form.unit;
      yield { text: form.decoder.decode(readPart(bytes, lineStart, end)), end };
      lineStart = end;
    }
  }
}

function isNoRow(text: string, { comment }: CsvOptions): boolean {
  return text.trim() === "" || comment !== "" && text.startsWith(comment);
}

/** Whether a line has an odd number of quotes, so that the value goes on. */
function endsQuoted(text: string, { quote }: CsvOptions): boolean {
  return quote !== "" && (text.split(quote).length - 1) % 2 === 1;
}
