import { PondError, suggest } from "../base/mod.ts";
import { type FormatOptions, readTextOptions } from "../table/mod.ts";
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

const SCHEMES: Readonly<Record<string, FormatOptions["format"]>> = {
  csv: "csv",
  jsonl: "jsonl",
  parquet: "parquet",
  table: "parquet",
  series: "parquet",
};

/**
 * Tells pond paths, globs and source URLs apart: `csv:///ref/*.csv?delimiter=;&header=false`. In a
 * URL `%20` and the like are decoded; options begin at the first `?` that a name and `=` follow,
 * any other `?` is a wildcard.
 * @throws {PondError} `invalid-input` for an unknown scheme, an unknown option or a wrong value
 */
export function parseSource(text: string): SourceName {
  if (!isSourceUrl(text)) return { path: text, isGlob: isGlob(text), format: null };
  const [, scheme, rest] = /^([^:]*):\/\/(.*)$/s.exec(text)!;
  const format = SCHEMES[scheme!.toLowerCase()];
  if (format === undefined || !Object.hasOwn(SCHEMES, scheme!.toLowerCase())) {
    const near = suggest(scheme!, Object.keys(SCHEMES));
    throw fault(text, `there is no scheme ${JSON.stringify(scheme)}`, {
      hint: near ? `did you mean ${near}?` : `there are ${Object.keys(SCHEMES).join(", ")}`,
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
  const format = SCHEMES[scheme]!;
  const given = new Map<string, string[]>();
  const timeColumns: string[] = [];
  let rejects: string | undefined;
  for (const { name, value } of options) {
    if (name === "time_column" && (scheme === "series" || format === "csv")) {
      timeColumns.push(value);
    } else if (name === "rejects" && format !== "parquet") rejects = value;
    else given.set(name, [...(given.get(name) ?? []), value]);
  }
  const read = readTextOptions(given, { format });
  if ("fault" in read) {
    const { name, why, hint } = read.fault;
    throw fault(text, `${name}: ${why}`, hint === undefined ? {} : { hint });
  }
  const { csv, compression } = read.options;
  // One without a name is found by its name.
  const named = timeColumns.filter((column) => column !== "");
  const [timeColumn = null] = named;
  const joined = format === "csv" && named.length > 1 ? { joined: named } : {};
  const isSeries = scheme === "series" || timeColumns.length > 0;
  if (rejects !== undefined && !/^(true|false)$/.test(rejects)) {
    throw fault(text, `rejects: ${JSON.stringify(rejects)} has to be true or false`, {});
  }
  return {
    format,
    ...(format === "parquet" ? {} : { csv }),
    ...(rejects === "true" ? { rejects: true } : {}),
    ...(isSeries ? { series: { timeColumn, ...joined } } : {}),
    ...(compression === undefined ? {} : { compression }),
  };
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
  { hint }: { readonly hint?: string },
): PondError {
  return new PondError(
    "invalid-input",
    `cannot read ${JSON.stringify(text)} as a source: ${why}`,
    hint === undefined ? {} : { hint },
  );
}
