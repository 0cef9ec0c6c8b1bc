import type { Relation } from "../../tinyfs/mod.ts";
import type { EngineQuery } from "../engine.ts";
import type { Session } from "./session.ts";

/** In every spelling of a function that tells the time; the last writes any letter as an escape. */
const TIME_WORDS = /now|current|local|u&/i;

/** Whether the present time may be asked for in `sql` itself. */
export function mayNameTheTime(sql: string): boolean {
  return TIME_WORDS.test(sql);
}

/** Whether the present time may be asked for in the text of `query` or of what it reads. */
export function mayAskTheTime({ sql, relations }: EngineQuery): boolean {
  if (mayNameTheTime(sql)) return true;
  const seen = new Set<Relation>();
  const asks = (relation: Relation): boolean => {
    if (seen.has(relation)) return false;
    seen.add(relation);
    switch (relation.type) {
      case "query":
        return mayNameTheTime(relation.sql) || [...relation.inputs.values()].some(asks);
      case "union":
        return relation.inputs.some(asks);
      case "restrict":
        return asks(relation.input);
      default:
        return false;
    }
  };
  return [...relations.values()].some(asks);
}

/**
 * Without ICU nothing can be added to a TIMESTAMP WITH TIME ZONE, which is what `now()` is; and a literal, unlike a
 * function, reaches the files as a filter.
 */
export async function setClock(session: Session, nowUs: bigint): Promise<void> {
  for (const name of ["now", "get_current_timestamp"]) {
    await session.run(`CREATE OR REPLACE MACRO ${name}() AS make_timestamp(${nowUs})`);
  }
}
