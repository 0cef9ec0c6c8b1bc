import type { TableLocation } from "./layout.ts";

/**
 * Name of the writer lock: beside the table, so that nothing but table data lies under its root.
 */
function lockName(table: Pick<TableLocation, "tmp">): string {
  return `${table.tmp}/writer.lock`;
}

/**
 * Runs `work` while no other writer does. That the lock can't be given back afterwards is only a
 * warning: what was done is done, and the end of the process gives it back at the latest.
 * @throws {PondError} `locked` after the deadline; whatever `work` throws
 */
export async function underLock<T>(
  table: TableLocation,
  options: { readonly deadlineMs: number },
  work: () => Promise<T>,
): Promise<T> {
  const lock = await table.store.lock(lockName(table), options);
  try {
    return await work();
  } finally {
    await lock.release().catch((error: Error) => {
      table.warn(`the writer lock stays taken until this process ends: ${error.message}`);
    });
  }
}
