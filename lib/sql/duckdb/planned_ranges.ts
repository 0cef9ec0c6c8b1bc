import type { TimeRange } from "../../table/mod.ts";
import { type Implied, impliedTimes, intersection, momentUs } from "./implied/mod.ts";
import type { PlanNode } from "./plan.ts";

/** What a plan asks of a time where it reads it once. */
export interface PlannedRange extends TimeRange {
  /** Whether a filter on a function of the time says more than those on the time itself. */
  readonly isImplied: boolean;
}

/** As {@linkcode PlannedRange}, with what the plan's text leaves open. */
type ReadRange = PlannedRange & Pick<Implied, "ties">;

/** More questions than this aren't worth a bound that is a step nearer. */
const MOST_TIES = 3;

/** What a stand-in's time is called where it is stored, and in filters. */
export function storedTime(table: string): string {
  return `${table}_time`;
}

/** What a stand-in's time is called by what reads it. */
export function readTime(table: string): string {
  return `${table}_read`;
}

/**
 * The ranges of `table`'s time in every scan of it in `plan`; none where the plan has no scan of
 * it.
 */
export function rangesIn(plan: PlanNode, table: string): readonly ReadRange[] {
  const ranges: ReadRange[] = [];
  const visit = (step: PlanNode, filters: readonly string[]) => {
    if (step.name === "FILTER") {
      const filter = step.details["Expression"];
      const above = filter === undefined ? filters : [...filters, ...filter.split("\n")];
      return step.children.forEach((child) => visit(child, above));
    }
    if (step.name === "SEQ_SCAN" && step.details["Text"] === table) {
      ranges.push(rangeOfScan(step, { table, filters }));
    }
    step.children.forEach((child) => visit(child, []));
  };
  visit(plan, []);
  return ranges;
}

/**
 * `ranges` without the bounds of ties that no row reaches.
 * @param mayMatter whether rows for which the SQL is true may have to be read
 */
export async function untied(
  ranges: readonly ReadRange[],
  mayMatter: (sql: string) => Promise<boolean>,
): Promise<readonly PlannedRange[]> {
  const tied = [...new Set(ranges.flatMap(({ ties }) => ties.map(({ sql }) => sql)))];
  const outside = new Set<string>();
  for (const sql of tied.slice(0, MOST_TIES)) if (!await mayMatter(sql)) outside.add(sql);
  return ranges.map(({ ties, ...range }) => ({
    ...ties.filter(({ sql }) => outside.has(sql)).reduce<TimeRange>(
      (narrow, { without }) => intersection(narrow, without),
      range,
    ),
    isImplied: range.isImplied,
  }));
}

function rangeOfScan(
  { details }: PlanNode,
  { table, filters }: { readonly table: string; readonly filters: readonly string[] },
): ReadRange {
  const pushed = (details["Filters"] ?? "").split("\n");
  const own = rangeOf(pushed.find((text) => text.startsWith(storedTime(table))) ?? "", table);
  const implied = filters.map((text) => impliedTimes(text, readTime(table)));
  const range = implied.map((each) => each.range).reduce(intersection, own);
  return {
    ...range,
    isImplied: range.startUs !== own.startUs || range.endUs !== own.endUs,
    ties: implied.flatMap(({ ties }) => ties),
  };
}

/** A conjunction of comparisons with literals; anything else allows everything. */
function rangeOf(line: string, table: string): TimeRange {
  let range: TimeRange = { startUs: null, endUs: null };
  const comparison = new RegExp(`^${storedTime(table)}(>=|>|<=|<|=)'([^']*)'::TIMESTAMP$`);
  for (const part of line.split(" AND ")) {
    if (part === `${storedTime(table)} IS NOT NULL`) continue;
    const match = comparison.exec(part);
    const us = match && momentUs(match[2]!);
    if (!match || us === null) return { startUs: null, endUs: null };
    const operator = match[1]!;
    range = intersection(range, {
      startUs: operator.startsWith(">") || operator === "="
        ? us + (operator === ">" ? 1n : 0n)
        : null,
      endUs: operator.startsWith("<") || operator === "="
        ? us + (operator === "<" ? 0n : 1n)
        : null,
    });
  }
  return range;
}
