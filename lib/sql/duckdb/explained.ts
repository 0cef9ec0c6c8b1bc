import { formatTimeUs } from "../../base/mod.ts";
import type { EngineQuery, ExplainedRelation } from "../engine.ts";
import type { Relation, RelationOrigin } from "../../table/mod.ts";
import { checkStatement, distinctNames, matchName } from "../syntax/mod.ts";

/** The relations that `query` names, each with what it is made from. */
export function explainRelations(query: EngineQuery): readonly ExplainedRelation[] {
  const statement = checkStatement(query.sql);
  const given = [...query.relations.keys()];
  const used = statement.references.map((reference) => matchName(reference, given, query.sql));
  const known = new Map<Relation, ExplainedRelation>();
  return [...new Set(used)].map((name) => explained(name, query.relations.get(name)!, known));
}

/** Relations found in the cache, and those computed for it. */
export function countCaches(query: EngineQuery): { cacheHits: number; cacheMisses: number } {
  const seen = new Set<Relation>();
  const counts = { cacheHits: 0, cacheMisses: 0 };
  const visit = (relation: Relation) => {
    if (seen.has(relation)) return;
    seen.add(relation);
    const cache = originOf(relation)?.cache;
    if (cache === "hit") counts.cacheHits++;
    if (cache === "miss") counts.cacheMisses++;
    for (const [, input] of inputsOf(relation)) visit(input);
  };
  for (const name of distinctNames(checkStatement(query.sql).references)) {
    const relation = query.relations.get(name);
    if (relation) visit(relation);
  }
  return counts;
}

function explained(
  name: string,
  relation: Relation,
  known: Map<Relation, ExplainedRelation>,
): ExplainedRelation {
  const found = known.get(relation);
  if (found?.name === name) return found;
  const origin = originOf(relation);
  const files = relation.type === "parquet" ? relation.files : [];
  const result: ExplainedRelation = {
    name,
    kind: origin ? origin.kind : relation.type,
    factory: origin?.factory ?? null,
    files: files.length,
    versions: files.filter((file) => file.version !== null).length,
    cache: origin?.cache ?? null,
    since: origin?.sinceUs === undefined ? null : formatTimeUs(origin.sinceUs),
    inputs: inputsOf(relation).map(([input, each]) => explained(input, each, known)),
  };
  known.set(relation, result);
  return result;
}

function originOf(relation: Relation): RelationOrigin | null {
  return relation.type === "parquet" || relation.type === "query" ? relation.origin : null;
}

/** Inputs by the name they go by: what the SQL calls them, else their own label. */
function inputsOf(relation: Relation): readonly (readonly [string, Relation])[] {
  switch (relation.type) {
    case "query":
      return [...relation.inputs].map(([name, input]) =>
        [name === input.label ? name : `${name} = ${input.label}`, input] as const
      );
    case "union":
      return relation.inputs.map((input) => [input.label, input] as const);
    case "restrict":
      return [[relation.input.label, relation.input]];
    default:
      return [];
  }
}
