import type { DeltaSnapshot, DeltaTable } from "../../delta/mod.ts";
import { PondError } from "../../base/mod.ts";
import {
  FACT_COLUMNS,
  Inventory,
  type InventoryNode,
  type MaintainOptions,
  type MaintainReport,
  refuseForeignSchema,
  type SweptFiles,
  type TlogOptions,
} from "../rows/mod.ts";
import { sweepBlobs } from "./blob_sweep.ts";
import { Contents, oldLeftovers, SnapshotRows, sweepLeftovers } from "../read/mod.ts";
import { type DropPlan, isEmptyPlan, planDrops, rewriterOf } from "./drop_plan.ts";
import { commitMerges, maintenanceInfo, type MergeBase, type SeriesMerge } from "./merge_commit.ts";
import { planMerges, versionsIn } from "./merge_plan.ts";
import { concernsOneSeries, writeMerged } from "./merge_series.ts";

const DAY_US = 86_400_000_000n;
const DEFAULT_RETENTION_DAYS = 7;
/** Each merges what the one before has made of many files. */
const MAX_PASSES = 4;
/** Series merged in one commit. */
const MERGES_A_COMMIT = 64;

/** What maintenance works on. */
export interface MaintainContext {
  readonly options: TlogOptions;
  readonly table: DeltaTable;
}

/**
 * Tidies up, step by step; each leaves the tree as it reads, so it may be stopped anywhere and run
 * again: versions of series are merged; rows are merged into one sorted file, or two with
 * superseded rows apart, without what may go; a checkpoint is written; then goes what nothing names
 * any more and is old enough.
 * @throws {PondError} `usage` for rules that keep nothing; `corrupt`, `locked`, `no-space`, `io`
 */
export async function maintain(
  context: MaintainContext,
  options: MaintainOptions,
): Promise<MaintainReport> {
  checkRules(options);
  const dryRun = options.dryRun ?? false;
  const merged = await mergeAll(context, options);
  const compacted = await compact(context, options, merged);
  if (!dryRun) await context.table.checkpoint();
  const removed = await sweep(context, options, compacted.plan);
  const { filesBefore, filesAfter } = compacted;
  return {
    dryRun,
    mergedSeries: merged.versions.size,
    mergedVersions: [...merged.versions.values()].reduce((sum, count) => sum + count, 0),
    skipped: merged.skipped,
    droppedVersions: [...compacted.plan.versions.values()].reduce((sum, { size }) => sum + size, 0),
    droppedNodes: compacted.plan.nodes.size,
    filesBefore,
    filesAfter,
    removed,
    transactions: [...merged.transactions, ...compacted.transactions],
  };
}

function checkRules({ keepVersions, keepDays }: MaintainOptions): void {
  if (keepVersions !== undefined && !(Number.isSafeInteger(keepVersions) && keepVersions >= 1)) {
    throw new PondError("usage", "cannot keep less than one version: the newest always stays");
  }
  if (keepDays !== undefined && !(keepDays >= 0)) {
    throw new PondError("usage", "cannot keep less than no days");
  }
}

interface State {
  readonly snapshot: DeltaSnapshot;
  readonly inventory: Inventory;
  readonly contents: Contents;
}

async function stateOf({ options: { store }, table }: MaintainContext): Promise<State> {
  const snapshot = await table.snapshot();
  refuseForeignSchema(snapshot.metadata);
  const inventory = await Inventory.of(new SnapshotRows(table, snapshot).all());
  return { snapshot, inventory, contents: new Contents({ store, table, snapshot }) };
}

/** What became of the series. */
interface Merging {
  /** How many versions of it, by node id. */
  readonly versions: Map<string, number>;
  readonly skipped: { path: string; why: string }[];
  readonly transactions: number[];
  /** In a dry run: ranges that would be merged, by node id. */
  readonly planned: Map<string, { first: number; last: number }[]>;
  /** In a dry run, which changes nothing: the state that was looked at. */
  state?: State;
}

