import { sha256 } from "../base/mod.ts";
import { isName } from "../paths/mod.ts";
import type { Match } from "../tinyfs/mod.ts";

/** What a csv-directory shows: files by name, and the directories in between. */
export interface CsvLayout {
  readonly files: ReadonlyMap<string, Match>;
  readonly directories: ReadonlyMap<string, CsvLayout>;
}

interface GrowingLayout extends CsvLayout {
  readonly files: Map<string, Match>;
  readonly directories: Map<string, GrowingLayout>;
}

/**
 * Where each match shows: its path below `prefix`, `.csv` (also `.tsv`, `.txt`) and a `.gz` or
 * `.zst` after it replaced by `suffix`. Of two that would have one name the first in byte order has
 * it and the other keeps its whole file name before the suffix: `x.csv` and `x.csv.gz` show as
 * `x.table` and `x.csv.gz.table`.
 */
export function layOut(
  matches: readonly Match[],
  { prefix, suffix }: { readonly prefix: string; readonly suffix: string },
): CsvLayout {
  const root: GrowingLayout = { files: new Map(), directories: new Map() };
  // Directories come first: a file gives way to a directory of its name, whatever their order.
  const placed = matches.map((match) => {
    const components = componentsBelow(match.path, prefix);
    const name = components.pop() ?? "";
    return { match, name, directory: components.reduce(directoryIn, root) };
  });
  for (const { match, name, directory } of placed) {
    const free = (candidate: string) =>
      isName(candidate) && !directory.files.has(candidate) && !directory.directories.has(candidate);
    const shown = candidates(name, suffix).find(free);
    if (shown !== undefined) directory.files.set(shown, match);
  }
  return root;
}

/** How the file is compressed, by its name. */
export function compressionOf(name: string): "gzip" | "zstd" | "none" {
  if (/\.gz$/i.test(name)) return "gzip";
  return /\.zst$/i.test(name) ? "zstd" : "none";
}

/** Names for a file, best first; the last fits whatever its length and its neighbours are. */
function candidates(name: string, suffix: string): string[] {
  const stem = name.replace(/\.(gz|zst)$/i, "").replace(/\.(csv|tsv|txt)$/i, "");
  const short = stem === "" ? name : stem;
  return [`${short}${suffix}`, `${name}${suffix}`, `${sha256(name).slice(0, 16)}${suffix}`];
}

function directoryIn(layout: GrowingLayout, name: string): GrowingLayout {
  const known = layout.directories.get(name);
  if (known) return known;
  const fresh: GrowingLayout = { files: new Map(), directories: new Map() };
  layout.directories.set(name, fresh);
  return fresh;
}

function componentsBelow(path: string, prefix: string): string[] {
  const start = prefix === "/" ? "/" : `${prefix}/`;
  return (path.startsWith(start) ? path.slice(start.length) : path).split("/");
}
