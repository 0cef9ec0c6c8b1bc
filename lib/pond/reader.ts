import { checkCondition, conditionError, filtered } from "./condition.ts";
import { bytesReadSoFar, currentLimits, PondError, withLimits } from "../base/mod.ts";
import {
  type EngineQuery,
  type Explanation,
  inTimeOrder,
  type RunOptions,
  type SqlEngine,
} from "../sql/mod.ts";
import {
  findTimeColumn,
  isMoment,
  type Relation,
  type TimeColumn,
  timeColumnOf,
} from "../table/mod.ts";
import {
  globNodes,
  type Node,
  resolveNode,
  type TableServices,
  type TreeReader,
  walkNodes,
} from "../tinyfs/mod.ts";
import type { TreeSnapshot } from "../tlogfs/mod.ts";
import type { NodeQuery, PondReader } from "./api.ts";

/** What a reader needs besides its snapshot. */
export interface ReaderServices {
  readonly onProblem: (problem: PondError) => void;
  readonly tables: TableServices;
  /** Started on first use. */
  readonly engine: () => Promise<SqlEngine>;
}

/** A reader of one snapshot. */
export function readerOf(snapshot: TreeSnapshot, services: ReaderServices): PondReader {
  const { root } = snapshot;
  const problems: PondError[] = [];
  const onProblem = (problem: PondError) => {
    problems.push(problem);
    services.onProblem(problem);
  };
  const tree: TreeReader = {
    resolve: (path, view) => resolveNode(root, path, { followLast: true, view }),
    glob: (pattern, view) => globNodes(root, pattern, { onProblem, view }),
  };
  const relation = (source: string) => services.tables.resolve(source, { chain: [], tree });
  const nodeRelation = async (source: string, { version }: NodeQuery): Promise<Relation> =>
    version === undefined
      ? await relation(source)
      : await versionRelation(await tree.resolve(source), version);
  const sqlQuery = (sql: string) => freeQuery(sql, { services, relation });
  /**
   * What `answer` makes of a query; the engine loads while the query's relations are looked for.
   */
  const ask = async <T>(
    query: () => Promise<EngineQuery>,
    options: RunOptions,
    answer: (engine: SqlEngine, query: EngineQuery) => Promise<T>,
  ) =>
    // What the query's relations need is under its limits too: conversions, results that are kept.
    await withLimits(options, async () => {
      const engine = await services.engine();
      // A time limit needs an engine of its own, in another thread.
      if (currentLimits()?.timeoutMs === undefined) engine.start();
      return await answer(engine, await query());
    });
  const askNode = <T>(
    source: string,
    options: NodeQuery,
    answer: (engine: SqlEngine, query: EngineQuery) => Promise<T>,
  ) =>
    answerNode(ask, { relation: () => nodeRelation(source, options), options, services }, answer);
  return {
    ...tree,
    root,
    transaction: snapshot.transaction,
    problems,
    relation,
    resolveLink: (path) => resolveNode(root, path, { followLast: false }),
    walk: (path) => walkNodes(root, path, { onProblem }),
    open: async (path, options = {}) => await fileAt(await tree.resolve(path)).open(options),
    sql: (sql, options = {}) =>
      ask(() => sqlQuery(sql), options, (engine, query) => engine.run(query, options)),
    queryRelations: (sql, relations, options = {}) =>
      ask(
        () => Promise.resolve({ sql, relations }),
        options,
        (engine, query) => engine.run(query, options),
      ),
    sqlColumns: (sql) => ask(() => sqlQuery(sql), {}, (engine, query) => engine.columns(query)),
    explainSql: (sql, options = {}) =>
      counted(() =>
        ask(() => sqlQuery(sql), options, (engine, query) => engine.explain(query, options))
      ),
    sqlParquet: (sql, target, options = {}) =>
      ask(
        () => sqlQuery(sql),
        options,
        (engine, query) => engine.writeParquet(query, target, options),
      ),
    query: (source, options = {}) =>
      askNode(source, options, (engine, query) => engine.run(query, options)),
    explain: (source, options = {}) =>
      counted(() => askNode(source, options, (engine, query) => engine.explain(query, options))),
    queryParquet: (source, target, options = {}) =>
      askNode(source, options, (engine, query) => engine.writeParquet(query, target, options)),
  };
}

