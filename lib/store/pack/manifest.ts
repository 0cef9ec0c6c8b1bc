import { PondError, sha256 } from "../../base/mod.ts";
import { checkedName } from "../names.ts";

/** What a pack holds. */
export interface Manifest {
  /** Id of the pond. */
  readonly id: string;
  /** Its newest transaction. */
  readonly transaction: number;
  /** Sorted by name. */
  readonly files: readonly PackedFile[];
}

/** One file of a pack. */
export interface PackedFile {
  /** As in the pond's directory. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** The manifest's name in the pack. */
export const MANIFEST_NAME = "manifest.jsonl";

const FORMAT = "pond-pack";
const CHECKSUM = /^\{"checksum":"([0-9a-f]{64})"/;
const UNSET = "0".repeat(64);
/** Where a pond has files that a pack holds. */
const OWN_PLACE = /^(data|blobs|quarantine)\//;

/** The text of a manifest: a line about the pack, then one a file; the first has its checksum. */
export function formatManifest({ id, transaction, files }: Manifest): string {
  const head = { checksum: UNSET, format: FORMAT, version: 1, pond: id, transaction };
  const lines = [head, ...files.map((file) => [file.name, file.sizeBytes, file.sha256])];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  return text.replace(UNSET, sha256(text));
}

/**
 * A manifest, proven whole, with names that stay within a pond.
 * @throws {PondError} `corrupt` for one that is damaged; `invalid-input` for one that names what it
 *   must not; `unsupported` for one of a later format
 */
export function parseManifest(bytes: Uint8Array, label: string): Manifest {
  const text = new TextDecoder().decode(bytes);
  const checksum = CHECKSUM.exec(text)?.[1];
  if (checksum === undefined || sha256(text.replace(checksum, UNSET)) !== checksum) {
    throw new PondError("corrupt", `cannot read ${label}: its manifest doesn't match its checksum`);
  }
  try {
    const [head, ...rows] = text.trimEnd().split("\n").map((line): unknown => JSON.parse(line));
    const { format, version, pond, transaction } = head as Record<string, unknown>;
    if (format !== FORMAT || version !== 1) {
      throw new PondError("unsupported", `cannot read ${label}: it is a pack of another format`);
    }
    const files = rows.map((row) => fileOf(row, label));
    requireSorted(files, label);
    return { id: String(pond), transaction: Number(transaction), files };
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    throw refused(label, "its manifest is none", error);
  }
}

/** The error for a pack that nobody honest has made. */
export function refused(label: string, why: string, cause?: unknown): PondError {
  return new PondError("invalid-input", `cannot read ${label}: ${why}`, { cause });
}

function fileOf(row: unknown, label: string): PackedFile {
  const [name, sizeBytes, hash] = row as unknown[];
  const isFile = typeof name === "string" && Number.isSafeInteger(sizeBytes) &&
    Number(sizeBytes) >= 0 && /^[0-9a-f]{64}$/.test(String(hash));
  if (!isFile) throw refused(label, "its manifest has a line that is no file");
  if (!OWN_PLACE.test(name) || !isInside(name)) {
    throw refused(label, `${JSON.stringify(name)} is no name of a pond's file`);
  }
  return { name, sizeBytes: Number(sizeBytes), sha256: String(hash) };
}

function isInside(name: string): boolean {
  try {
    return checkedName(name) === name && !name.includes("\\");
  } catch (error) {
    if (error instanceof PondError) return false;
    throw error;
  }
}

function requireSorted(files: readonly PackedFile[], label: string): void {
  for (let i = 1; i < files.length; i++) {
    const [before, name] = [files[i - 1]!.name, files[i]!.name];
    if (before === name) throw refused(label, `it holds ${name} twice`);
    if (before > name) throw refused(label, `${name} is out of order`);
  }
}
