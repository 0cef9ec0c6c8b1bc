import { hashParts, PondError } from "../base/mod.ts";
import { inTimeOrder } from "../sql/mod.ts";
import type { CacheEntry, CacheTarget } from "../cache/mod.ts";
import {
  type ByteSource,
  findTimeColumn,
  type Relation,
  relationKey,
  timeColumnOf,
} from "../table/mod.ts";
import type { CachePolicy, KeptQuery, MaterialiseOptions } from "../tinyfs/mod.ts";
import { maxAgeUs, type ServiceOptions } from "./convert.ts";
import { entryFile, openEntry, writtenFacts } from "./table_facts.ts";

const FORMAT_VERSION = "1";
const DEFAULT_POLICY: CachePolicy = { ttlUs: null, refreshUs: null };

/**
 * Functions whose result differs between two runs on the same rows. Found too often does no harm.
 */
const VOLATILE =
  /\b(now|today|random|setseed|uuid|gen_random_uuid|nextval|currval|current_date|current_time|current_timestamp|get_current_time|get_current_timestamp|transaction_timestamp|localtime|localtimestamp|current_localtime|current_localtimestamp|pg_postmaster_start_time)\b|\bage\s*\(/i;

/**
 * One Parquet file with the rows of `relation`; a series in time order. Kept under a key of all
 * inputs, unless the query asks for the time of day or chance.
 * @throws {PondError} `invalid-query`, `invalid-input` for a series without time or with NULL in it
 */
export async function materialiseRelation(
  relation: Relation,
  options: MaterialiseOptions,
  services: ServiceOptions,
): Promise<ByteSource> {
  const only = relation.type === "parquet" && relation.files.length === 1 && relation.files[0];
  if (only && options.kind !== "series") return await only.open();
  const timeColumn = options.kind === "series" ? await timeName(relation, options, services) : null;
  const result: Result = { relation, timeColumn, label: options.label, services };
  const key = keyOf("materialise", result);
  const kind = timeColumn === null ? "table" : "series";
  const age = maxAgeUs(options.policy ?? DEFAULT_POLICY, kind);
  const again = () => services.cache.put(key, (target) => compute(result, target));
  const kept = isVolatile(relation) ? undefined : await services.cache.get(key, age);
  return await openEntry(kept ?? await again(), again);
}

/**
 * The relation of a query's kept result: computed where there is none that is younger than
 * `refreshUs` and was made in the same way. Within that time nothing is looked at: neither the rows
 * of its inputs, nor when they were computed. With a `refreshUs` of 0 or null it is the query
 * itself.
 * @throws {PondError} as {@linkcode materialiseRelation}
 */
export async function cachedQuery(
  kept: KeptQuery,
  policy: CachePolicy,
  services: ServiceOptions,
): Promise<Relation> {
  if (!isKept(policy)) return await kept.query();
  const found = await keptResult(kept, policy, services);
  if (found) return found;
  const key = await keptKey(kept);
  return keptRelation(kept, {
    entry: await computeKept(kept, key, services),
    cache: "miss",
    services,
  });
}

/** What {@linkcode cachedQuery} would give if that is kept. */
export async function keptResult(
  kept: KeptQuery,
  policy: CachePolicy,
  services: ServiceOptions,
): Promise<Relation | undefined> {
  if (!isKept(policy)) return undefined;
  const key = await keptKey(kept);
  const entry = await services.cache.get(key, { maxAgeUs: policy.refreshUs });
  return entry && keptRelation(kept, { entry, cache: "hit", services });
}

function isKept(policy: CachePolicy): policy is CachePolicy & { readonly refreshUs: bigint } {
  return policy.refreshUs !== null && policy.refreshUs > 0n;
}

async function keptKey(kept: KeptQuery): Promise<string> {
  return hashParts(["keep", FORMAT_VERSION, await kept.definition()]);
}

async function computeKept(
  kept: KeptQuery,
  key: string,
  services: ServiceOptions,
): Promise<CacheEntry> {
  const relation = await kept.query();
  const timeColumn = relation.time?.name ?? null;
  const result: Result = { relation, timeColumn, label: kept.label, services };
  return await services.cache.put(key, (target) => compute(result, target));
}

function keptRelation(
  kept: KeptQuery,
  { entry, cache, services }: {
    readonly entry: CacheEntry;
    readonly cache: "hit" | "miss";
    readonly services: ServiceOptions;
  },
): Relation {
  const { key, createdUs: sinceUs, time } = entry;
  const again = () => computeKept(kept, key, services);
  return {
    type: "parquet",
    label: kept.label,
    // A later computation sees other rows, so its time is part of what the rows depend on.
    files: [{ ...entryFile(entry, again), key: hashParts([key, String(sinceUs)]) }],
    time,
    origin: { ...kept.origin, cache, sinceUs },
  };
}

interface Result {
  readonly relation: Relation;
  readonly timeColumn: string | null;
  readonly label: string;
  readonly services: ServiceOptions;
}

function keyOf(purpose: string, { relation, timeColumn }: Result): string {
  return hashParts([purpose, FORMAT_VERSION, relationKey(relation), JSON.stringify(timeColumn)]);
}

async function compute({ relation, timeColumn, label, services }: Result, target: CacheTarget) {
  const engine = await services.engine();
  const query = timeColumn === null
    ? { sql: "SELECT * FROM source", relations: new Map([["source", relation]]) }
    : inTimeOrder(relation, { column: timeColumn });
  await engine.writeParquet(query, target);
  const series = timeColumn === null ? undefined : { timeColumn };
  return await writtenFacts(target, series, { label });
}

async function timeName(
  relation: Relation,
  { label }: MaterialiseOptions,
  services: ServiceOptions,
): Promise<string> {
  const known = timeColumnOf(relation);
  if (known) return known.name;
  const columns = await columnsOf(relation, services);
  const found = findTimeColumn(columns);
  if (found) return found.name;
  throw new PondError(
    "invalid-input",
    `cannot read ${label} as a series: none of its columns is known as a time column`,
    { hint: `name it (time_column); there are ${columns.map(({ name }) => name).join(", ")}` },
  );
}

/** Columns of `relation` without computing its rows. @throws {PondError} `invalid-query` */
export async function columnsOf(relation: Relation, services: ServiceOptions) {
  if (relation.type === "empty") return relation.columns;
  const engine = await services.engine();
  return await engine.columns({
    sql: "SELECT * FROM source",
    relations: new Map([["source", relation]]),
  });
}

/**
 * Whether two computations of `relation` may differ, because a query in it asks for the time of day
 * or chance.
 * @param seen relations looked at already: one that many derive from is looked at once
 */
export function isVolatile(relation: Relation, seen: Set<Relation> = new Set()): boolean {
  if (seen.has(relation)) return false;
  seen.add(relation);
  const below = (input: Relation) => isVolatile(input, seen);
  switch (relation.type) {
    case "query":
      return VOLATILE.test(relation.sql) || [...relation.inputs.values()].some(below);
    case "union":
      return relation.inputs.some(below);
    case "restrict":
      return below(relation.input);
    default:
      return false;
  }
}
