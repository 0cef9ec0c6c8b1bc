import { PondError, suggest } from "../base/mod.ts";
import { CSV_DEFAULTS, type CsvOptions, type FormatOptions } from "../table/mod.ts";
import { isGlob } from "./glob.ts";
import { isSourceUrl } from "./source_path.ts";

/** What a config or command names where it wants a table. */
export interface SourceName {
  /** A pond path, or a pattern when `isGlob`. */
  readonly path: string;
  readonly isGlob: boolean;
  /** How `file:data` nodes are read; null without a URL: only tables and series will do. */
  readonly format: FormatOptions | null;
}

type Compression = NonNullable<FormatOptions["compression"]>;
type Reading = Omit<FormatOptions, "csv"> & { csv?: CsvOptions };

const SCHEMES: Readonly<Record<string, FormatOptions["format"]>> = {
  csv: "csv",
  jsonl: "jsonl",
  parquet: "parquet",
  table: "parquet",
  series: "parquet",
};
const COMPRESSIONS: readonly string[] = ["gzip", "zstd", "none"] satisfies Compression[];

/**
 * Tells pond paths, globs and source URLs apart: `csv:///ref/*.csv?delimiter=;&header=false`. In a URL `%20` and the
 * like are decoded; options begin at the first `?` that a name and `=` follow, any other `?` is a wildcard.
 * @throws {PondError} `invalid-input` for an unknown scheme, an unknown option or a wrong value
 */
export function parseSource(text: string): SourceName {
  if (!isSourceUrl(text)) return { path: text, isGlob: isGlob(text), format: null };
  const [, scheme, rest] = /^([^:]*):\/\/(.*)$/s.exec(text)!;
  const format = SCHEMES[scheme!.toLowerCase()];
  if (format === undefined || !Object.hasOwn(SCHEMES, scheme!.toLowerCase())) {
    throw fault(text, `there is no scheme ${JSON.stringify(scheme)}`, {
      word: scheme!,
      known: Object.keys(SCHEMES),
    });
  }
  const at = rest!.search(/\?(?=[A-Za-z_]+=)/);
  const path = decode(at < 0 ? rest! : rest!.slice(0, at));
  if (!path.startsWith("/")) {
    throw fault(text, `a path with a leading slash follows ${scheme}://`, {});
  }
  const options = at < 0 ? [] : rest!.slice(at + 1).split("&").map((part) => {
    const equals = part.indexOf("=");
    return equals < 0
      ? { name: decode(part), value: "" }
      : { name: decode(part.slice(0, equals)), value: decode(part.slice(equals + 1)) };
  });
  return {
    path,
    isGlob: isGlob(path),
    format: formatOf(text, { scheme: scheme!.toLowerCase(), options }),
  };
}

interface UrlOptions {
  readonly scheme: string;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

function formatOf(text: string, { scheme, options }: UrlOptions): FormatOptions {
  const reading: Record<string, unknown> = { ...CSV_DEFAULTS };
  const result: Reading = { format: SCHEMES[scheme]! };
  let timeColumn: string | null = null;
  const known = [
    "compression",
    ...(scheme === "csv" ? Object.keys(CSV_DEFAULTS) : []),
    ...(scheme === "series" ? ["time_column"] : []),
  ];
  let compression: Compression | undefined;
  for (const { name, value } of options) {
    if (!known.includes(name)) {
      throw fault(text, `${scheme}:// has no option ${JSON.stringify(name)}`, {
        word: name,
        known,
      });
    }
    if (name === "time_column") timeColumn = value;
    else if (name === "compression") compression = compressionOf(text, value);
    else reading[name] = csvValue(text, name as keyof CsvOptions, value);
  }
  return {
    ...result,
    ...(scheme === "csv" ? { csv: reading as unknown as CsvOptions } : {}),
    ...(scheme === "series" ? { series: { timeColumn } } : {}),
    ...(compression === undefined ? {} : { compression }),
  };
}

function csvValue(text: string, name: keyof CsvOptions, value: string): unknown {
  const wrong = (wanted: string) =>
    fault(text, `${name} is ${JSON.stringify(value)} and has to be ${wanted}`, {});
  switch (name) {
    case "header":
      if (!/^(true|false)$/.test(value)) throw wrong("true or false");
      return value === "true";
    case "skip":
      if (!/^\d{1,9}$/.test(value)) throw wrong("a number of lines");
      return Number(value);
    case "ragged":
      if (!/^(error|fill)$/.test(value)) throw wrong("error or fill");
      return value;
    case "encoding":
      if (!/^(utf8|latin1)$/.test(value)) throw wrong("utf8 or latin1");
      return value;
    case "null":
      return value;
    case "delimiter": {
      const character = value.replaceAll("\\t", "\t");
      if ([...character].length !== 1) throw wrong("one character");
      return character;
    }
    default:
      if ([...value].length > 1) throw wrong("one character, or empty for none");
      return value;
  }
}

function compressionOf(text: string, value: string): Compression {
  if (COMPRESSIONS.includes(value)) return value as Compression;
  throw fault(text, `there is no compression ${JSON.stringify(value)}`, {
    word: value,
    known: COMPRESSIONS,
  });
}

/** A text that isn't percent-encoded stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function fault(
  text: string,
  why: string,
  { word, known = [] }: { readonly word?: string; readonly known?: readonly string[] },
): PondError {
  const near = word === undefined ? undefined : suggest(word, known);
  const hint = near ? `did you mean ${near}?` : `there are ${known.join(", ")}`;
  return new PondError(
    "invalid-input",
    `cannot read ${JSON.stringify(text)} as a source: ${why}`,
    known.length > 0 ? { hint } : {},
  );
}
