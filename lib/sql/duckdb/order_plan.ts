import { quoteName } from "../../base/mod.ts";
import { parquetTimeColumn, readParquetFooter, timeStatistics } from "../../parquet/mod.ts";
import { mayOverlap, type ParquetFile, type Relation, type TimeRange } from "../../table/mod.ts";
import type { EngineQuery, RowOrder, ScratchFile, SqlEngineOptions } from "../engine.ts";
import { inTimeOrder, ORDERED_SOURCE } from "../in_order.ts";
import { buildGraph, inOrder } from "./graph.ts";
import { describe, prepare, type ScanTimes, scanTimes } from "./prepared.ts";
import { writeParquetFrom } from "./parquet_output.ts";
import type { AskedTimes } from "./scan_sql.ts";
import type { Session } from "./session.ts";
import { type Piece, planWindows } from "./windows.ts";

/** What windows hold at most: rows, and bytes as they are stored. */
const MOST_ROWS = 256 * 1024;
const MOST_BYTES = 16 * 1024 * 1024;
/** The part of it that is put in order without windows. */
const SMALL = 1;
/** The part of it that the first window has, so that rows come soon. */
const FIRST = 1 / 2;
/** Where files overlap so much that each is read more often than this, windows get larger. */
const MOST_READINGS = 4;
const LARGEST = 16;

/** An ordered query as a sequence of smaller ones, whose rows follow each other. */
export interface OrderPlan {
  /** One for each range of time; of the last some may have no time. */
  readonly parts: readonly Relation[];
  readonly order: RowOrder;
  /** Lets go of what lies on disk for it. */
  close(): void;
}

/** What planning needs. */
export interface OrderContext {
  readonly session: Session;
  readonly scratch: SqlEngineOptions["scratch"];
  /** Rows that windows hold at most. */
  readonly mostRows: number;
}

/** What of the engine's options planning needs. */
export function orderContext(
  session: Session,
  { scratch, orderedRows = MOST_ROWS }: SqlEngineOptions,
): OrderContext {
  return { session, scratch, mostRows: orderedRows };
}

/**
 * How the rows of `query` are put in order without holding them all; null where that is little
 * enough to be done at once, or can't be done otherwise. The times of a relation are cut into
 * windows, if a window reaches the files; what doesn't let it through is computed once and lies on
 * disk.
 */
export async function planOrder(
  query: EngineQuery,
  context: OrderContext,
): Promise<OrderPlan | null> {
  const { order } = query;
  const relation = query.relations.get(ORDERED_SOURCE);
  if (!order || !relation || rowsIn(query) <= SMALL * context.mostRows) return null;
  const windows = await windowsOf(relation, order, context);
  if (windows) return { parts: partsOf(relation, order, windows), order, close() {} };
  const kept = await onDisk(relation, order, context);
  if (!kept) return null;
  const keptWindows = await windowsOf(kept.relation, order, context);
  const whole = { ranges: [EVERYTHING], mayBeNull: true };
  return {
    parts: partsOf(kept.relation, order, keptWindows ?? whole),
    order,
    close: () => kept.file.close(),
  };
}

const EVERYTHING: TimeRange = { startUs: null, endUs: null };

interface Windows {
  readonly ranges: readonly TimeRange[];
  /** Whether there may be rows without a time. */
  readonly mayBeNull: boolean;
}

function partsOf(relation: Relation, { column }: RowOrder, windows: Windows): Relation[] {
  const { label } = relation;
  if (windows.ranges.length === 1) return [relation];
  const parts = windows.ranges.map((range): Relation => ({
    type: "restrict",
    label,
    input: relation,
    column,
    range,
  }));
  if (windows.mayBeNull) parts.push(withoutTime(relation, column));
  return parts;
}

function withoutTime(relation: Relation, column: string): Relation {
  return {
    type: "query",
    label: relation.label,
    sql: `SELECT * FROM source WHERE ${quoteName(column)} IS NULL`,
    inputs: new Map([["source", relation]]),
    time: null,
    origin: { kind: "series", factory: null, cache: null },
  };
}

