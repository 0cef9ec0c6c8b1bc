import { PondError } from "../base/mod.ts";
import type {
  DirectoryNode,
  Entry,
  Node,
  NodeStat,
  OpenOptions,
  Provenance,
  ProvenanceInput,
  View,
} from "../tinyfs/mod.ts";

/**
 * Computed content has one version only, the present one.
 * @throws {PondError} `not-found`
 */
export function checkVersion(path: string, options: OpenOptions, version = 1): void {
  if (options.version === undefined || options.version === version) return;
  throw new PondError(
    "not-found",
    `cannot open version ${options.version} of ${path}: it is computed, and keeps no versions`,
  );
}

/** The provenance of what is made from `inputs` without a query. */
export function madeFrom(inputs: readonly ProvenanceInput[]): Provenance {
  return { query: null, inputs, hostPath: null };
}

/** What a {@linkcode computedDirectory} is made of. */
export interface ComputedDirectory {
  readonly path: string;
  readonly id: string;
  readonly factory: string;
  readonly version: number;
  readonly modifiedUs: bigint | null;
  readonly inputs: readonly ProvenanceInput[];
  /** All entries, by name in byte order. */
  entries(view?: View): Promise<ReadonlyMap<string, () => Node>>;
}

/** A read-only directory whose entries are computed each time they are asked for. */
export function computedDirectory(parts: ComputedDirectory): DirectoryNode {
  const { path, id, factory, version, modifiedUs } = parts;
  return {
    kind: "directory",
    path,
    id,
    factory,
    readOnly: true,
    provenance: () => madeFrom(parts.inputs),
    stat: (): Promise<NodeStat> =>
      Promise.resolve({ version, sizeBytes: null, modifiedUs, sha256: null }),
    get: async (name, view) => (await parts.entries(view)).get(name)?.(),
    async *list(view): AsyncGenerator<Entry> {
      for (const [name, node] of await parts.entries(view)) yield { name, node: node() };
    },
  };
}
