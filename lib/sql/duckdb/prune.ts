import { isPondError, quoteName, toHex } from "../../base/mod.ts";
import type { ParquetFile, TimeRange } from "../../table/mod.ts";
import { compile, type Compiled } from "./compile.ts";
import { mayNameTheTime } from "./clock.ts";
import { FileIndex } from "./file_index.ts";
import { inOrder, type QueryNode, type ScanNode } from "./graph.ts";
import { graphKey } from "./graph_key.ts";
import { type PlanNode, readPlan } from "./plan.ts";
import { type PlannedRange, rangesIn, readTime, storedTime, untied } from "./planned_ranges.ts";
import { type AskedTimes, restrictionSql } from "./scan_sql.ts";
import type { Session } from "./session.ts";
import { SessionCache } from "./session_cache.ts";

/** The files of a scan that a query needs, and what it asks of their time column at most. */
export interface Selection {
  readonly files: readonly ParquetFile[];
  readonly asked: AskedTimes | null;
  /** Whether that follows from filters that the engine can't push into the scan itself. */
  readonly isImplied?: boolean;
}

/** What of the world pruning needs. */
export interface PruneContext {
  readonly session: Session;
  /** The SELECT that reads the given files of a scan (opened here if need be). */
  readonly read: (scan: ScanNode, files: readonly ParquetFile[]) => Promise<string>;
}

/** SQL without any of these has nothing that could reach a scan as a filter. */
const MAY_FILTER = /\b(?:where|on|having|qualify|filter|using)\b/i;

/**
 * Chooses the files of every scan in `root`. Ranges that were given decide first; then the engine
 * plans the query over empty tables of the same columns, and the filters that arrive at each table
 * say what its time can be at most, through any number of derived levels. What can't be read off
 * the plan, or a scan that isn't in it, excludes nothing.
 */
export async function selectFiles(
  root: QueryNode,
  context: PruneContext,
): Promise<ReadonlyMap<ScanNode, Selection>> {
  const scans = inOrder(root).filter((node) => node.kind === "scan");
  const selected = new Map<ScanNode, Selection>();
  for (const scan of scans) {
    const index = FileIndex.of(scan.files);
    const files = index.overlappingAll(restrictionsOf(scan).map((range) => [range]));
    selected.set(scan, { files: index.withEverySchema(files), asked: null });
  }
  const texts = inOrder(root).flatMap((node) => node.kind === "query" ? [node.statement.sql] : []);
  const filters = inOrder(root).some((node) => node.kind === "filter") ||
    texts.some((sql) => MAY_FILTER.test(sql));
  const isMonotone = texts.some((sql) => MONOTONE.test(sql));
  const candidates = filters
    ? scans.filter((scan) => worthAsking(scan, { files: selected.get(scan)!.files, isMonotone }))
    : [];
  if (candidates.length === 0) return selected;
  const ranges = await askedRanges(root, { candidates, selected, context });
  for (const [scan, asked] of ranges) {
    if (asked.length === 0) continue;
    const index = FileIndex.of(scan.files);
    const needed = index.overlappingAll([asked, ...restrictionsOf(scan).map((range) => [range])]);
    selected.set(scan, {
      files: index.withEverySchema(needed),
      asked: hullOf(asked),
      isImplied: asked.some((range) => range.isImplied),
    });
  }
  return selected;
}

/** SQL without any of these has no filter on a function of a time that could be turned round. */
const MONOTONE = /\b(?:date_?trunc|time_bucket|interval|date|cast|year)\b|::|extract/i;
/** A smaller file has one row group. */
const SKIPPING_BYTES = 256 * 1024;

/**
 * A scan of one file gains from it too when its time is stored so that the engine can't push
 * filters down, or when they are on a function of it.
 */
function worthAsking(
  scan: ScanNode,
  { files, isMonotone }: { files: readonly ParquetFile[]; isMonotone: boolean },
): boolean {
  if (!scan.time) return false;
  if (isMonotone && files.some(({ sizeBytes }) => sizeBytes >= SKIPPING_BYTES)) return true;
  return FileIndex.of(files).boundedCount >= 2 || !scan.time.native && scan.time.unit !== "text";
}

/** The ranges that the scan's stored time must lie in, whatever is asked. */
function restrictionsOf({ restrictions, time }: ScanNode): readonly TimeRange[] {
  return restrictions.filter(({ column }) => column === time?.name).map(({ range }) => range);
}

/** One file of each schema. */
export function schemaFiles(files: readonly ParquetFile[]): readonly ParquetFile[] {
  return FileIndex.of(files).withEverySchema([]);
}

interface Question {
  readonly candidates: readonly ScanNode[];
  readonly selected: ReadonlyMap<ScanNode, Selection>;
  readonly context: PruneContext;
}

/** For each scan of a graph, in order, one range for each time that the plan reads it. */
type PlannedRanges = readonly (readonly PlannedRange[])[];

/** By the graph; a plan over empty tables follows from SQL and columns alone. */
const plannedBefore = new SessionCache<PlannedRanges>(128);

