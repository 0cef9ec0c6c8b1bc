import { hashParts } from "../base/mod.ts";
import type { NodeVersion } from "../tinyfs/mod.ts";

/** What of a node is in a table: written with the rows, read by the next run. */
export interface ExportRecord {
  /** Of this record and of how columns are written. */
  readonly format: number;
  readonly path: string;
  readonly node: string;
  /** A stored series: all its versions up to this one are in; null: the content with `key` is. */
  readonly versions: number | null;
  /** Of the content; of a stored series {@linkcode versionsKey}. */
  readonly key: string;
}

/** Bumped when the same content is written as other columns. */
export const RECORD_FORMAT = 1;

/**
 * A key of the contents of all versions up to `last`. A node keeps its id in a copy of the whole
 * pond, where its versions may then be other ones, so that the number alone doesn't tell what is
 * in.
 */
export function versionsKey(versions: readonly NodeVersion[], last: number): string {
  const known = versions.filter(({ version }) => version <= last);
  return hashParts(known.map(({ version, sha256 }) => `${version} ${sha256}`));
}

/** The record in `text`; null when it is none, so that the table counts as somebody else's. */
export function parseRecord(text: string | undefined): ExportRecord | null {
  if (text === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not what this program writes.
    return null;
  }
  return isRecord(value) ? value : null;
}

/** Whether a parsed value is a record. */
export function isRecord(value: unknown): value is ExportRecord {
  if (typeof value !== "object" || value === null) return false;
  const { format, path, node, versions, key } = value as Record<string, unknown>;
  return typeof format === "number" && typeof path === "string" && typeof node === "string" &&
    (versions === null || Number.isSafeInteger(versions)) && typeof key === "string";
}
