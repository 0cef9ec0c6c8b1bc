import { isPondError, PondError, sha256 } from "../base/mod.ts";
import {
  type ByteSource,
  type Column,
  CSV_DEFAULTS,
  type CsvOptions,
  type FormatOptions,
  formatType,
} from "../table/mod.ts";
import type { Pond } from "../pond/mod.ts";
import type { ConvertedOnce } from "../tinyfs/mod.ts";
import { partWithHeader, readPart } from "./ingest_text.ts";

/** A part of a text that is to become rows. */
export interface TextPart {
  readonly label: string;
  readonly bytes: ByteSource;
  readonly format: FormatOptions;
  readonly headerEnd: number;
  readonly from: number;
  readonly to: number;
  /** Lines of the text before `from`, the header's not counted. */
  readonly linesBefore: number;
  readonly isGrowing: boolean;
  /** Of the series, where there is one, those whose types are known. */
  readonly columns: readonly Column[];
}

/** The options of a text, those that weren't said by default. */
export function textOptions({ csv }: FormatOptions): CsvOptions {
  return { ...CSV_DEFAULTS, ...csv };
}

/** A part as rows. */
export interface ConvertedPart extends ConvertedOnce {
  /** Why it can't be read with the types that the series has. */
  readonly misfit?: PondError;
}

/**
 * Converts the part. Where a column has another type than in the series, it is read as the series
 * has it, if it can be: digits in a column of texts are texts, whatever the lines before had.
 * @throws {PondError} `invalid-input` with file, line, column and value
 */
export async function convertPart(pond: Pond, part: TextPart): Promise<ConvertedPart> {
  const { format, label, isGrowing } = part;
  const convert = (options: FormatOptions) =>
    pond.tables.convertOnce(partWithHeader(part.bytes, part), options, { label, isGrowing });
  try {
    const found = await convert(format);
    const schema = asInSeries(found.columns, part);
    if (!schema) return withLines(found, part);
    try {
      const asked = await convert({ ...format, schema });
      found.source.close();
      return withLines(asked, part);
    } catch (error) {
      // Its own types then, which the series takes or refuses.
      if (isPondError(error, "invalid-input")) {
        return { ...withLines(found, part), misfit: withLine(error, part) };
      }
      found.source.close();
      throw error;
    }
  } catch (error) {
    throw isPondError(error) ? withLine(error, part) : error;
  }
}

function asInSeries(
  found: readonly Column[],
  { columns, format }: TextPart,
): readonly Column[] | undefined {
  if (format.schema || format.series?.joined) return undefined;
  const known = new Map(columns.map(({ name, type }) => [name, type]));
  const schema = found.map((column) => {
    const type = known.get(column.name);
    return type ? { ...column, type } : column;
  });
  const isSame = schema.every(({ type }, i) => formatType(type) === formatType(found[i]!.type));
  return isSame ? undefined : schema;
}

/** What was passed over in the part, by the lines of the file. */
function withLines(converted: ConvertedOnce, { linesBefore }: TextPart): ConvertedOnce {
  const { notes } = converted;
  if (!notes?.example || linesBefore === 0) return converted;
  const example = notes.example.replace(/^line (\d+)/, (_, n) => `line ${Number(n) + linesBefore}`);
  return { ...converted, notes: { ...notes, example } };
}

/** `error`, which counts lines from the part's header, with the line of the file. */
function withLine(error: PondError, { linesBefore }: TextPart): PondError {
  const { line } = error.data;
  if (typeof line !== "number" || linesBefore === 0) return error;
  const now = line + linesBefore;
  return new PondError(error.code, error.message.replace(`line ${line}`, `line ${now}`), {
    data: { ...error.data, line: now },
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}

/** What tells a text from another one of its name: all up to the end of its first row. */
export function firstOf(bytes: ByteSource, firstEnd: number | null): string | null {
  return firstEnd === null ? null : sha256(readPart(bytes, 0, firstEnd));
}
