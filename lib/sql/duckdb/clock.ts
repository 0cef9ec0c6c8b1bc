import type { Relation } from "../../table/mod.ts";
import type { EngineQuery } from "../engine.ts";
import type { Session } from "./session.ts";

/**
 * In every spelling of a function whose result depends on the present time; the last writes any
 * letter as an escape.
 */
const TIME_WORDS = /now|today|current|local|transaction_t|\bage\b|pg_|u&/i;

/**
 * Whether the present time may be asked for in `sql` itself. Many a text that doesn't ask looks
 * like it.
 */
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
 * Everything else that tells the time, by `now()`. DuckDB has a time of day and `age` of a moment
 * since the present; the local ones are in ICU, and are UTC here as all times are.
 */
const CLOCK = [
  "get_current_timestamp() AS now()",
  "transaction_timestamp() AS now()",
  "today() AS now()::DATE",
  "current_date() AS now()::DATE",
  "get_current_time() AS now()::TIME",
  "current_time() AS now()::TIME",
  "current_localtime() AS now()::TIME",
  "current_localtimestamp() AS now()",
  "age(x) AS system.main.age(now(), x), (x, y) AS system.main.age(x, y)",
];

const haveClock = new WeakSet<Session>();

/**
 * Without ICU nothing can be added to a TIMESTAMP WITH TIME ZONE, which is what `now()` is; and a
 * literal, unlike a function, reaches the files as a filter.
 */
export async function setClock(session: Session, nowUs: bigint): Promise<void> {
  await session.run(`CREATE OR REPLACE MACRO now() AS make_timestamp(${nowUs})`);
  if (haveClock.has(session)) return;
  for (const macro of CLOCK) await session.run(`CREATE OR REPLACE MACRO ${macro}`);
  haveClock.add(session);
}