/** For each candidate that the plan speaks of: one range for each time it is read. */
async function askedRanges(
  root: QueryNode,
  { candidates, selected, context }: Question,
): Promise<ReadonlyMap<ScanNode, readonly PlannedRange[]>> {
  const nodes = inOrder(root);
  const asksTheTime = nodes.some((node) => node.kind === "query" && mayNameTheTime(node.engineSql));
  const key = asksTheTime ? null : graphKey(root, (scan) => schemaFiles(selected.get(scan)!.files));
  const planned = plannedBefore.get(context.session, key) ??
    await plannedRanges(root, { selected, context });
  if (!planned) return new Map();
  plannedBefore.set(context.session, key, planned);
  const scans = nodes.filter((node) => node.kind === "scan");
  return new Map(candidates.map((scan) => [scan, planned[scans.indexOf(scan)]!]));
}

/**
 * For each scan of `root`, in order, what the plan asks of its time; null where there is no plan,
 * and for a scan whose time may be any.
 */
export async function askedTimes(
  root: QueryNode,
  question: Omit<Question, "candidates">,
): Promise<readonly (AskedTimes | null)[] | null> {
  const planned = await plannedRanges(root, question);
  return planned && planned.map(hullOf);
}

/** Null where there is no plan. */
async function plannedRanges(
  root: QueryNode,
  { selected, context }: Omit<Question, "candidates">,
): Promise<PlannedRanges | null> {
  const nonce = toHex(crypto.getRandomValues(new Uint8Array(8)));
  const stand = new Map<ScanNode, string>();
  const setup: string[] = [];
  for (const scan of inOrder(root).filter((node) => node.kind === "scan")) {
    const table = `t${nonce}_${stand.size}`;
    const read = await context.read(scan, schemaFiles(selected.get(scan)!.files));
    setup.push(standInTable(scan, { table, read }));
    stand.set(scan, table);
  }
  const planWith = (tied: ReadonlyMap<string, string>) =>
    planOf(context.session, {
      setup,
      compiled: compile(root, {
        scan: (scan) => standInSql(scan, stand.get(scan)!, tied.get(stand.get(scan)!)),
      }),
    });
  const plan = await planWith(new Map());
  if (!plan) return null;
  const planned: (readonly PlannedRange[])[] = [];
  for (const table of stand.values()) {
    planned.push(
      await untied(rangesIn(plan, table), async (sql) => {
        const tied = await planWith(new Map([[table, sql]]));
        return tied === null || rangesIn(tied, table).length > 0;
      }),
    );
  }
  return planned;
}

/** Null for SQL that is wrong: the statement itself says so better, with the place. */
async function planOf(
  session: Session,
  { compiled, setup }: { compiled: Compiled; setup: readonly string[] },
): Promise<PlanNode | null> {
  try {
    return await readPlan(await session.plan(compiled.sql, setup));
  } catch (error) {
    if (isPondError(error, "invalid-query")) return null;
    throw error;
  }
}

/**
 * An empty table like the scan. The time stands in a column that no text in the query can name, so
 * that nothing but a filter on it looks like one; its own column keeps the place.
 */
function standInTable(scan: ScanNode, { table, read }: { table: string; read: string }): string {
  const time = scan.time && quoteName(scan.time.name);
  const columns = time ? `* REPLACE (true AS ${time}), ${time} AS ${storedTime(table)}` : "*";
  return `CREATE TEMP TABLE ${table} AS SELECT ${columns} FROM (${read}) LIMIT 0`;
}

/**
 * A plan calls a column in a filter what the innermost SELECT calls it, so that has a name too that
 * nobody can guess. @param tied of the rows that are wanted: see `Tie`
 */
function standInSql(scan: ScanNode, table: string, tied: string | undefined): string {
  const time = scan.time && quoteName(scan.time.name);
  const [stored, read] = [storedTime(table), readTime(table)];
  const inner = time
    ? `SELECT * EXCLUDE (${read}) REPLACE (${read} AS ${time}) FROM ` +
      `(SELECT * EXCLUDE (${stored}), ${stored} AS ${read} FROM ${table})`
    : `SELECT * FROM ${table}`;
  const where = scan.restrictions.map((restriction) => restrictionSql(restriction, null));
  const only = tied === undefined ? inner : `${inner} WHERE (${tied})`;
  return where.length === 0 ? only : `SELECT * FROM (${only}) WHERE ${where.join(" AND ")}`;
}

/** The smallest bounds that hold all ranges; null when there is none. */
function hullOf(ranges: readonly TimeRange[]): AskedTimes | null {
  const [first, ...others] = ranges.map(({ startUs, endUs }) => ({
    minUs: startUs,
    maxUs: endUs === null ? null : endUs - 1n,
  }));
  if (!first) return null;
  return others.reduce((hull, { minUs, maxUs }) => ({
    minUs: minUs === null || hull.minUs === null ? null : minUs < hull.minUs ? minUs : hull.minUs,
    maxUs: maxUs === null || hull.maxUs === null ? null : maxUs > hull.maxUs ? maxUs : hull.maxUs,
  }), first);
}
