import type { Store } from "../store/mod.ts";

/** Below the directory of the tables: locks, manifests and unfinished files. */
export const KEEPING = ".pond-export";

/**
 * Puts a text file in the place of an earlier one, whole and durable; its directory is there.
 * @param temporary where it is written first: a name that nobody else uses
 */
export async function replaceText(
  store: Store,
  name: string,
  { temporary, text }: { readonly temporary: string; readonly text: string },
): Promise<void> {
  const writer = await store.create(temporary);
  try {
    await writer.write(new TextEncoder().encode(text));
    await writer.sync();
  } finally {
    writer.close();
  }
  await store.rename(temporary, name);
  await store.syncDirectory(name.slice(0, Math.max(0, name.lastIndexOf("/"))));
}
