import type { Topic } from "./sql_function.ts";

/**
 * What a statement that can have to do with a topic has in its text: a name, as a call, in a string
 * or as a part of another word.
 */
const SIGNS: Readonly<Record<Exclude<Topic, "yours">, RegExp>> = {
  json: /json|->/i,
  later: /char(?:acter)?_length|countif|days_in_month|make_timestamp_ms|uuidv4|w(?:eighted_)?avg/i,
  time: /zone|timestamptz|now|current_time|current_date|to_timestamp/i,
};
/** Functions of the engine to which a time zone can be given as a third argument. */
const IN_ZONES = /\b(?:date_?trunc|time_bucket)\s*"?\s*\(/gi;
/** An identifier in escapes, which may spell any name. */
const ESCAPED_NAME = /u&"/i;

/**
 * The topics that `sql` could need, so that none is missing; `names` are those of a library user's
 * functions.
 */
export function topicsIn(sql: string, names: readonly string[]): readonly Topic[] {
  const isEscaped = ESCAPED_NAME.test(sql);
  const lower = sql.toLowerCase();
  return [
    ...isEscaped || SIGNS.json.test(sql) ? ["json" as const] : [],
    ...isEscaped || SIGNS.time.test(sql) || namesZone(sql) ? ["time" as const] : [],
    ...isEscaped || SIGNS.later.test(sql) ? ["later" as const] : [],
    ...names.some((name) => isEscaped || lower.includes(name.toLowerCase()))
      ? ["yours" as const]
      : [],
  ];
}

function namesZone(sql: string): boolean {
  return [...sql.matchAll(IN_ZONES)].some(({ 0: call, index }) =>
    argumentCount(sql, index + call.length) > 2
  );
}

/**
 * How many arguments stand from `at` to the bracket that closes there; too many where commas are in
 * texts.
 */
function argumentCount(sql: string, at: number): number {
  let count = 1;
  for (let depth = 0; at < sql.length; at++) {
    const character = sql[at]!;
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character) && depth-- === 0) break;
    else if (character === "," && depth === 0) count++;
  }
  return count;
}
