import { isPondError, PondError } from "../base/mod.ts";
import { resolve } from "../deps/std_path.ts";
import { PackFile, packStore, type Store } from "../store/mod.ts";
import type { Finding } from "../tlogfs/mod.ts";

/** Whether a file stands where a pond's directory might: it can only be a pack of one. */
export async function isPackPlace(hostPath: string): Promise<boolean> {
  // Whatever else is wrong with it, opening finds out.
  return await Deno.stat(hostPath).then(({ isDirectory }) => !isDirectory, () => false);
}

/** The store that a pond is in, where that is a pack. @throws {PondError} see `packStore` */
export async function packedStore(hostPath: string): Promise<{ readonly store?: Store }> {
  return await isPackPlace(hostPath) ? { store: packStore(resolve(hostPath)) } : {};
}

/**
 * What of a pack isn't as it was packed; each byte is looked at.
 * @throws {PondError} `permission`, `io`
 */
export function packFindings(hostPath: string): readonly Finding[] {
  try {
    return [...new PackFile(hostPath).faults()].map(({ name, why }) => findingOf(name, why));
  } catch (error) {
    if (!isPondError(error, "corrupt", "invalid-input", "unsupported")) throw error;
    return [findingOf(null, error.message)];
  }
}

/**
 * Reads a pack whole before anything of it is used.
 * @throws {PondError} `corrupt` for one that is not as it was packed; `invalid-input` for none
 */
export function requireWholePack(hostPath: string): void {
  for (const { name, why } of new PackFile(hostPath).faults()) {
    throw new PondError("corrupt", `cannot use ${hostPath}: ${[name, why].join(": ")}`, {
      hint: "pond verify says what else is wrong with it",
      data: { path: hostPath, name },
    });
  }
}

function findingOf(file: string | null, why: string): Finding {
  return { severity: "error", file: file || null, path: null, version: null, why, movedTo: null };
}
