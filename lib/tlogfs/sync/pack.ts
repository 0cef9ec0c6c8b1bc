import { newHasher, sha256 } from "../../base/mod.ts";
import { type Manifest, packChunks, type PackedFile, type Store } from "../../store/mod.ts";
import { readChunks } from "../../table/mod.ts";
import type { CopySide } from "./api.ts";
import { planCopy } from "./plan.ts";
import { openCopy, retried } from "./sides.ts";

/** What is packed. */
export interface PackOptions {
  readonly from: CopySide;
  /** What is done, for errors: `pack it as /mnt/sensors.tar`. */
  readonly doing: string;
  /** The state to pack, without what came after it; default the newest. */
  readonly at?: number;
  /** How long it tries again when somebody tidies up the pond meanwhile. */
  readonly waitMs: number;
}

/** A pack on its way. */
export interface Pack {
  readonly manifest: Manifest;
  /** Bytes of the files in it. */
  readonly sizeBytes: number;
  /**
   * Its bytes.
   * @param onBytes told of each chunk's length
   * @throws {PondError} `corrupt` when a file is not what it was when the manifest was made
   */
  chunks(onBytes?: (count: number) => void): AsyncIterable<Uint8Array>;
}

/**
 * Makes ready to pack a pond, history and all. Each file is read twice: once for the manifest, which
 * comes first, once for the pack.
 * @throws {PondError} `not-found` where no pond is; `corrupt`, `expired`, `io`
 */
export async function packTlog({ from, doing, at, waitMs }: PackOptions): Promise<Pack> {
  const source = await openCopy(from, doing);
  const manifest = await retried(source, { at, doing, waitMs }, async (snapshot) => {
    const isWanted = (version: number) => version <= snapshot.version;
    const { commits, checkpoints } = await source.log.listing();
    const wanted = { commits: commits.filter(isWanted), checkpoints: checkpoints.filter(isWanted) };
    const plan = await planCopy({ source: snapshot, target: null, ...wanted, lost: null }, {
      from: source,
      to: null,
      root: "data",
    });
    const files: PackedFile[] = [];
    for (const { name, sizeBytes, sha256: hash } of plan.files) {
      files.push({ name, sizeBytes, sha256: hash ?? await hashOf(source.store, name) });
    }
    for (const name of source.log.namesOf(wanted)) {
      const bytes = await source.store.read(name);
      files.push({ name, sizeBytes: bytes.length, sha256: sha256(bytes) });
    }
    files.sort((a, b) => a.name < b.name ? -1 : 1);
    return { id: snapshot.metadata.id, transaction: snapshot.version, files };
  });
  return {
    manifest,
    sizeBytes: manifest.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    chunks: (onBytes = () => {}) =>
      packChunks(manifest, (name) => counted(chunksOf(source.store, name), onBytes)),
  };
}

async function hashOf(store: Store, name: string): Promise<string> {
  const hasher = newHasher();
  for await (const chunk of chunksOf(store, name)) hasher.update(chunk);
  return hasher.digest();
}

async function* chunksOf(store: Store, name: string): AsyncGenerator<Uint8Array> {
  const reader = await store.open(name);
  try {
    yield* readChunks({
      key: name,
      sizeBytes: reader.sizeBytes,
      readSync: (offset, into) => reader.readSync(offset, into),
      close: () => {},
    }, { reuse: true });
  } finally {
    reader.close();
  }
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    onBytes(chunk.length);
  }
}
