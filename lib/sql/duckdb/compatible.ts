import { isPondError } from "../../base/mod.ts";
import { rewriteCalls } from "../calls/mod.ts";
import { compatibleSql } from "../compat/mod.ts";
import { compile, type Compiled } from "./compile.ts";
import {
  errorInQuery,
  type GraphNode,
  inOrder,
  inputsOf,
  type QueryNode,
  type ScanNode,
} from "./graph.ts";
import type { Session } from "./session.ts";

/** What making a graph compatible takes. */
export interface CompatibleContext {
  readonly session: Session;
  /** The SELECT that reads a scan, of no more files than it takes to know its columns. */
  readonly scanSql: (scan: ScanNode) => Promise<string>;
  /** The names of a statement's columns. */
  readonly namesOf: (compiled: Compiled) => Promise<readonly string[]>;
}

/**
 * Puts every query under `root`, inputs first, into the words that make the engine answer as later
 * releases do. Columns of one that had to be changed keep the names that they have as it was
 * written.
 * @throws {PondError} `unsupported`
 */
export async function makeCompatible(root: QueryNode, context: CompatibleContext): Promise<void> {
  for (const node of inOrder(root)) {
    if (node.kind !== "query") continue;
    const complaint = (sql: string) =>
      complaintOf({ ...node, engineSql: rewriteCalls(sql) }, context);
    const rewritten = await labelled(
      node.label,
      () => compatibleSql(node.statement, { readsUnion: readsUnion(node), complaint }),
    );
    if (rewritten === node.statement.sql) continue;
    node.columnNames = await namesAsWritten(node, context);
    node.engineSql = rewriteCalls(rewritten);
  }
}

function readsUnion(node: GraphNode): boolean {
  return inputsOf(node).some(({ node: input }) =>
    input.kind === "union" || readsUnion(input) ||
    input.kind === "query" && /\bunion\b/i.test(input.engineSql)
  );
}

async function complaintOf(node: QueryNode, context: CompatibleContext): Promise<string | null> {
  try {
    await context.session.check((await compiledFor(node, context)).sql, []);
    return null;
  } catch (error) {
    const message = isPondError(error) ? error.data.engineMessage : null;
    if (typeof message !== "string") throw error;
    return message;
  }
}

async function namesAsWritten(
  node: QueryNode,
  context: CompatibleContext,
): Promise<readonly string[] | null> {
  try {
    return await context.namesOf(await compiledFor(node, context));
  } catch (error) {
    // What was written makes no sense to this engine: then its columns are called after what it was
    // changed to.
    if (isPondError(error, "invalid-query") || isPondError(error, "unsupported")) return null;
    throw error;
  }
}

async function compiledFor(root: QueryNode, { scanSql }: CompatibleContext): Promise<Compiled> {
  const scans = new Map<ScanNode, string>();
  for (const node of inOrder(root)) if (node.kind === "scan") scans.set(node, await scanSql(node));
  return compile(root, { scan: (scan) => scans.get(scan)! });
}

async function labelled<T>(label: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw errorInQuery(error, label);
  }
}