type Ask = <T>(
  query: () => Promise<EngineQuery>,
  options: RunOptions,
  answer: (engine: SqlEngine, query: EngineQuery) => Promise<T>,
) => Promise<T>;

interface AskedNode {
  readonly relation: () => Promise<Relation>;
  readonly options: NodeQuery;
  readonly services: ReaderServices;
}

/** What `answer` makes of a query of one node. */
async function answerNode<T>(
  ask: Ask,
  { relation, options, services }: AskedNode,
  answer: Parameters<typeof ask<T>>[2],
): Promise<T> {
  let input: Relation | undefined;
  const query = async () => await queryOf(input = await relation(), options, services);
  const { where } = options;
  return await ask(query, options, async (engine, asked) => {
    try {
      return await answer(engine, asked);
    } catch (error) {
      if (where === undefined) throw error;
      throw await conditionError(error, { where, input: input!, engine });
    }
  });
}

/** What `explain` gives, with all bytes that were read for it: footers and checks of blocks too. */
async function counted(explain: () => Promise<Explanation>): Promise<Explanation> {
  const before = bytesReadSoFar();
  const { counters, ...explained } = await explain();
  return { ...explained, counters: { ...counters, bytesRead: bytesReadSoFar() - before } };
}

/** A query whose relation names are pond paths, globs and URLs. */
async function freeQuery(
  sql: string,
  { services, relation }: {
    services: ReaderServices;
    relation: (source: string) => Promise<Relation>;
  },
): Promise<EngineQuery> {
  const engine = await services.engine();
  const relations = new Map<string, Relation>();
  for (const name of await engine.relationNames(sql)) relations.set(name, await relation(name));
  return { sql, relations };
}

/** `source` restricted, filtered, queried and limited as `options` say. */
async function queryOf(
  whole: Relation,
  options: NodeQuery,
  services: ReaderServices,
): Promise<EngineQuery> {
  let source = whole;
  if (options.range && (options.range.startUs !== null || options.range.endUs !== null)) {
    const time = timeColumnOf(whole) ?? await timeColumnByName(whole, services.tables);
    source = {
      type: "restrict",
      label: whole.label,
      input: whole,
      column: time.name,
      range: options.range,
    };
  }
  if (options.where !== undefined) {
    await checkCondition(options.where, await services.engine());
    source = filtered(source, options.where);
  }
  const { sql: asked, limit } = options;
  const column = asked === undefined ? orderColumn(whole) : null;
  if (column !== null) return inTimeOrder(source, { column, limit });
  const relations = new Map([["source", source]]);
  const sql = asked ?? "SELECT * FROM source";
  if (limit === undefined) return { sql, relations };
  await checkAlone(sql, services);
  return { sql: `SELECT * FROM (${sql}\n)\nLIMIT ${limit}`, relations };
}

/** Refuses SQL that means something else within brackets than by itself, because it closes them. */
async function checkAlone(sql: string, { engine }: ReaderServices): Promise<void> {
  await (await engine()).relationNames(sql);
}

/** A series comes out in time order, however it is stored and whatever order its query gives. */
function orderColumn(relation: Relation): string | null {
  const isOne = relation.type === "query" || relation.type === "parquet";
  return isOne && relation.time ? relation.time.name : null;
}

async function timeColumnByName(relation: Relation, tables: TableServices): Promise<TimeColumn> {
  const found = findTimeColumn(await tables.columns(relation));
  if (found && isMoment(found.type)) {
    return { name: found.name, unit: found.type.is === "date" ? "date" : "us", native: true };
  }
  throw new PondError(
    "invalid-query",
    `cannot restrict ${relation.label} in time: it has no time column`,
    {
      hint: "`pond cat --where` filters by any column; or make it a series",
    },
  );
}

async function versionRelation(node: Node, version: number): Promise<Relation> {
  const file = fileAt(node);
  if (!file.table) throw notATable(file.path);
  return await file.table.relation({ chain: [], version });
}

function fileAt(node: Node) {
  if (node.kind === "directory" || node.kind === "symlink") {
    throw new PondError("is-a-directory", `cannot read ${node.path}: it is a ${node.kind}`);
  }
  return node;
}

function notATable(path: string): PondError {
  return new PondError("invalid-query", `cannot query ${path}: it is bytes, not a table`, {
    hint: `name its format: csv://${path}, jsonl://${path} or parquet://${path}`,
  });
}