async function mergeAll(context: MaintainContext, options: MaintainOptions): Promise<Merging> {
  const merging: Merging = {
    versions: new Map(),
    skipped: [],
    transactions: [],
    planned: new Map(),
  };
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const state = await stateOf(context);
    const skipped = new Set(merging.skipped.map(({ path }) => path));
    const todo = [...state.inventory.series()].filter(({ newest, history }) =>
      planMerges(history).length > 0 && !skipped.has(state.inventory.pathOf(newest.nodeId))
    );
    if (options.dryRun) {
      for (const node of todo) planMerge(node, merging);
      merging.state = state;
      return merging;
    }
    for (let at = 0; at < todo.length; at += MERGES_A_COMMIT) {
      const batch = todo.slice(at, at + MERGES_A_COMMIT);
      // Others write meanwhile; each batch is made on the state of its own time.
      await mergeBatch(context, { options, batch, merging, state: at === 0 ? state : undefined });
    }
    if (todo.length === 0) break;
  }
  return merging;
}

function planMerge({ history, newest }: InventoryNode, merging: Merging): void {
  const groups = planMerges(history);
  const versions = groups.reduce((sum, group) => sum + versionsIn(history, group), 0);
  merging.versions.set(newest.nodeId, versions);
  const ranges = groups.map((group) => ({ first: group[0]!.first, last: group.at(-1)!.last }));
  merging.planned.set(newest.nodeId, ranges);
}

interface Batch {
  readonly options: MaintainOptions;
  readonly batch: readonly InventoryNode[];
  readonly merging: Merging;
  readonly state: State | undefined;
}

async function mergeBatch(
  context: MaintainContext,
  { options, batch, merging, state: known }: Batch,
): Promise<void> {
  const state = known ?? await stateOf(context);
  const merges: SeriesMerge[] = [];
  for (const { newest: { nodeId } } of batch) {
    const node = state.inventory.nodes.get(nodeId);
    if (!node || node.newest.deleted) continue;
    const merge = await mergeOne(context, { node, state, merging });
    if (merge) merges.push(merge);
  }
  const { committed, transactions } = await commitBatch({
    ...context,
    ...state,
    argv: options.argv,
  }, merges);
  merging.transactions.push(...transactions);
  for (const merge of merges) {
    const { nodeId } = merge.node.newest;
    if (!committed.has(merge)) {
      const path = state.inventory.pathOf(nodeId);
      merging.skipped.push({ path, why: "it was written meanwhile" });
      continue;
    }
    const versions = merge.parts.reduce(
      (sum, part) => sum + versionsIn(merge.node.history, [part]),
      0,
    );
    // A later pass merges the same versions again.
    merging.versions.set(nodeId, Math.max(versions, merging.versions.get(nodeId) ?? 0));
  }
}

/**
 * All at once, or one by one: a series that somebody writes all the time must not keep the others
 * from being merged.
 */
async function commitBatch(base: MergeBase, merges: readonly SeriesMerge[]) {
  const committed = new Set<SeriesMerge>();
  const transactions: number[] = [];
  const attempt = async (group: readonly SeriesMerge[]) => {
    const version = await commitMerges(base, group);
    if (version === null) return false;
    transactions.push(version);
    for (const merge of group) committed.add(merge);
    return true;
  };
  if (merges.length > 0 && !await attempt(merges) && merges.length > 1) {
    for (const merge of merges) await attempt([merge]);
  }
  return { committed, transactions };
}

