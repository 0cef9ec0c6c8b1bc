import { newUuid } from "../base/mod.ts";
import type {
  CompactOptions,
  CompactOutcome,
  DataFile,
  DeltaSnapshot,
  Row,
  RowConflict,
} from "./api.ts";
import { commitChange, type CommitContext } from "./commit.ts";
import { tableFile } from "./layout.ts";
import { compareRows } from "./order.ts";
import { readRows } from "./read.ts";
import { stageSortedRows } from "./stage.ts";
import { storedPath } from "./state.ts";

/** A file lighter than this is small, and merged as soon as there are two. */
const SMALL = 1_000;
/** Above it weights fall into steps of this factor; as many files of one step are merged into one of the next. */
const STEP = 4;
/** Files this heavy are left alone: a million rows, or half a gigabyte. */
const LARGE = 1_000_000;
const BYTES_PER_ROW = 512;

/**
 * Merges files that piled up into one sorted file: remove + add without data change. Each row is rewritten once a
 * step of size, so the work of all merges grows as n log n, and the number of files as log n.
 * A commit of another writer is never lost: when it removed one of the files, the merge is dropped.
 * @throws {PondError} `corrupt`, `expired`, `locked`, `no-space`, `io`
 */
export async function compactFiles(
  context: CommitContext,
  snapshot: DeltaSnapshot,
  options: CompactOptions = {},
): Promise<CompactOutcome> {
  const before = snapshot.files.length;
  const { rewrite } = options;
  const merged = chooseFiles(snapshot, rewrite !== undefined || (options.full ?? false));
  if (merged.length < (rewrite ? 1 : 2)) {
    return { version: null, filesBefore: before, filesAfter: before };
  }
  const rows = mergeSorted(context, snapshot, merged);
  const add = await stageSortedRows(
    { ...context, environment: context.environment, schema: snapshot.metadata.schema },
    rewrite ? rewritten(rows, rewrite) : rows,
  );
  const outcome = await commitChange(context, {
    base: snapshot,
    txnId: newUuid(context.environment),
    adds: [add],
    removes: merged,
    dataChange: rewrite !== undefined,
    ...(rewrite ? { conflict: NOTHING_IN_THE_WAY } : {}),
    commitInfo: {
      operation: "OPTIMIZE",
      operationParameters: { files: String(merged.length) },
      ...options.commitInfo,
    },
  });
  if (outcome.status === "conflict") {
    await context.store.remove(tableFile(context, storedPath(add.path)));
    return { version: null, filesBefore: before, filesAfter: before };
  }
  return {
    version: outcome.version,
    filesBefore: before,
    filesAfter: before - merged.length + 1,
  };
}

/** What others add isn't touched; a file that they removed is noticed by its absence. */
const NOTHING_IN_THE_WAY: RowConflict = { columns: [], test: () => false, ignores: () => true };

async function* rewritten(
  rows: AsyncIterable<Row>,
  rewrite: (row: Row) => Row | null,
): AsyncGenerator<Row> {
  for await (const row of rows) {
    const kept = rewrite(row);
    if (kept) yield kept;
  }
}

/** The files to merge: a whole step that is full, with everything lighter than it; partitioned tables are left alone. */
export function chooseFiles(snapshot: DeltaSnapshot, full: boolean): readonly DataFile[] {
  if (snapshot.metadata.partitionColumns.length > 0) return [];
  const light = snapshot.files.filter((file) => full || weightOf(file) < LARGE);
  if (full) return light;
  const steps: DataFile[][] = [];
  for (const file of light) (steps[stepOf(weightOf(file))] ??= []).push(file);
  let chosen: readonly DataFile[] = [];
  let carried: DataFile[] = [];
  for (let step = 0; step < steps.length; step++) {
    const files = steps[step] ?? [];
    carried = [...carried, ...files];
    // What the lighter steps merge into may fill this one.
    const count = files.length + (chosen.length > 0 && files.length > 0 ? 1 : 0);
    if (count >= (step === 0 ? 2 : STEP)) chosen = carried;
  }
  return chosen;
}

function weightOf(file: DataFile): number {
  return Math.max(file.rows ?? 0, file.sizeBytes / BYTES_PER_ROW);
}

function stepOf(weight: number): number {
  return weight < SMALL ? 0 : 1 + Math.floor(Math.log(weight / SMALL) / Math.log(STEP));
}

/** The rows of sorted files in one order; holds one row group of each at a time. */
async function* mergeSorted(
  context: CommitContext,
  snapshot: DeltaSnapshot,
  files: readonly DataFile[],
): AsyncGenerator<Row> {
  const compare = compareRows(context.sortBy);
  const cursors: Cursor[] = [];
  try {
    for (const file of files) {
      const cursor = new Cursor(readRows(context, snapshot, { files: [file] }), compare);
      if (await cursor.advance()) cursors.push(cursor);
    }
    while (cursors.length > 0) {
      let least = 0;
      for (let i = 1; i < cursors.length; i++) {
        if (compare(cursors[i]!.row, cursors[least]!.row) < 0) least = i;
      }
      yield cursors[least]!.row;
      if (!await cursors[least]!.advance()) cursors.splice(least, 1);
    }
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

class Cursor {
  private batch: readonly Row[] = [];
  private next = 0;
  row!: Row;

  constructor(
    private readonly batches: AsyncGenerator<readonly Row[]>,
    private readonly compare: (left: Row, right: Row) => number,
  ) {}

  /** Steps to the next row; false at the end. */
  async advance(): Promise<boolean> {
    while (this.next >= this.batch.length) {
      const { done, value } = await this.batches.next();
      if (done) return false;
      // Other writers need not sort; a row group is small enough to do it here.
      this.batch = [...value].sort(this.compare);
      this.next = 0;
    }
    this.row = this.batch[this.next++]!;
    return true;
  }

  async close(): Promise<void> {
    await this.batches.return(undefined);
  }
}
