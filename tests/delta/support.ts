import { type Environment, newUuid } from "../../lib/base/mod.ts";
import {
  createDeltaTable,
  type DeltaChange,
  type DeltaOptions,
  type DeltaSnapshot,
  type DeltaTable,
  type Field,
  openDeltaTable,
  type Row,
  type RowQuery,
} from "../../lib/delta/mod.ts";
import type { Store } from "../../lib/store/mod.ts";

/** A small table like the log's: directories, names, contents. */
export const SCHEMA: readonly Field[] = [
  { name: "part_id", type: "string", nullable: false },
  { name: "name", type: "string", nullable: false },
  { name: "txn_seq", type: "long", nullable: false },
  { name: "timestamp", type: "timestamp", nullable: false },
  { name: "size", type: "long", nullable: true },
  { name: "content", type: "binary", nullable: true },
];

/** Every environment of a test run makes other names. */
let seeds = 1;

/** A clock that steps a microsecond a look, from 2026, and chance from a seed. */
export function fixedEnvironment(seed = seeds++): Environment & { advanceUs(by: bigint): void } {
  let timeUs = 1_767_225_600_000_000n;
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  };
  return {
    nowUs: () => timeUs++,
    randomBytes: (length) => Uint8Array.from({ length }, next),
    advanceUs: (by) => void (timeUs += by),
  };
}

/** Options of a test table; warnings are collected. */
export function options(
  more: Partial<DeltaOptions> = {},
): DeltaOptions & { readonly warnings: string[] } {
  const warnings: string[] = [];
  return {
    environment: fixedEnvironment(),
    sortBy: ["part_id", "name", "txn_seq"],
    warn: (message) => void warnings.push(message),
    lockDeadlineMs: 2000,
    ...more,
    warnings,
  };
}

/** A fresh table. */
export function create(store: Store, opened: DeltaOptions = options()): Promise<DeltaTable> {
  return createDeltaTable(store, { ...opened, schema: SCHEMA });
}

/** The table as another process sees it. */
export function reopen(store: Store, opened: DeltaOptions = options()): Promise<DeltaTable> {
  return openDeltaTable(store, opened);
}

/** One row of `partId`. */
export function row(partId: string, name: string, version: number): Row {
  return {
    part_id: partId,
    name,
    txn_seq: BigInt(version),
    timestamp: 1_767_225_600_000_000n + BigInt(version),
    size: BigInt(name.length),
    content: new TextEncoder().encode(`${partId}/${name}@${version}`),
  };
}

/** A commit of one row; directories that another writer touched conflict. */
export async function put(
  table: DeltaTable,
  place: { readonly part: string; readonly name: string },
  more: Partial<DeltaChange> = {},
) {
  const base: DeltaSnapshot = more.base ?? await table.snapshot();
  return await table.commit({
    base,
    txnId: newUuid(PLAIN_CHANCE),
    rows: (version) => [row(place.part, place.name, version)],
    conflict: { columns: ["part_id"], test: (row) => row.part_id === place.part },
    ...more,
  });
}

const PLAIN_CHANCE: Environment = {
  nowUs: () => 0n,
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

/** All rows of a query. */
export async function rowsOf(
  table: DeltaTable,
  query: RowQuery & { readonly snapshot?: DeltaSnapshot } = {},
): Promise<Row[]> {
  const rows: Row[] = [];
  const snapshot = query.snapshot ?? await table.snapshot();
  for await (const batch of table.read(snapshot, query)) rows.push(...batch);
  return rows;
}

/** `part/name@version` of every row, sorted. */
export async function contents(table: DeltaTable, snapshot?: DeltaSnapshot): Promise<string[]> {
  const rows = await rowsOf(table, {
    columns: ["content"],
    ...(snapshot ? { snapshot } : {}),
  });
  return rows.map((row) => new TextDecoder().decode(row.content as Uint8Array)).sort();
}

/** Name of a commit file. */
export function commitFile(version: number): string {
  return `data/_delta_log/${String(version).padStart(20, "0")}.json`;
}

/** Name of a checkpoint file. */
export function checkpointFile(version: number): string {
  return `data/_delta_log/${String(version).padStart(20, "0")}.checkpoint.parquet`;
}
