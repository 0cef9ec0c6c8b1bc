import { PondError } from "../base/mod.ts";
import type { Pond } from "../pond/mod.ts";

/** Which dynamic node to make. */
export interface MknodOptions {
  readonly argv: readonly string[];
  readonly path: string;
  readonly factory: string;
  /** The config as YAML, stored verbatim. */
  readonly config: AsyncIterable<Uint8Array>;
  /** Writes the next version of an existing dynamic node. */
  readonly overwrite: boolean;
}

/** More than any config may have, so that reading a wrong file ends soon. */
const MOST_CONFIG_BYTES = 64 * 1024;

/**
 * Makes a dynamic node from a config.
 * @throws {PondError} `exists`, `unknown-factory`, `invalid-config`, `not-found` for what the config names, `conflict`
 */
export async function mknodCommand(pond: Pond, options: MknodOptions): Promise<void> {
  const { path, factory, overwrite } = options;
  const yaml = await readConfig(options.config, path);
  await pond.transact(options.argv, (change) => change.mknod(path, { factory, yaml, overwrite }));
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
