import { loadArrow } from "../../deps/arrow.ts";

/** One step of the engine's plan. */
export interface PlanNode {
  /** As the engine calls it: `SEQ_SCAN`, `HASH_JOIN`. */
  readonly name: string;
  /**
   * What the engine says about the step by what it is: `Filters`, `Projections`; several lines of
   * one are joined by line breaks.
   */
  readonly details: Readonly<Record<string, string>>;
  /** Rows that passed it, where it has run. */
  readonly rows: number;
  readonly children: readonly PlanNode[];
}

/** What a profile puts around the plan itself. */
const WRAPPERS: ReadonlySet<string> = new Set(["EXPLAIN_ANALYZE", "RESULT_COLLECTOR"]);
/** Details that say nothing about what a step does. */
const SILENT: ReadonlySet<string> = new Set(["Estimated Cardinality", "__estimated_cardinality__"]);

/**
 * The plan in what the engine answers to an EXPLAIN, an Arrow IPC stream of one row; null where
 * there is none in it.
 */
export async function readPlan(answer: Uint8Array): Promise<PlanNode | null> {
  const { tableFromIPC } = await loadArrow();
  const text: unknown = tableFromIPC(answer).getChildAt(1)?.get(0);
  return typeof text === "string" ? parsePlan(text) : null;
}

/**
 * The plan in the text of `EXPLAIN (FORMAT JSON)` or `EXPLAIN (ANALYZE, FORMAT JSON)`; null where
 * there is none in it.
 */
function parsePlan(text: string): PlanNode | null {
  // The engine escapes quotes and line breaks, but no other control characters of a user's SQL.
  // deno-lint-ignore no-control-regex
  const clean = text.replace(/[\x00-\x09\x0b-\x1f]/g, " ");
  try {
    const json: unknown = JSON.parse(clean);
    const [root] = Array.isArray(json) ? json.map(nodeOf) : childrenOf(json);
    return root ? unwrapped(root) : null;
  } catch {
    // Only more files are read, or less is explained, without a plan.
    return null;
  }
}

/** The plan as indented lines, one a step. */
export function formatPlan(plan: PlanNode, depth = 0): string {
  const details = Object.entries(plan.details).filter(([key]) => !SILENT.has(key))
    .map(([key, value]) => `${key}: ${value.replace(/\s*\n\s*/g, ", ")}`);
  const line = `${"  ".repeat(depth)}${[plan.name, ...details].join(" | ")} | ${plan.rows} rows`;
  return [line, ...plan.children.map((child) => formatPlan(child, depth + 1))].join("\n");
}

function unwrapped(node: PlanNode): PlanNode {
  const [child] = node.children;
  return child && WRAPPERS.has(node.name) ? unwrapped(child) : node;
}

function childrenOf(json: unknown): PlanNode[] {
  const { children } = json as { children?: unknown };
  return Array.isArray(children) ? children.map(nodeOf) : [];
}

/**
 * Plans that were made have a `name`, those that have run an `operator_type`, or since 1.2 an
 * `operator_name`.
 */
function nodeOf(json: unknown): PlanNode {
  const fields = json as Record<string, unknown>;
  const name = fields.name ?? fields.operator_name ?? fields.operator_type;
  if (typeof name !== "string") throw new TypeError("a step of the plan has no name");
  return {
    name: name.trim(),
    details: detailsOf(fields.extra_info),
    rows: Number(fields.operator_cardinality ?? 0),
    children: childrenOf(json),
  };
}

function detailsOf(info: unknown): Readonly<Record<string, string>> {
  if (typeof info !== "object" || info === null) return {};
  return Object.fromEntries(
    Object.entries(info).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map(String).join("\n") : String(value),
    ]),
  );
}