/** Rows of the files below `query`, as far as that is known without opening them. */
function rowsIn(query: EngineQuery): number {
  const scans = inOrder(buildGraph(query)).filter((node) => node.kind === "scan");
  return scans.flatMap(({ files }) => files).reduce((sum, file) => sum + rowsOf(file), 0);
}

/** Less than eight bytes hold few rows. */
function rowsOf({ rows, sizeBytes }: ParquetFile): number {
  return rows ?? sizeBytes / 8;
}

/** Null where windows don't reach the files. */
async function windowsOf(
  relation: Relation,
  { column }: RowOrder,
  { session, mostRows }: OrderContext,
): Promise<Windows | null> {
  const needed = await scanTimes(session, inTimeOrder(relation, { column }));
  if (!needed) return null;
  const known = await Promise.all(needed.map((each) => piecesOf(each, FIRST * mostRows)));
  const probe = probeIn(known.flatMap((pieces) => pieces?.pieces ?? []));
  if (!probe) return null;
  const probed: Relation = {
    type: "restrict",
    label: relation.label,
    input: relation,
    column,
    range: probe,
  };
  const followed = await scanTimes(session, inTimeOrder(probed, { column }));
  if (followed?.length !== needed.length) return null;
  const pieces: Piece[] = [];
  let [bytes, otherRows] = [0, 0];
  for (const [i, { files }] of needed.entries()) {
    const shiftUs = shiftOf(probe, followed[i]!.asked);
    if (shiftUs === null) {
      otherRows += files.reduce((sum, file) => sum + rowsOf(file), 0);
      continue;
    }
    if (!known[i]) return null;
    bytes += files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    pieces.push(...known[i].pieces.map((piece) => shifted(piece, shiftUs)));
  }
  // What doesn't follow is read for every window.
  if (pieces.length === 0 || otherRows > mostRows) return null;
  const isScan = relation.type === "parquet" && relation.time?.name === column;
  return {
    ranges: rangesOf(pieces, { bytes, mostRows }),
    mayBeNull: !isScan || known.some((each) => each?.mayBeNull !== false),
  };
}

/** How far the times of a scan are behind those of the result; null where it doesn't follow them. */
function shiftOf({ startUs }: TimeRange, asked: AskedTimes | null): bigint | null {
  if (!asked || asked.minUs === null || asked.maxUs === null) return null;
  return startUs! - asked.minUs;
}

function shifted({ rows, bounds }: Piece, byUs: bigint): Piece {
  return { rows, bounds: { minUs: bounds.minUs + byUs, maxUs: bounds.maxUs + byUs } };
}

/** The middle third of all times. */
function probeIn(pieces: readonly Piece[]): TimeRange | null {
  if (pieces.length === 0) return null;
  let { minUs, maxUs } = pieces[0]!.bounds;
  for (const { bounds } of pieces) {
    if (bounds.minUs < minUs) minUs = bounds.minUs;
    if (bounds.maxUs > maxUs) maxUs = bounds.maxUs;
  }
  const third = (maxUs - minUs) / 3n;
  return third < 1n ? null : { startUs: minUs + third, endUs: maxUs - third };
}

function rangesOf(
  pieces: readonly Piece[],
  { bytes, mostRows }: { readonly bytes: number; readonly mostRows: number },
): readonly TimeRange[] {
  const rows = pieces.reduce((sum, piece) => sum + piece.rows, 0);
  const fitting = Math.floor(MOST_BYTES / Math.max(1, bytes / rows));
  const first = FIRST * mostRows;
  const largest = LARGEST * mostRows;
  let most = Math.max(first, Math.min(mostRows, fitting));
  let ranges = planWindows(pieces, { first, most });
  while (most < largest && readings(pieces, ranges) > MOST_READINGS * rows) {
    most *= 2;
    ranges = planWindows(pieces, { first, most });
  }
  return ranges;
}

