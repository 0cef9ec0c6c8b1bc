import { isPondError, PondError } from "../base/mod.ts";
import { resolveNode } from "../tinyfs/mod.ts";
import type { TreeTransaction } from "../tlogfs/mod.ts";
import type { PondChange } from "./api.ts";
import { type DynamicServices, validateDynamic } from "./dynamic.ts";
import { readerOf, type ReaderServices } from "./reader.ts";
import { treeOf } from "./tree.ts";

/** A stored-tree transaction with `mknod` by factory name. */
export function changeOf(
  transaction: TreeTransaction,
  services: DynamicServices & ReaderServices,
): PondChange {
  const { onProblem } = services;
  return {
    get root() {
      return transaction.root;
    },
    get changed() {
      return transaction.changed;
    },
    get tree() {
      return treeOf(transaction.root, { onProblem });
    },
    makeDirectory: (path) => transaction.makeDirectory(path),
    writeFile: (path, content, options) => transaction.writeFile(path, content, options),
    makeDynamic: (path, spec) => transaction.makeDynamic(path, spec),
    makeLink: (path, target) => transaction.makeLink(path, target),
    remove: (path, options) => transaction.remove(path, options),
    move: (from, to) => transaction.move(from, to),
    restore: (path, to) => transaction.restore(path, to),
    restoreVersion: (path, version) => transaction.restoreVersion(path, version),
    withdraw: (path, versions) => transaction.withdraw(path, versions),
    undo: (number) => transaction.undo(number),
    lastSeen: (path) => transaction.lastSeen(path),
    dependsOn: (path) => transaction.dependsOn(path),
    commit: () => transaction.commit(),
    abort: () => transaction.abort(),
    reader: (number) => readerOf({ root: transaction.root, transaction: number }, services),
    mknod: (path, spec) => mknod(transaction, services, { path, overwrite: false, ...spec }),
  };
}

interface MknodSpec {
  readonly path: string;
  readonly factory: string;
  readonly yaml: string;
  readonly overwrite: boolean;
}

async function mknod(
  transaction: TreeTransaction,
  services: DynamicServices,
  { path, factory, yaml, overwrite }: MknodSpec,
): Promise<void> {
  const existing = await nodeAt(transaction, path);
  if (existing && !overwrite) {
    throw new PondError("exists", `cannot make ${path}: something is there already`, {
      ...(existing.factory === null
        ? {}
        : { hint: "`pond mknod --overwrite` writes its next version" }),
    });
  }
  const place = {
    path: existing?.path ?? path,
    id: existing?.id ?? "new",
    version: (await existing?.stat())?.version ?? 1,
    modifiedUs: 0n,
  };
  const made = await validateDynamic(services, { factory, yaml, place }, transaction.root);
  if (existing && existing.kind !== made.kind) {
    throw new PondError(
      "exists",
      `cannot overwrite ${path}: it is a ${existing.kind}, this config makes a ${made.kind}`,
    );
  }
  await transaction.makeDynamic(path, {
    kind: made.kind,
    factory,
    yaml,
    overwrite,
    attributes: made.attributes,
  });
}

async function nodeAt(transaction: TreeTransaction, path: string) {
  try {
    return await resolveNode(transaction.root, path, { followLast: false });
  } catch (error) {
    // Nothing there is what `mknod` hopes for.
    if (isPondError(error, "not-found")) return undefined;
    throw error;
  }
}
