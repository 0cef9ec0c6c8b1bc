import {
  describeCommand,
  type Described,
  listCommand,
  type ListedNode,
  logCommand,
  type LoggedTransaction,
  showCommand,
  type ShownNode,
  whyCommand,
  type WhyNode,
} from "../../commands/mod.ts";
import type { Pond } from "../api.ts";
import { coreOf } from "../pond.ts";
import { type ProblemOptions, strict } from "./options.ts";

/**
 * Where a node comes from: itself first, then each node that it is made of, down to stored versions
 * and host files.
 * @throws {PondError} `not-found`
 *
 * @example
 * ```ts
 * import { initPond } from "@pond/pond";
 * import { why } from "@pond/pond/commands";
 *
 * await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
 * await pond.change("import", (change) => change.create("/sites", [{ site: "north" }]));
 * console.log((await why(pond, "/sites")).map(({ path, kind }) => `${path}: ${kind}`));
 * ```
 */
export async function why(pond: Pond, path: string): Promise<readonly WhyNode[]> {
  return await whyCommand(coreOf(pond), { path });
}

/** What is known of nodes without computing their content: columns, rows, time bounds. */
export function describe(
  pond: Pond,
  patterns: string | readonly string[],
  { onProblem = strict }: ProblemOptions = {},
): AsyncIterable<Described> {
  return describeCommand(coreOf(pond), { patterns: [patterns].flat(), onProblem });
}

/** How nodes are listed. */
export interface ListNodesOptions extends ProblemOptions {
  /** All below directories too. */
  readonly recursive?: boolean;
  /** Names that begin with a dot, too. */
  readonly all?: boolean;
}

/** Nodes with their kinds, sizes and versions. */
export function list(
  pond: Pond,
  patterns: string | readonly string[] = [],
  { onProblem = strict, ...options }: ListNodesOptions = {},
): AsyncIterable<ListedNode> {
  const facts = true;
  return listCommand(coreOf(pond), { patterns: [patterns].flat(), facts, onProblem, ...options });
}

/**
 * One node whole: its versions with their transactions, or its config.
 * @throws {PondError} `not-found`
 */
export async function show(pond: Pond, path: string): Promise<ShownNode> {
  return await showCommand(coreOf(pond), { path });
}

/** Which transactions. */
export interface LogEntriesOptions {
  /** Only those that changed this path or something below it. */
  readonly path?: string;
  /** At most so many. */
  readonly limit?: number;
}

/** Transactions, newest first, of a path where one is named. */
export function log(pond: Pond, options: LogEntriesOptions = {}): AsyncIterable<LoggedTransaction> {
  return logCommand(coreOf(pond), options);
}
