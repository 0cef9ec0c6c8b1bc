import type { SqlFunction, Topic } from "./model/sql_function.ts";

/** What a statement that can have to do with a topic has in its text, beside the names of its functions. */
const SIGNS: Partial<Readonly<Record<Topic, RegExp>>> = {
  json: /json|->/i,
  time: /zone|timestamptz|now|current_time|current_date|to_timestamp/i,
};

/** An identifier in escapes, which may spell any name. */
const ESCAPED_NAME = /u&"/i;

/**
 * The topics of `functions` that `sql` could need: a name or sign of theirs is anywhere in its text, as a call, in a string or as
 * a part of another word, so that none is missing.
 */
export function topicsIn(
  sql: string,
  functions: ReadonlyMap<Topic, readonly SqlFunction[]>,
): readonly Topic[] {
  const lower = sql.toLowerCase();
  const isNamed = ({ names }: SqlFunction) =>
    names.some((name) => /^\w/.test(name) && lower.includes(name.toLowerCase()));
  return [...functions].filter(([topic, each]) =>
    ESCAPED_NAME.test(sql) || (SIGNS[topic] ? SIGNS[topic].test(sql) : each.some(isNamed))
  ).map(([topic]) => topic);
}