/** Rows of all pieces, each as often as it is in a window. */
function readings(pieces: readonly Piece[], ranges: readonly TimeRange[]): number {
  let rows = 0;
  for (const piece of pieces) {
    const times = ranges.filter((range) => mayOverlap(piece.bounds, range)).length;
    rows += times * piece.rows;
  }
  return rows;
}

interface Pieces {
  readonly pieces: readonly Piece[];
  readonly mayBeNull: boolean;
}

/** The rows of a scan by their times: small files as a whole, of others the row groups; null where not all are known. */
async function piecesOf(
  { scan, files, asked }: ScanTimes,
  smallRows: number,
): Promise<Pieces | null> {
  const { time } = scan;
  if (!time || time.unit === "text") return null;
  const range = { startUs: asked?.minUs ?? null, endUs: asked?.maxUs ?? null };
  const pieces: Piece[] = [];
  let mayBeNull = false;
  for (const file of files) {
    if (file.bounds && file.rows !== null && file.rows <= smallRows) {
      mayBeNull ||= file.version === null;
      if (mayOverlap(file.bounds, range)) pieces.push({ rows: file.rows, bounds: file.bounds });
      continue;
    }
    const source = await file.open();
    try {
      const footer = readParquetFooter(source, file.label);
      for (const group of footer.rowGroups) {
        const { bounds, nullCount } = timeStatistics({ ...footer, rowGroups: [group] }, time);
        if (!bounds) return null;
        mayBeNull ||= nullCount !== 0;
        if (mayOverlap(bounds, range)) pieces.push({ rows: group.rows, bounds });
      }
    } finally {
      source.close();
    }
  }
  return { pieces, mayBeNull };
}

/** Types that are read back from Parquet as they were. */
const LASTING_TYPE =
  /^(BOOLEAN|U?(TINYINT|SMALLINT|INTEGER|BIGINT)|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|VARCHAR|BLOB|DATE|TIMESTAMP)(\[\])*$/;

interface Kept {
  readonly relation: Relation;
  readonly file: ScratchFile;
}

/** The rows of `relation`, computed once; null where there is no room for them, or Parquet would change them. */
async function onDisk(
  relation: Relation,
  { column }: RowOrder,
  { session, scratch }: OrderContext,
): Promise<Kept | null> {
  if (!scratch) return null;
  const query = { sql: "SELECT * FROM source", relations: new Map([["source", relation]]) };
  const prepared = await prepare(session, query, {});
  try {
    const compiled = prepared.compile();
    const described = await describe(session, compiled);
    const isLasting = described.every(({ type }) => LASTING_TYPE.test(type)) &&
      described.find(({ name }) => name === column)?.type === "TIMESTAMP";
    if (!isLasting) return null;
    const { label } = relation;
    const file = await scratch(async (target) => {
      await writeParquetFrom(session, compiled.sql, { target, label });
    });
    return { file, relation: keptRelation(file, { label, column }) };
  } finally {
    await prepared.close();
  }
}

function keptRelation(
  file: ScratchFile,
  { label, column }: { readonly label: string; readonly column: string },
): Relation {
  const key = crypto.randomUUID();
  const source = { ...readable(file), key, close() {} };
  const footer = readParquetFooter(source, label);
  const parquet: ParquetFile = {
    label,
    key,
    sizeBytes: file.sizeBytes,
    open: () => Promise.resolve(source),
    bounds: null,
    rows: footer.rows,
    schemaKey: footer.schemaKey,
    version: null,
  };
  return {
    type: "parquet",
    label,
    files: [parquet],
    time: parquetTimeColumn(footer, column, { label }),
    origin: { kind: "series", factory: null, cache: null },
  };
}

function readable({ sizeBytes, readSync }: ScratchFile) {
  return { sizeBytes, readSync };
}
