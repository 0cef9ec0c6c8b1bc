import type { Relation } from "../../table/mod.ts";
import { unlistedPivot } from "../calls/mod.ts";
import type { EngineQuery } from "../engine.ts";

/** The first column of an answer, as texts. */
export type AskTexts = (query: EngineQuery) => Promise<readonly string[]>;

/** `query` with the columns of each PIVOT listed, its own and those of the queries that it reads. */
export async function listPivots(query: EngineQuery, ask: AskTexts): Promise<EngineQuery> {
  const made = new Map<Relation, Relation>();
  const all = async (relations: ReadonlyMap<string, Relation>) => {
    const listed = new Map<string, Relation>();
    for (const [name, relation] of relations) listed.set(name, await inside(relation));
    return listed;
  };
  const inside = async (relation: Relation): Promise<Relation> => {
    const known = made.get(relation) ?? await listedIn(relation);
    made.set(relation, known);
    return known;
  };
  const listedIn = async (relation: Relation): Promise<Relation> => {
    if (relation.type === "restrict") {
      const input = await inside(relation.input);
      return input === relation.input ? relation : { ...relation, input };
    }
    if (relation.type !== "query") return relation;
    const inputs = await all(relation.inputs);
    const sql = await listed(relation.sql, inputs);
    const isSame = sql === relation.sql &&
      [...inputs].every(([name, input]) => relation.inputs.get(name) === input);
    return isSame ? relation : { ...relation, sql, inputs };
  };
  const listed = async (sql: string, relations: ReadonlyMap<string, Relation>) => {
    for (let done = sql;;) {
      const pivot = unlistedPivot(done);
      if (!pivot) return done;
      const values: (readonly string[])[] = [];
      for (const question of pivot.questions) values.push(await ask({ sql: question, relations }));
      if (values.some((each) => each.length === 0)) return done;
      done = pivot.list(values);
    }
  };
  const relations = await all(query.relations);
  return { ...query, sql: await listed(query.sql, relations), relations };
}
