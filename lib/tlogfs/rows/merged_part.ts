import type { TimeBounds, TimeColumn } from "../../table/mod.ts";
import type { BlockSums } from "./block_sums.ts";

/** A file beside the log that holds the rows of consecutive versions of a series, in time order. */
export interface MergedPart {
  readonly first: number;
  readonly last: number;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly rows: number;
  readonly bounds: TimeBounds | null;
  readonly schemaKey: string;
  /** Schema of the versions; the file's own may differ in what SQL doesn't see. */
  readonly versionsSchemaKey: string;
  readonly time: TimeColumn | null;
  /** Columns that the versions say are never NULL; the file itself doesn't. */
  readonly required: readonly string[];
  readonly sums: BlockSums;
}

/** The parts as they stand in a row's attributes. */
export function encodeMerged(parts: readonly MergedPart[]): unknown {
  return parts.map(({ bounds, ...part }) => ({
    ...part,
    bounds: bounds && [String(bounds.minUs), String(bounds.maxUs)],
  }));
}

/** The parts that an attribute holds; undefined when it holds none. */
export function decodeMerged(value: unknown): readonly MergedPart[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const parts = value.map(decodePart);
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

function decodePart(value: unknown): MergedPart | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const part = value as Record<string, unknown>;
  const counts = [part.first, part.last, part.sizeBytes, part.rows];
  const texts = [part.sha256, part.schemaKey, part.versionsSchemaKey];
  const isWhole = counts.every(Number.isSafeInteger) &&
    texts.every((text) => typeof text === "string") &&
    Array.isArray(part.required) && typeof part.sums === "object" && part.sums !== null;
  if (!isWhole) return undefined;
  const bounds = part.bounds === null ? null : boundsOf(part.bounds);
  return bounds === undefined ? undefined : { ...part, bounds } as unknown as MergedPart;
}

function boundsOf(value: unknown): TimeBounds | undefined {
  if (!Array.isArray(value) || !value.every((text) => /^-?\d+$/.test(String(text)))) {
    return undefined;
  }
  return { minUs: BigInt(value[0]), maxUs: BigInt(value[1]) };
}
