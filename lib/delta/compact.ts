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
import { stageStates, type StateRow } from "./stage.ts";
import { storedPath } from "./state.ts";
import { isSuperseded, markSuperseded } from "./superseded.ts";

/** A file lighter than this is small, and merged as soon as there are two. */
const SMALL = 1_000;
/**
 * Above it weights fall into steps of this factor; as many files of one step are merged into one of
 * the next.
 */
const STEP = 4;
/** Files this heavy are left alone: a million rows, or half a gigabyte. */
const LARGE = 1_000_000;
const BYTES_PER_ROW = 512;

/**
 * Merges files that piled up into one sorted file, or two when there are superseded rows to keep
 * apart: remove + add without data change. Each row is rewritten once a step of size, so the work
 * of all merges grows as n log n, and the number of files as log n. A commit of another writer is
 * never lost: when it removed one of the files, the merge is dropped.
 * @throws {PondError} `corrupt`, `expired`, `locked`, `no-space`, `io`
 */
export async function compactFiles(
  context: CommitContext,
  snapshot: DeltaSnapshot,
  options: CompactOptions = {},
): Promise<CompactOutcome> {
  const filesBefore = snapshot.files.length;
  const { rewrite } = options;
  const merged = chooseFiles(snapshot, rewrite !== undefined || (options.full ?? false));
  const merge: Merge = { snapshot, files: merged, options };
  const marks = await superseded(context, merge);
  const unchanged = { version: null, filesBefore, filesAfter: filesBefore };
  if (merged.length === 0 || !rewrite && isMerged(merged, marks)) return unchanged;
  if (options.dryRun) {
    return { ...unchanged, filesAfter: filesBefore - merged.length + filesOf(merged, marks) };
  }
  const adds = await stageStates(
    { ...context, environment: context.environment, schema: snapshot.metadata.schema },
    markedRows(context, merge, marks),
  );
  const outcome = await commitChange(context, {
    base: snapshot,
    txnId: newUuid(context.environment),
    adds,
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
    for (const { path } of adds) await context.store.remove(tableFile(context, storedPath(path)));
    return unchanged;
  }
  return {
    version: outcome.version,
    filesBefore,
    filesAfter: filesBefore - merged.length + adds.length,
  };
}

/** What others add isn't touched; a file that they removed is noticed by its absence. */
const NOTHING_IN_THE_WAY: RowConflict = { columns: [], test: () => false, ignores: () => true };

/** What is merged. */
interface Merge {
  readonly snapshot: DeltaSnapshot;
  readonly files: readonly DataFile[];
  readonly options: CompactOptions;
}

/**
 * Of each row, in the order of the merge, whether it goes into the file of superseded states; none
 * where these are few. What was superseded before stays so, but for a rewrite: that may leave out
 * the newer state, and looks at all states there are.
 */
async function superseded(context: CommitContext, merge: Merge): Promise<readonly boolean[]> {
  const { snapshot, files, options: { rewrite, rewriteColumns } } = merge;
  const { sortBy, stateKey, fewestApart } = context;
  const mostRows = files.reduce((sum, { rows }) => sum + (rows ?? Infinity), 0);
  if (stateKey.length === 0 || mostRows < fewestApart) return [];
  const looksAt = rewrite ? rewriteColumns : [];
  const columns = looksAt && [...new Set([...sortBy, ...stateKey, ...looksAt])];
  const before: number[] = [];
  const rows = async function* () {
    let place = 0;
    for await (const { row, file } of mergeSorted(context, snapshot, { files, columns })) {
      if (!rewrite && isSuperseded(file)) before.push(place);
      place++;
      yield rewrite ? rewrite(row) : row;
    }
  };
  const marks = await markSuperseded(rows(), { sortBy, stateKey, compare: compareRows(sortBy) });
  for (const place of before) marks[place] = true;
  const count = marks.reduce((sum, mark) => sum + (mark ? 1 : 0), 0);
  return count < fewestApart ? [] : marks;
}

/** Whether the files are as a merge would leave them. */
function isMerged(files: readonly DataFile[], marks: readonly boolean[]): boolean {
  const newest = files.filter((file) => !isSuperseded(file));
  return newest.length === 1 && files.length === filesOf(files, marks);
}

/** How many files come of a merge. */
function filesOf(files: readonly DataFile[], marks: readonly boolean[]): number {
  return marks.includes(true) && files.some((file) => !isSuperseded(file)) ? 2 : 1;
}

/** The rows of a merge, as they are to be written. */
async function* markedRows(
  context: CommitContext,
  { snapshot, files, options: { rewrite } }: Merge,
  marks: readonly boolean[],
): AsyncGenerator<StateRow> {
  let place = 0;
  for await (const { row } of mergeSorted(context, snapshot, { files })) {
    const isSuperseded = marks[place++] ?? false;
    const kept = rewrite ? rewrite(row) : row;
    if (kept) yield { row: kept, isSuperseded };
  }
}

/**
 * The files to merge: of those with newest states, and of those with superseded ones, a whole step
 * that is full, with everything lighter than it. Partitioned tables are left alone.
 */
export function chooseFiles(snapshot: DeltaSnapshot, full: boolean): readonly DataFile[] {
  if (snapshot.metadata.partitionColumns.length > 0) return [];
  if (full) return snapshot.files;
  const sorts = [false, true].map((sort) =>
    snapshot.files.filter((file) => isSuperseded(file) === sort && weightOf(file) < LARGE)
  );
  return sorts.flatMap(fullStep);
}

function fullStep(light: readonly DataFile[]): readonly DataFile[] {
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

/**
 * The rows of sorted files in one order, always the same, with the files they come from; holds one
 * row group of each at a time.
 */
async function* mergeSorted(
  context: CommitContext,
  snapshot: DeltaSnapshot,
  { files, columns }: { files: readonly DataFile[]; columns?: readonly string[] | undefined },
): AsyncGenerator<{ readonly row: Row; readonly file: DataFile }> {
  const compare = compareRows(context.sortBy);
  const cursors: Cursor[] = [];
  try {
    for (const file of files) {
      const query = { files: [file], ...(columns ? { columns } : {}) };
      const cursor = new Cursor(file, readRows(context, snapshot, query), compare);
      if (await cursor.advance()) cursors.push(cursor);
    }
    while (cursors.length > 0) {
      let least = 0;
      for (let i = 1; i < cursors.length; i++) {
        if (compare(cursors[i]!.row, cursors[least]!.row) < 0) least = i;
      }
      yield cursors[least]!;
      if (!await cursors[least]!.advance()) cursors.splice(least, 1);
    }
  } finally {
    for (const cursor of cursors) await cursor.close();
  }
}

class Cursor {
  #batch: readonly Row[] = [];
  #next = 0;
  row!: Row;

  readonly #batches: AsyncGenerator<readonly Row[]>;
  readonly #compare: (left: Row, right: Row) => number;

  constructor(
    readonly file: DataFile,
    batches: AsyncGenerator<readonly Row[]>,
    compare: (left: Row, right: Row) => number,
  ) {
    this.#batches = batches;
    this.#compare = compare;
  }

  /** Steps to the next row; false at the end. */
  async advance(): Promise<boolean> {
    while (this.#next >= this.#batch.length) {
      const { done, value } = await this.#batches.next();
      if (done) return false;
      // Other writers need not sort; a row group is small enough to do it here.
      this.#batch = [...value].sort(this.#compare);
      this.#next = 0;
    }
    this.row = this.#batch[this.#next++]!;
    return true;
  }

  async close(): Promise<void> {
    await this.#batches.return(undefined);
  }
}
