import { isPondError, PondError } from "../../base/mod.ts";
import type { EntryKind, Store } from "../../store/mod.ts";

/** Something inside the pond's directory that is not what it must be. */
export interface Stranger {
  /** Its name in the store. */
  readonly name: string;
  readonly kind: EntryKind;
  readonly wanted: "file" | "directory";
}

/** What must be a directory where it is there; a part of some has a name of two digits. */
const DIRECTORIES = ["data", "data/_delta_log", "blobs", "cache", "tmp", "quarantine"];
const SHARDED = ["blobs", "cache"];
const FILES = ["tmp/writer.lock"];

/** Where the log and its data files are while the first copy of a pond is made of another. */
export const STAGED_COPY = "tmp/copy";

/** Whether `name` is a directory's part by the first two digits of what is in it. */
export function isShard(name: string): boolean {
  return /^[0-9a-f]{2}$/.test(name);
}

/**
 * Whether `name`, in `tmp/`, is one that pond gives to unfinished files: nothing else is ever
 * swept.
 */
export function isUnfinishedName(name: string): boolean {
  return UNFINISHED.test(name);
}

const UNFINISHED =
  /^((blob|cache|checkpoint|commit|hint|scratch|sweep)-[0-9a-f-]{32,}(\.json|\.parquet)?|alive-[0-9a-f-]{36}\.lock)$/;

/**
 * The lock that a transaction holds as long as it has unfinished files, by the id in their names.
 */
export function aliveName(id: string): string {
  return `tmp/alive-${id}.lock`;
}

/**
 * The lock of the transaction that an unfinished file in `tmp/` belongs to; undefined for others,
 * which live no day.
 */
export function ownerOf(name: string): string | undefined {
  const id = /^tmp\/(?:blob|alive)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.exec(name)?.[1];
  return id && aliveName(id);
}

/**
 * Looks, no link followed, whether the parts of a pond are what they must be. Whoever can put a
 * link there could make a command read, write or sweep elsewhere; the store refuses to go through
 * one, this finds it before anything is done.
 * @throws {PondError} `io`
 */
export async function* findStrangers(store: Store): AsyncGenerator<Stranger> {
  for (const name of DIRECTORIES) {
    const kind = await store.kind(name);
    if (kind === "directory" && SHARDED.includes(name)) yield* strangeShards(store, name);
    else if (kind !== undefined && kind !== "directory") yield { name, kind, wanted: "directory" };
    // What lies below is not to be looked at through it.
    if (kind !== undefined && kind !== "directory" && name === "data") return;
  }
  for (const name of FILES) {
    if (await store.kind("tmp") !== "directory") continue;
    const kind = await store.kind(name);
    if (kind !== undefined && kind !== "file") yield { name, kind, wanted: "file" };
  }
}

/** @throws {PondError} `corrupt`, naming the first that is not what it must be */
export async function refuseStrangers(store: Store): Promise<void> {
  for await (const { name, kind, wanted } of findStrangers(store)) {
    const why = strangerText(kind, wanted);
    throw new PondError("corrupt", `cannot open the pond: ${store.root}/${name} ${why}`, {
      hint: `put the ${wanted} itself there; pond fsck names all that is out of place`,
      data: { path: name, kind },
    });
  }
}

/** One clause about what is out of place. */
export function strangerText(kind: EntryKind, wanted: "file" | "directory"): string {
  if (kind === "link") {
    return "is a symbolic link, and links inside a pond's directory are not followed";
  }
  return `is no ${wanted}`;
}

async function* strangeShards(store: Store, directory: string): AsyncGenerator<Stranger> {
  try {
    for (const { name, kind } of await store.list(directory)) {
      if (!isShard(name) || kind === "directory") continue;
      yield { name: `${directory}/${name}`, kind, wanted: "directory" };
    }
  } catch (error) {
    // Somebody else's cache can't be looked into, and isn't.
    if (!isPondError(error, "permission")) throw error;
  }
}
