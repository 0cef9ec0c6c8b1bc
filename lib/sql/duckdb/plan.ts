/** One step of the engine's plan. */
export interface PlanNode {
  readonly name: string;
  /** Sections of what the engine says about the step: names, columns, filters. */
  readonly details: readonly string[];
  readonly rows: number;
  readonly children: readonly PlanNode[];
}

const SEPARATOR = "[INFOSEPARATOR]";

/** The plan in what the engine printed as a JSON profile; null when it printed none. */
export function parsePlan(lines: readonly string[]): PlanNode | null {
  const text = lines.join("\n");
  // The engine escapes quotes and line breaks, but no other control characters of a user's SQL.
  // deno-lint-ignore no-control-regex
  const clean = text.replace(/[\x00-\x09\x0b-\x1f]/g, " ");
  const start = clean.indexOf("{");
  if (start < 0) return null;
  try {
    return rootOf(JSON.parse(clean.slice(start)));
  } catch {
    // Only more files are read, or less is explained, without a plan.
    return null;
  }
}

/** All steps of `plan`, parents first. */
export function* planSteps(plan: PlanNode): Generator<PlanNode> {
  yield plan;
  for (const child of plan.children) yield* planSteps(child);
}

/** The plan as indented lines, one a step. */
export function formatPlan(plan: PlanNode, depth = 0): string {
  const details = plan.details
    .filter((detail) => !/^EC: \d+$/.test(detail))
    .map((detail) => detail.replace(/\s*\n\s*/g, ", "));
  const line = `${"  ".repeat(depth)}${[plan.name, ...details].join(" | ")} | ${plan.rows} rows`;
  return [line, ...plan.children.map((child) => formatPlan(child, depth + 1))].join("\n");
}

function rootOf(json: unknown): PlanNode | null {
  const children = childrenOf(json);
  const root = children[0];
  if (!root) return null;
  return root.name === "RESULT_COLLECTOR" ? root.children[0] ?? root : root;
}

function childrenOf(json: unknown): PlanNode[] {
  const children = (json as { children?: unknown }).children;
  return Array.isArray(children) ? children.map(nodeOf) : [];
}

function nodeOf(json: unknown): PlanNode {
  const { name, extra_info: info, cardinality } = json as Record<string, unknown>;
  return {
    name: String(name).trim(),
    details: String(info ?? "").split(SEPARATOR).map((part) => part.trim())
      .filter((part) => part !== ""),
    rows: Number(cardinality ?? 0),
    children: childrenOf(json),
  };
}
