import { PondError } from "../base/mod.ts";

/** How the bytes of a file are read as a table: a format, and the options that source URLs have. */
export interface SourceOptions {
  /** What the bytes are. */
  readonly format?: "csv" | "jsonl" | "parquet";
  /** Such as `delimiter`, `header`, `null`, `skip`; `pond help sources` lists them. */
  readonly [option: string]: string | number | boolean | undefined;
}

/**
 * The source URL of a path and options, or the path itself where there are none.
 * @throws {PondError} `invalid-path`
 */
export function sourceUrl(path: string, { format, ...options }: SourceOptions): string {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  if (format === undefined) {
    if (given.length === 0) return path;
    throw new PondError("usage", `cannot read ${path}: its options need a format`, {
      hint: 'add format: "csv"',
    });
  }
  if (!path.startsWith("/")) {
    throw new PondError("invalid-path", `cannot read ${path}: a path begins with /`);
  }
  const words = given.map(([name, value]) =>
    `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`
  );
  // What would begin the options, or an escape; a wildcard is still one when it is decoded.
  const escaped = path.replaceAll("%", "%25").replaceAll("?", "%3F");
  return `${format}://${escaped}${words.length === 0 ? "" : `?${words.join("&")}`}`;
}
