import { isPondError, quoteName, toHex } from "../../base/mod.ts";
import type { ParquetFile, TimeRange } from "../../table/mod.ts";
import { compile, type Compiled } from "./compile.ts";
import { mayNameTheTime } from "./clock.ts";
import { FileIndex } from "./file_index.ts";
import { inOrder, type QueryNode, type ScanNode } from "./graph.ts";
import { graphKey } from "./graph_key.ts";
import { type PlanNode, planSteps, readPlan } from "./plan.ts";
import { type AskedTimes, restrictionSql } from "./scan_sql.ts";
import type { Session } from "./session.ts";
import { SessionCache } from "./session_cache.ts";

/** The files of a scan that a query needs, and what it asks of their time column at most. */
export interface Selection {
  readonly files: readonly ParquetFile[];
  readonly asked: AskedTimes | null;
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
  const filters = inOrder(root).some((node) =>
    node.kind === "filter" || node.kind === "query" && MAY_FILTER.test(node.statement.sql)
  );
  const candidates = filters ? scans.filter((scan) => worthAsking(scan, selected.get(scan)!)) : [];
  if (candidates.length === 0) return selected;
  const ranges = await askedRanges(root, { candidates, selected, context });
  for (const [scan, asked] of ranges) {
    if (asked.length === 0) continue;
    const index = FileIndex.of(scan.files);
    const needed = index.overlappingAll([asked, ...restrictionsOf(scan).map((range) => [range])]);
    selected.set(scan, { files: index.withEverySchema(needed), asked: hullOf(asked) });
  }
  return selected;
}

/**
 * A scan of one file gains from it too when its time is stored so that the engine can't push
 * filters down.
 */
function worthAsking(scan: ScanNode, selection: Selection): boolean {
  if (!scan.time) return false;
  const { files } = selection;
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
type PlannedRanges = readonly (readonly TimeRange[])[];

/** By the graph; a plan over empty tables follows from SQL and columns alone. */
const plannedBefore = new SessionCache<PlannedRanges>(128);

/** For each candidate that the plan speaks of: one range for each time it is read. */
async function askedRanges(
  root: QueryNode,
  { candidates, selected, context }: Question,
): Promise<ReadonlyMap<ScanNode, readonly TimeRange[]>> {
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
  const compiled = compile(root, { scan: (scan) => standInSql(scan, stand.get(scan)!) });
  const plan = await planOf(context.session, { compiled, setup });
  return plan && [...stand.values()].map((table) => rangesIn(plan, table));
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
  const columns = time ? `* REPLACE (true AS ${time}), ${time} AS ${table}_time` : "*";
  return `CREATE TEMP TABLE ${table} AS SELECT ${columns} FROM (${read}) LIMIT 0`;
}

function standInSql(scan: ScanNode, table: string): string {
  const time = scan.time && quoteName(scan.time.name);
  const columns = time ? `* EXCLUDE (${table}_time) REPLACE (${table}_time AS ${time})` : "*";
  const inner = `SELECT ${columns} FROM ${table}`;
  if (scan.restrictions.length === 0) return inner;
  const where = scan.restrictions.map((restriction) => restrictionSql(restriction, null));
  return `SELECT * FROM (${inner}) WHERE ${where.join(" AND ")}`;
}

/**
 * The ranges of `table`'s time in every scan of it in `plan`; none where the plan has no scan of
 * it.
 */
function rangesIn(plan: PlanNode, table: string): readonly TimeRange[] {
  const ranges: TimeRange[] = [];
  for (const step of planSteps(plan)) {
    if (step.name !== "SEQ_SCAN" || step.details["Text"] !== table) continue;
    const filters = (step.details["Filters"] ?? "").split("\n");
    const line = filters.find((text) => text.startsWith(`${table}_time`));
    ranges.push(rangeOf(line ?? "", `${table}_time`));
  }
  return ranges;
}

const LITERAL =
  "'(\\d{4})-(\\d\\d)-(\\d\\d) (\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,6}))?'::TIMESTAMP";

/** A conjunction of comparisons with literals; anything else allows everything. */
function rangeOf(line: string, column: string): TimeRange {
  let [startUs, endUs]: [bigint | null, bigint | null] = [null, null];
  const comparison = new RegExp(`^${column}(>=|>|<=|<|=)${LITERAL}$`);
  for (const part of line.split(" AND ")) {
    if (part === `${column} IS NOT NULL`) continue;
    const match = comparison.exec(part);
    if (!match) return { startUs: null, endUs: null };
    const timeUs = literalUs(match.slice(2));
    const operator = match[1]!;
    if (operator.startsWith(">") || operator === "=") {
      const start = operator === ">" ? timeUs + 1n : timeUs;
      if (startUs === null || start > startUs) startUs = start;
    }
    if (operator.startsWith("<") || operator === "=") {
      const end = operator === "<" ? timeUs : timeUs + 1n;
      if (endUs === null || end < endUs) endUs = end;
    }
  }
  return { startUs, endUs };
}

function literalUs(fields: readonly (string | undefined)[]): bigint {
  const [year, month, day, hour, minute, second] = fields.slice(0, 6).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day!);
  date.setUTCHours(hour!, minute!, second!);
  return BigInt(date.getTime()) * 1000n + BigInt((fields[6] ?? "").padEnd(6, "0"));
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
