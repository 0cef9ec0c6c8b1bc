import { ASOF_JOIN } from "./asof.ts";
import { CLOCK_IN_ZONE } from "./clocks.ts";
import { DATE_PART } from "./date_parts.ts";
import { EXISTS, HALF_JOIN } from "./half_joins.ts";
import {
  CASE_IN_SUBQUERY,
  HAVING_ALONE,
  LATE_UNION_WINDOW,
  REDUCE_INDEX,
  SAME_PARTITION,
  ZERO_FOLLOWING,
} from "./queries.ts";
import { LAMBDA } from "./lambdas.ts";
import type { Rule } from "./rule.ts";
import { DATE_DIFF, DATE_TRUNC, STRPTIME } from "./times.ts";
import { DECIMAL_CAST, GREATEST, MAP_SUBSCRIPT } from "./values.ts";

/** All rules. The differential suite shows that each is needed. */
export const RULES: readonly Rule[] = [
  ASOF_JOIN,
  CASE_IN_SUBQUERY,
  CLOCK_IN_ZONE,
  DATE_DIFF,
  DATE_PART,
  DATE_TRUNC,
  DECIMAL_CAST,
  EXISTS,
  GREATEST,
  HALF_JOIN,
  HAVING_ALONE,
  LAMBDA,
  LATE_UNION_WINDOW,
  MAP_SUBSCRIPT,
  REDUCE_INDEX,
  SAME_PARTITION,
  STRPTIME,
  ZERO_FOLLOWING,
];
