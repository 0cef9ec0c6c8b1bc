import { hashParts, inNode, isPondError, PondError, suggest } from "../base/mod.ts";
import {
  type Column,
  type DerivedQuery,
  findTimeColumn,
  formatType,
  type Relation,
  type TableDescription,
  type TimeColumn,
  timeColumnOf,
} from "../table/mod.ts";
import { configError } from "../config/mod.ts";
import type {
  DefinitionRequest,
  FactoryContext,
  FileNode,
  KeptQuery,
  RelationRequest,
} from "../tinyfs/mod.ts";
import { cachePolicy } from "./common_fields.ts";
import { checkVersion } from "./computed_node.ts";
import { definitionBelow } from "./sql_definition.ts";
import { type KnownFacts, knownFacts } from "./sql_facts.ts";
import {
  capturesOf,
  directSource,
  emptySchemaOf,
  isNamedDirectly,
  namedInQuery,
  type NamedSource,
  sourcesOf,
  type SqlConfig,
} from "./sql_config.ts";
import { positionOfName } from "./sql_position.ts";

/** Derived nodes that one may stand on, and they on others. */
const MAX_DEPTH = 32;

/** A derived node: what it is made from, and where. */
export interface Derived {
  readonly factory: string;
  readonly kind: "table" | "series";
  readonly config: SqlConfig;
  readonly context: FactoryContext;
}

/** The node: one query, computed when it is read. */
export function derivedFile(derived: Derived): FileNode {
  const { context, factory, kind, config } = derived;
  const { path, id, version, modifiedUs, tables } = context;
  const policy = cachePolicy(config.cache);
  const definition = (request: DefinitionRequest) => definitionOf(derived, request);
  const keptQuery = (request: RelationRequest): KeptQuery => ({
    label: path,
    origin: { kind, factory, cache: null },
    definition: () => definition({ chain: request.chain, known: new Map() }),
    query: () => derivedQuery(derived, request),
  });
  const relation = async (request: RelationRequest): Promise<Relation> => {
    checkVersion(path, request, version);
    if (config.cache?.refresh === undefined) return await derivedQuery(derived, request);
    return await tables.cachedQuery(keptQuery(request), policy);
  };
  return {
    kind,
    path,
    id,
    factory,
    stat: () => Promise.resolve({ version, sizeBytes: null, modifiedUs, sha256: null }),
    provenance: () => ({
      query: sqlOf(config),
      inputs: [...sourcesOf(config), ...namedInQuery(config)].map(({ name, source }) => ({
        name,
        source,
        isLiteral: false,
      })),
      hostPath: null,
    }),
    async open(options = {}) {
      checkVersion(path, options, version);
      return await tables.materialise(await relation({ chain: [] }), { kind, label: path, policy });
    },
    table: {
      relation,
      definition,
      async describe() {
        const request = { chain: [] };
        const kept = await tables.keptResult?.(keptQuery(request), policy);
        return await describe(derived, kept ?? await derivedQuery(derived, request));
      },
    },
  };
}

/**
 * The node's query with its inputs resolved. A node that is reached by two ways in one question is made once.
 * @throws {PondError} `cycle` with the chain of paths, `invalid-query`, `not-found`
 */
async function derivedQuery(
  derived: Derived,
  request: RelationRequest,
): Promise<DerivedQuery> {
  const { context: { path, id } } = derived;
  checkChain(path, request.chain);
  const cache = request.cache ?? new Map<string, Relation>();
  const made = cache.get(id);
  if (made?.type === "query") return made;
  const inputs = new Map<string, Relation>();
  // One after the other, so that what the first one needed is known to the second.
  for (const named of await usedSources(derived)) {
    inputs.set(named.name, await presentSource(derived, named, { ...request, cache }));
  }
  const query = await queryOver(derived, inputs);
  cache.set(id, query);
  return query;
}

/** How the node is computed, and those below it; what they hold doesn't count. */
async function definitionOf(
  derived: Derived,
  { chain, known }: DefinitionRequest,
): Promise<string> {
  const { config, context: { path, id, version, tree }, factory } = derived;
  checkChain(path, chain);
  const found = known.get(id);
  if (found !== undefined) return found;
  const sources = await usedSources(derived);
  const below = new Set<string>();
  const request = { chain: [...chain, path], known };
  for (const { source } of sources) {
    for (const each of await definitionBelow(source, { tree, request })) below.add(each);
  }
  const definition = hashParts([
    factory,
    id,
    String(version),
    sqlOf(config),
    JSON.stringify(sources),
    JSON.stringify([...below].sort()),
  ]);
  known.set(id, definition);
  return definition;
}

/** As {@linkcode resolveSource}; where a source is gone, the error names the node that needs it. */
async function presentSource(
  derived: Derived,
  named: NamedSource,
  request: RelationRequest,
): Promise<Relation> {
  try {
    return await resolveSource(derived, named, request);
  } catch (error) {
    throw isPondError(error, "not-found") ? inNode(error, derived.context.path) : error;
  }
}

