import type { ParquetFile, ParquetScan, TimeColumn } from "../../table/mod.ts";
import type { Contents } from "./contents.ts";
import type { OplogRow, SeriesPart } from "../rows/mod.ts";

/** Whose parts are scanned. */
export interface ScanAim {
  readonly contents: Contents;
  readonly path: string;
  readonly kind: "table" | "series";
}

const knownScans = new WeakMap<readonly SeriesPart[], ScanAim & { readonly scan: ParquetScan }>();

/**
 * The rows of `parts` as a relation; the same one when it is asked for again, so that whoever
 * prepares its files for reading does so once.
 */
export function seriesScan(parts: readonly SeriesPart[], aim: ScanAim): ParquetScan {
  const known = knownScans.get(parts);
  const { contents, path, kind } = aim;
  if (known?.contents === contents && known.path === path && known.kind === kind) return known.scan;
  const scan = newScan(parts, aim);
  knownScans.set(parts, { contents, path, kind, scan });
  return scan;
}

function newScan(parts: readonly SeriesPart[], aim: ScanAim): ParquetScan {
  const { contents, path, kind } = aim;
  const open = contents.batch(parts.map(({ content }) => content).filter(isRow));
  const fileOf = (part: SeriesPart): ParquetFile => ({
    label: kind === "series" ? `${path} ${versionsText(part)}` : path,
    key: `sha256:${part.sha256}`,
    sizeBytes: part.sizeBytes,
    open: () => {
      const { content } = part;
      return isRow(content) ? open(content) : contents.openMerged(content, path);
    },
    bounds: part.bounds,
    rows: part.rows,
    schemaKey: part.schemaKey,
    version: part.last,
  });
  return {
    type: "parquet",
    label: path,
    files: parts.map(fileOf),
    time: timeOf(parts),
    origin: { kind, factory: null, cache: null },
  };
}

/** How the newest part keeps its times: all do alike. */
export function timeOf(parts: readonly SeriesPart[]): TimeColumn | null {
  return parts[parts.length - 1]?.time ?? null;
}

function versionsText({ first, last }: SeriesPart): string {
  return first === last ? `version ${first}` : `versions ${first} to ${last}`;
}

function isRow(content: SeriesPart["content"]): content is OplogRow {
  return "nodeId" in content;
}
