import { sha256 } from "../base/mod.ts";
import type { TimeBounds } from "../table/mod.ts";
import type { CacheFacts } from "./cache.ts";

/** What stands beside an entry's Parquet file. The entry is there exactly when this is. */
export interface Sidecar extends CacheFacts {
  readonly key: string;
  /** Name of the Parquet file in the same directory. */
  readonly file: string;
  readonly sizeBytes: number;
  /** Of the whole file, and of its last bytes, which hold the footer. */
  readonly sha256: string;
  readonly tailSha256: string;
  readonly createdUs: bigint;
}

/** Bumped when the meaning of an entry changes: older ones count as absent. */
const FORMAT_VERSION = 2;

/** Its own hash on the first line, then JSON. */
export function encodeSidecar(sidecar: Sidecar): Uint8Array {
  const body = JSON.stringify({
    ...sidecar,
    formatVersion: FORMAT_VERSION,
    createdUs: String(sidecar.createdUs),
    bounds: sidecar.bounds && [String(sidecar.bounds.minUs), String(sidecar.bounds.maxUs)],
  });
  return new TextEncoder().encode(`${sha256(body)}\n${body}\n`);
}

/** The sidecar in `bytes`, or undefined when it is torn, of another version, or another entry's. */
export function decodeSidecar(bytes: Uint8Array, key: string): Sidecar | undefined {
  const [hash, body] = new TextDecoder().decode(bytes).split("\n");
  if (body === undefined || sha256(body) !== hash) return undefined;
  const raw = JSON.parse(body) as Omit<Sidecar, "bounds" | "createdUs"> & {
    readonly formatVersion: number;
    readonly createdUs: string;
    readonly bounds: readonly [string, string] | null;
  };
  if (raw.formatVersion !== FORMAT_VERSION || raw.key !== key) return undefined;
  const { formatVersion: _, ...rest } = raw;
  const bounds: TimeBounds | null = raw.bounds &&
    { minUs: BigInt(raw.bounds[0]), maxUs: BigInt(raw.bounds[1]) };
  return { ...rest, createdUs: BigInt(raw.createdUs), bounds };
}
