import type { Store } from "../../store/mod.ts";

/** Where damaged files are kept for whoever wants to look at them. */
export const QUARANTINE = "quarantine";

/**
 * Moves a damaged file out of the way; nothing is deleted.
 * @returns its new name
 * @throws {PondError} `io`, `permission`
 */
export async function quarantine(store: Store, name: string): Promise<string> {
  const slash = name.lastIndexOf("/");
  await store.makeDirectory(QUARANTINE);
  const to = await freeName(store, `${QUARANTINE}/${name.slice(slash + 1)}`);
  await store.rename(name, to);
  await store.syncDirectory(QUARANTINE);
  await store.syncDirectory(name.slice(0, Math.max(0, slash)));
  return to;
}

async function freeName(store: Store, base: string): Promise<string> {
  for (let copy = 0;; copy++) {
    const name = copy === 0 ? base : `${base}.${copy}`;
    if (await store.kind(name) === undefined) return name;
  }
}
