import { PondError, toPondError } from "../base/mod.ts";
import type { Pond, RunOptions } from "../pond/mod.ts";
import type { TreeReader } from "../tinyfs/mod.ts";
import { compare, type Difference } from "./diff.ts";
import { unreadable } from "./readable.ts";
import { nodeAt } from "./tree_facts.ts";

/** Which dynamic node to make. */
export interface MknodOptions {
  readonly argv: readonly string[];
  readonly path: string;
  readonly factory: string;
  /** The config as YAML, stored verbatim. */
  readonly config: AsyncIterable<Uint8Array>;
  /** Writes the next version of an existing dynamic node. */
  readonly overwrite: boolean;
  /**
   * Reads everything that the node shows first; if something can't be read, the node isn't made.
   */
  readonly check?: boolean;
}

/** What is to become of a config that is only tried. */
export interface TryMknodOptions extends MknodOptions {
  /** Told how what is shown would differ; reads the rows of it before the config is given up. */
  readonly onDifference: (difference: Difference) => Promise<void>;
  /** Columns that say which rows are the same one. */
  readonly key: readonly string[];
  readonly run: RunOptions;
}

/** What is known of a node that was made. */
export interface Made {
  /** Files that can't be read by its config as they are now, of the few that were looked at. */
  readonly problems: readonly PondError[];
}

/**
 * Without `check` so many files, of no more bytes each, are read to see whether the config fits
 * them.
 */
const PEEK = { nodes: 100, files: 3, sourceBytes: 1024 * 1024 };

/** More than any config may have, so that reading a wrong file ends soon. */
const MOST_CONFIG_BYTES = 64 * 1024;

/**
 * Makes a dynamic node from a config.
 * @throws {PondError} `exists`, `unknown-factory`, `invalid-config`, `not-found` for what the
 *   config names, `conflict`; `invalid-input` with `check` when something that it shows can't be
 *   read
 */
export async function mknodCommand(pond: Pond, options: MknodOptions): Promise<Made> {
  const { path, factory, overwrite, check = false } = options;
  const yaml = await readConfig(options.config, path);
  await pond.transact(options.argv, async (change) => {
    await change.mknod(path, { factory, yaml, overwrite });
    if (check) await checkReadable(path, change.tree);
  });
  return { problems: check ? [] : await peek(pond, path) };
}

/**
 * Makes the node and gives it up again: how it would differ from what is there now.
 * @throws {PondError} as {@linkcode mknodCommand}, and whatever reading either throws
 */
export async function tryMknodCommand(pond: Pond, options: TryMknodOptions): Promise<void> {
  const { path, factory, overwrite, check = false, key, run, onDifference } = options;
  const yaml = await readConfig(options.config, path);
  const now = await pond.read();
  await pond.transact(options.argv, async (change) => {
    await change.mknod(path, { factory, yaml, overwrite });
    if (check) await checkReadable(path, change.tree);
    const then = change.reader(now.transaction + 1);
    const sides = {
      before: { reader: now, path, node: await nodeAt(now, path) },
      after: { reader: then, path, node: await nodeAt(then, path) },
    };
    await onDifference(await compare(pond, sides, { key, run }));
  }, { dryRun: true });
}

/** What can't be read of a node that was made; it is, so that no trouble in looking is an error. */
async function peek(pond: Pond, path: string): Promise<readonly PondError[]> {
  try {
    const reader = await pond.read();
    return (await unreadable(await reader.resolve(path), { tree: reader, ...PEEK })).problems;
  } catch (error) {
    return [toPondError(error, `cannot look at ${path}`)];
  }
}

async function checkReadable(path: string, tree: TreeReader): Promise<void> {
  const { files, problems } = await unreadable(await tree.resolve(path), { tree });
  const [first] = problems;
  if (!first) return;
  const count = problems.length === 1
    ? ""
    : `${problems.length} of ${files} files can't be read, the first: `;
  throw new PondError("invalid-input", `cannot make ${path}: ${count}${first.message}`, {
    cause: first,
    data: first.data,
    ...(first.hint === undefined ? {} : { hint: first.hint }),
  });
}

async function readConfig(chunks: AsyncIterable<Uint8Array>, path: string): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let sizeBytes = 0;
  try {
    for await (const chunk of chunks) {
      sizeBytes += chunk.length;
      if (sizeBytes > MOST_CONFIG_BYTES) {
        throw new PondError("invalid-config", `cannot make ${path}: the config is over 64 KiB`);
      }
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PondError("invalid-config", `cannot make ${path}: the config is not UTF-8 text`, {
      cause: error,
    });
  }
}