async function mergeOne(
  context: MaintainContext,
  { node, state, merging }: { node: InventoryNode; state: State; merging: Merging },
): Promise<SeriesMerge | undefined> {
  const path = state.inventory.pathOf(node.newest.nodeId);
  const { rewriter } = context.options;
  const parts = [];
  try {
    if (!rewriter) throw new PondError("unsupported", `cannot merge ${path}: there is no engine`);
    for (const group of planMerges(node.history)) {
      parts.push(
        await writeMerged({ ...context, rewriter, contents: state.contents }, group, path),
      );
    }
  } catch (error) {
    if (!concernsOneSeries(error)) throw error;
    merging.skipped.push({ path, why: error.message });
  }
  return parts.length > 0 ? { node, parts } : undefined;
}

interface Compacted {
  readonly plan: DropPlan;
  readonly filesBefore: number;
  readonly filesAfter: number;
  readonly transactions: readonly number[];
}

async function compact(
  context: MaintainContext,
  options: MaintainOptions,
  { planned, state }: Merging,
): Promise<Compacted> {
  const { table } = context;
  const { inventory, snapshot } = state ?? await stateOf(context);
  const plan = planDrops(inventory, {
    ...options,
    nowUs: context.options.environment.nowUs(),
    timeOf: await transactionTimes(table, options),
    isMerged: ({ history, newest }, version) =>
      [...history.merged, ...planned.get(newest.nodeId) ?? []]
        .some(({ first, last }) => first <= version && version <= last),
  });
  const { dryRun = false } = options;
  const filesBefore = snapshot.files.length;
  const changes = isEmptyPlan(plan)
    ? {}
    : { rewrite: rewriterOf(plan), rewriteColumns: FACT_COLUMNS };
  const commitInfo = maintenanceInfo(options.argv, summaryOf(plan, filesBefore));
  const outcome = await table.compact({ full: true, dryRun, ...changes, commitInfo });
  const transactions = outcome.version === null ? [] : [outcome.version];
  const { filesAfter } = outcome;
  return { plan, filesBefore, filesAfter, transactions };
}

function summaryOf({ versions, nodes, rows }: DropPlan, files: number): string[] {
  const dropped = [...versions.values()].reduce((sum, { size }) => sum + size, 0);
  return [
    ...(dropped > 0 ? [`dropped the contents of ${dropped} versions`] : []),
    ...(nodes.size > 0 ? [`forgot ${nodes.size} removed nodes`] : []),
    ...(rows.size > 0 ? [`took out ${rows.size} superseded merges`] : []),
    ...(files > 1 ? [`compacted ${files} data files`] : []),
  ];
}

/** Only removals need the time of their transaction, and only a rule in days looks at them. */
async function transactionTimes(table: DeltaTable, { keepDays }: MaintainOptions) {
  const times = new Map<number, bigint>();
  if (keepDays !== undefined) {
    for await (const { version, timestampUs } of table.history()) times.set(version, timestampUs);
  }
  return (transaction: number) => times.get(transaction) ?? 0n;
}

async function sweep(
  context: MaintainContext,
  options: MaintainOptions,
  plan: DropPlan,
): Promise<SweptFiles> {
  const { keepDays, dryRun = false } = options;
  const retentionUs = daysUs(keepDays ?? DEFAULT_RETENTION_DAYS);
  const leftovers = dryRun
    ? (await oldLeftovers(context.options)).length
    : await sweepLeftovers(context.options);
  const vacuumed = await context.table.vacuum({
    retentionUs,
    dryRun,
    ...(keepDays === undefined ? {} : { logRetentionUs: retentionUs }),
  });
  const swept = await sweepBlobs(context, {
    dryRun,
    minAgeUs: retentionUs < DAY_US ? DAY_US : retentionUs,
    ...(keepDays === 0 ? { rewrite: rewriterOf(plan) } : {}),
  });
  return {
    dataFiles: vacuumed.dataFiles.length,
    logFiles: vacuumed.logFiles.length,
    blobs: swept.blobs,
    leftovers,
    bytes: vacuumed.bytes + swept.bytes,
  };
}

function daysUs(days: number): bigint {
  return BigInt(Math.round(days * Number(DAY_US)));
}
