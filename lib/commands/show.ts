import { PondError } from "../base/mod.ts";
import type { Pond } from "../pond/mod.ts";
import type { Node, NodeVersion } from "../tinyfs/mod.ts";
import { openingProblemOf } from "./node_problem.ts";
import { canonicalPath, type KindName, kindName } from "./tree_facts.ts";

/** Which node to show. */
export interface ShowOptions {
  /** A link is shown itself, not what it points to. */
  readonly path: string;
  /** An older version of a dynamic node's config. */
  readonly version?: number | undefined;
}

/** One node whole. */
export interface ShownNode {
  /** A pond path. */
  readonly path: string;
  /** Stable for the life of the node. */
  readonly id: string;
  /** What sort of node it is. */
  readonly kind: KindName;
  /** The factory that makes it; null where it is stored. */
  readonly factory: string | null;
  /** From 1. */
  readonly version: number;
  /** Of the content, in bytes. */
  readonly sizeBytes: number | null;
  /** When it was written, microseconds since 1970. */
  readonly modifiedUs: bigint | null;
  /** Hash of the content, 64 hex digits. */
  readonly sha256: string | null;
  /** Of a symbolic link. */
  readonly target: string | null;
  /** Stored ones, oldest first; empty for computed nodes. */
  readonly versions: readonly NodeVersion[];
  /** A dynamic node's YAML, verbatim. */
  readonly config: string | null;
  /** Why the node can't be used, where it can't. */
  readonly broken: PondError | null;
}

/**
 * Everything that is known of one node; its content is not computed.
 * @throws {PondError} `not-found`; `expired` for a version that isn't there any more
 */
export async function showCommand(pond: Pond, options: ShowOptions): Promise<ShownNode> {
  const path = canonicalPath(options.path);
  const node = await (await pond.read()).resolveLink(path);
  const versions = await versionsOf(node);
  if (options.version !== undefined && !versions.some((v) => v.version === options.version)) {
    throw new PondError(
      "not-found",
      `cannot show version ${options.version} of ${path}: there is none`,
      {
        hint: `\`pond show ${path}\` lists its versions`,
      },
    );
  }
  const shown = versions.find((each) => each.version === options.version);
  const stat = await node.stat();
  return {
    path,
    id: node.id,
    kind: kindName(node.kind),
    factory: node.factory,
    ...(shown === undefined ? stat : factsOf(shown)),
    target: node.kind === "symlink" ? node.target : null,
    versions: shown === undefined ? versions : [shown],
    config: await configOf(node, options.version) ?? null,
    broken: await openingProblemOf(node),
  };
}

/**
 * The YAML of a dynamic node, verbatim.
 * @throws {PondError} `not-found` where there is no such node or version; `invalid-input` for a
 *   node without config
 */
export async function showConfig(pond: Pond, options: ShowOptions): Promise<string> {
  const path = canonicalPath(options.path);
  const node = await (await pond.read()).resolveLink(path);
  const config = await configOf(node, options.version);
  if (config !== undefined) return config;
  const why = node.factory === null ? "it is stored, not computed" : "its directory makes it";
  throw new PondError("invalid-input", `cannot show the config of ${path}: it has none, ${why}`);
}

/** Of an older version, what {@linkcode Node.stat} tells of the newest. */
function factsOf({ version, sizeBytes, timestampUs, sha256 }: NodeVersion) {
  return { version, sizeBytes, modifiedUs: timestampUs, sha256 };
}

async function versionsOf(node: Node): Promise<readonly NodeVersion[]> {
  return node.kind === "symlink" ? [] : await node.versions?.() ?? [];
}

async function configOf(node: Node, version: number | undefined): Promise<string | undefined> {
  return node.kind === "symlink" ? undefined : await node.config?.(version);
}
