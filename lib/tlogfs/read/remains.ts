import { isPondError, PondError } from "../../base/mod.ts";
import { readParquetFooter } from "../../parquet/mod.ts";
import type { Store } from "../../store/mod.ts";
import { listBlobs, STAGED_COPY } from "../rows/mod.ts";

/**
 * Refuses a directory that has no log and holds what a pond kept: a new pond there would bury it.
 * @throws {PondError} `exists` for making one, `corrupt` for opening one
 */
export async function refuseRemains(store: Store, doing: "make" | "open"): Promise<void> {
  if ((await store.list("data/_delta_log")).length > 0) return;
  await refuseUnfinishedCopy(store, doing);
  const remains = await remainsIn(store);
  if (remains === null) return;
  throw doing === "make"
    ? new PondError(
      "exists",
      `cannot make a pond in ${store.root}: ${remains} of a lost one lie there`,
      {
        hint:
          "its log, data/_delta_log, has to come from a copy; pond init DIR makes a pond elsewhere",
      },
    )
    : new PondError(
      "corrupt",
      `cannot open the pond in ${store.root}: its log is gone, ${remains} lie there`,
      {
        hint: "data/_delta_log has to come from a copy",
      },
    );
}

/**
 * Refuses what a copy has brought so far: it is nobody's pond yet, and the same copy goes on with it.
 * @throws {PondError} `exists` for making one there, else `not-found`
 */
export async function refuseUnfinishedCopy(
  store: Store,
  doing: "make" | "open" | "check",
): Promise<void> {
  if (await store.kind(STAGED_COPY) !== "directory") return;
  throw new PondError(
    doing === "make" ? "exists" : "not-found",
    `cannot ${doing} ${doing === "make" ? "a" : "the"} pond in ${store.root}: ` +
      "a copy of one was begun there and isn't finished",
    { hint: "run the same pond push or pond clone again: it goes on where it was" },
  );
}

/**
 * What a pond left here, in words; null where nothing is, or no more than making a pond leaves that
 * was stopped.
 */
async function remainsIn(store: Store): Promise<string | null> {
  const data = (await store.list("data")).filter(({ name }) => name.endsWith(".parquet"));
  const blobs = await listBlobs(store);
  if (data.length + blobs.length === 0) return null;
  if (blobs.length === 0 && data.length === 1) {
    if (await isFirstFile(store, `data/${data[0]!.name}`)) return null;
  }
  return `data files (${data.length}) and contents (${blobs.length})`;
}

/** Whether a file holds the row of the root alone, or is a piece of such a one. */
async function isFirstFile(store: Store, name: string): Promise<boolean> {
  const reader = await store.open(name);
  try {
    return readParquetFooter(reader, name).rows <= 1;
  } catch (error) {
    if (isPondError(error, "corrupt", "invalid-input")) return true;
    throw error;
  } finally {
    reader.close();
  }
}