/** The relation that `named` stands for, seen from this node. */
export async function resolveSource(
  { context, config }: Derived,
  { name, source }: NamedSource,
  { chain, cache }: RelationRequest,
): Promise<Relation> {
  const emptySchema = emptySchemaOf(config, name);
  const captures = capturesOf(config, name);
  return await context.tables.resolve(source, {
    chain: [...chain, context.path],
    tree: context.tree,
    ...(cache ? { cache } : {}),
    ...(emptySchema ? { emptySchema } : {}),
    ...(captures ? { captures } : {}),
  });
}

/** The query over `inputs`; for a series with its time column, found or declared. */
export async function queryOver(
  derived: Derived,
  inputs: ReadonlyMap<string, Relation>,
): Promise<DerivedQuery> {
  const { context: { path, tables }, factory, kind } = derived;
  const query: DerivedQuery = {
    type: "query",
    label: path,
    sql: sqlOf(derived.config),
    inputs,
    time: null,
    origin: { kind, factory, cache: null },
  };
  if (kind === "table") return query;
  return { ...query, time: timeOf(derived, await tables.columns(query)) };
}

/**
 * The relations that the query names. Others may be declared and stay unread.
 * @throws {PondError} `invalid-query` for more than one SELECT, `invalid-config` for a name without a pattern
 */
export async function usedSources({ config, context, factory }: Derived): Promise<NamedSource[]> {
  const sources = sourcesOf(config);
  const { query } = config;
  if (query === undefined) return sources;
  const used = new Set<NamedSource>();
  for (const name of await context.tables.checkQuery(query)) {
    const found = findSource(name, sources);
    if (found) used.add(found);
    else if (isNamedDirectly(name)) used.add(directSource(name));
    else {
      const known = sources.map((source) => source.name);
      const meant = suggest(name, known);
      throw configError(config, {
        at: ["query"],
        why: `there is no relation called ${JSON.stringify(name)}`,
        hint: `${meant ? `did you mean ${meant}? ` : ""}the query sees ${
          known.length === 0 ? 'paths in quotes: FROM "/daily"' : known.join(", ")
        }`,
      }, { label: factory, ...positionOfName(query, name) });
    }
  }
  return [...used];
}

/** As SQL takes names: as written, else the only one that differs in case alone. */
function findSource(name: string, sources: readonly NamedSource[]): NamedSource | undefined {
  const exact = sources.find((source) => source.name === name);
  if (exact) return exact;
  const alike = sources.filter((source) => source.name.toLowerCase() === name.toLowerCase());
  return alike.length === 1 ? alike[0] : undefined;
}

function sqlOf(config: SqlConfig): string {
  return config.query ?? `SELECT * FROM "${sourcesOf(config)[0]!.name}"`;
}

function checkChain(path: string, chain: readonly string[]): void {
  const start = chain.indexOf(path);
  if (start >= 0) {
    const cycle = [...chain.slice(start), path];
    throw new PondError(
      "cycle",
      `cannot read ${path}: it derives from itself: ${cycle.join(" -> ")}`,
      {
        data: { chain: cycle },
        hint: "change the patterns of one of them",
      },
    );
  }
  if (chain.length >= MAX_DEPTH) {
    throw new PondError(
      "unsupported",
      `cannot read ${chain[0]}: more than ${MAX_DEPTH} derived nodes stand on each other`,
      { data: { chain: [...chain, path] } },
    );
  }
}

/** The time column among the columns of a series' query. */
function timeOf({ config, factory }: Derived, columns: readonly Column[]): TimeColumn {
  const { time_column: wanted } = config;
  const column = wanted === undefined
    ? findTimeColumn(columns)
    : columns.find(({ name }) => name === wanted);
  const place = wanted !== undefined ? ["time_column"] : config.query ? ["query"] : [];
  if (!column) {
    const why = wanted === undefined
      ? "none of the query's columns is known as a time column"
      : `the query gives no column ${JSON.stringify(wanted)}`;
    const names = columns.map(({ name }) => name).join(", ");
    throw configError(
      config,
      { at: place, why, hint: `time_column names it; there are ${names}` },
      {
        label: factory,
      },
    );
  }
  if (column.type.is === "timestamp") return { name: column.name, unit: "us", native: true };
  if (column.type.is === "date") return { name: column.name, unit: "date", native: false };
  if (column.type.is === "string") return { name: column.name, unit: "text", native: false };
  throw configError(config, {
    at: place,
    why: `the column ${column.name} is ${formatType(column.type)}, not a time`,
    hint: "make it one in the query, such as epoch_ms(x), or name another: time_column",
  }, { label: factory });
}

/**
 * Columns are known without rows; how many rows and which times only where everything is passed on,
 * and of a kept result.
 */
async function describe(derived: Derived, relation: Relation): Promise<TableDescription> {
  const columns = await derived.context.tables.columns(relation);
  const time = timeColumnOf(relation);
  const facts = relation.type === "query" ? passedOn(derived, relation) : knownFacts(relation);
  return {
    format: "sql",
    columns,
    rows: facts?.rows ?? null,
    time,
    bounds: time ? facts?.bounds ?? null : null,
  };
}

function passedOn({ config }: Derived, { inputs }: DerivedQuery): KnownFacts | null {
  const [input] = inputs.values();
  return config.query === undefined && input ? knownFacts(input) : null;
}
