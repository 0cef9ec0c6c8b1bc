import { isPondError, newUuid, PondError } from "../base/mod.ts";
import type { Field } from "../delta/mod.ts";
import type { ExportLayout, PartitionUnit } from "./api.ts";
import type { ExportRun } from "./export_run.ts";
import { type ExportRecord, isRecord } from "./record.ts";
import { replaceText } from "./replace_text.ts";

/**
 * What is in a table of plain files. It lies outside of the table: readers take every file in there
 * for data.
 */
export interface Manifest {
  readonly record: ExportRecord;
  readonly layout: ExportLayout;
  readonly partition: readonly PartitionUnit[];
  /** Columns of every file. */
  readonly schema: readonly Field[];
  readonly files: readonly ManifestFile[];
}

/** One file of a {@linkcode Manifest}. */
export interface ManifestFile {
  /** Below the table's directory. */
  readonly name: string;
  readonly rows: number;
}

/**
 * The manifest of a table, or null where there is none.
 * @throws {PondError} `corrupt`
 */
export async function readManifest(job: ExportRun): Promise<Manifest | null> {
  const name = manifestName(job);
  let bytes: Uint8Array;
  try {
    bytes = await job.store.read(name);
  } catch (error) {
    // A first export finds none.
    if (isPondError(error, "not-found")) return null;
    throw error;
  }
  try {
    const manifest = JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
    const lists = [manifest.partition, manifest.schema, manifest.files];
    if (isRecord(manifest.record) && lists.every(Array.isArray)) return manifest;
  } catch {
    // Said below.
  }
  throw new PondError(
    "corrupt",
    `cannot export to ${job.target.hostPath}: ${name} is damaged`,
    { hint: "remove it and the table to export it anew" },
  );
}

/** Puts a new manifest in the place of the old one. This is the commit point of plain files. */
export async function writeManifest(job: ExportRun, manifest: Manifest): Promise<void> {
  const { store, keeping } = job;
  const temporary = `${keeping}/manifest-${newUuid(job.services.environment)}.tmp`;
  const text = JSON.stringify(manifest, null, 1) + "\n";
  await replaceText(store, manifestName(job), { temporary, text });
}

function manifestName({ keeping }: ExportRun): string {
  return `${keeping}/manifest.json`;
}
