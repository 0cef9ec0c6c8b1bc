import type { MacroOverload, SqlFunction } from "../../calls/mod.ts";

/** Functions that DuckDB has since 1.1, each an expression of what 1.1 has. */
export const LATER: readonly SqlFunction[] = [
  {
    names: ["char_length", "character_length"],
    topic: "later",
    summary: "How many characters a text has.",
    example: ["char_length('héé')", "3"],
    overloads: [{ args: { string: "VARCHAR" }, returns: "BIGINT", macro: "length(string)" }],
  },
  {
    names: ["countif"],
    topic: "later",
    summary: "How many rows of a group a condition is true for.",
    example: ["(SELECT countif(x > 1) FROM range(4) t(x))", "2"],
    overloads: [{
      args: { condition: "BOOLEAN" },
      returns: "HUGEINT",
      macro: "count_if(condition)",
    }],
  },
  {
    names: ["days_in_month"],
    topic: "later",
    summary: "How many days the month of a date or time has.",
    example: ["days_in_month(DATE '2024-02-01')", "29"],
    overloads: [{
      args: { moment: "DATE or TIMESTAMP" },
      returns: "BIGINT",
      macro: "dayofmonth(last_day(moment))",
    }],
  },
  {
    names: ["make_timestamp_ms"],
    topic: "later",
    summary: "The time so many milliseconds after 1970.",
    example: ["make_timestamp_ms(1704067200000)", "2024-01-01 00:00:00"],
    overloads: [{
      args: { ms: "BIGINT" },
      returns: "TIMESTAMP",
      macro: "make_timestamp(CAST(ms AS BIGINT) * 1000)",
    }],
  },
  {
    names: ["uuidv4"],
    topic: "later",
    summary: "A random UUID of version 4.",
    example: ["length(CAST(uuidv4() AS VARCHAR))", "36"],
    overloads: [{ args: {}, returns: "UUID", macro: "gen_random_uuid()" }],
  },
  {
    names: ["weighted_avg", "wavg"],
    topic: "later",
    summary: "The mean of the values of a group, each by its weight.",
    example: ["(SELECT weighted_avg(x, x + 1) FROM range(3) t(x))", "1.3333333333333333"],
    overloads: [weightedAverage()],
  },
];

/** As DuckDB's own: a row without a value has no weight. */
function weightedAverage(): MacroOverload {
  const weights = "sum(CASE WHEN value IS NOT NULL THEN weight ELSE 0 END)";
  return {
    args: { value: "DOUBLE", weight: "DOUBLE" },
    returns: "DOUBLE",
    macro: `sum(value * weight) / ${weights}`,
  };
}
