import { printable } from "../base/mod.ts";
import type { ListedNode } from "../commands/mod.ts";
import { formatBytes } from "./progress.ts";
import { factText, timeText } from "./text.ts";

/** How a long listing is written. */
export interface LongListOptions {
  /** For a person: a header, short words and times, columns as wide as they need. */
  readonly isShort: boolean;
  /** `1.5 MiB` instead of bytes. */
  readonly humanSizes: boolean;
  /** Times to the microsecond. */
  readonly fullTimes: boolean;
  /** The last column, coloured or not. */
  readonly pathOf: (node: ListedNode) => string;
}

/** The rows that decide how wide the columns are; those after them stick out. */
const SIZING_ROWS = 1000;
const HEADS = ["KIND", "SIZE", "VER", "MODIFIED", "FACTORY", "PATH"] as const;
const RIGHT = new Set([1, 2]);

/**
 * Lines of a long listing. The short one looks at the first 1,000 nodes to size its columns, then
 * both stream.
 */
export async function* longLines(
  nodes: AsyncIterable<ListedNode>,
  options: LongListOptions,
): AsyncGenerator<string> {
  if (!options.isShort) {
    for await (const node of nodes) yield fixedLine(node, options);
    return;
  }
  const waiting: string[][] = [];
  let widths: number[] | undefined;
  for await (const node of nodes) {
    const cells = cellsOf(node, options);
    if (widths) yield lineOf(cells, widths);
    else if (waiting.push(cells) >= SIZING_ROWS) {
      widths = widthsOf(waiting);
      yield* [HEADS, ...waiting].map((each) => lineOf(each, widths!));
    }
  }
  if (widths || waiting.length === 0) return;
  const final = widthsOf(waiting);
  yield* [HEADS, ...waiting].map((each) => lineOf(each, final));
}

/** Fixed widths instead of aligned ones, so that a long listing streams. */
function fixedLine(node: ListedNode, options: LongListOptions): string {
  const cells = [
    node.kind.padEnd(11),
    sizeText(node, options).padStart(12),
    factText(node.version).padStart(5),
    timeText(node.modifiedUs).padEnd(27),
    factText(node.factory).padEnd(18),
    endOf(node, options),
  ];
  return `${cells.join("  ")}\n`;
}

function cellsOf(node: ListedNode, options: LongListOptions): string[] {
  const time = timeText(node.modifiedUs);
  return [
    node.kind.replace(/^file:/, "").replace("directory", "dir").replace("symlink", "link"),
    sizeText(node, options),
    factText(node.version),
    options.fullTimes ? time : time.slice(0, 16).replace("T", " "),
    factText(node.factory),
    endOf(node, options),
  ];
}

function sizeText({ sizeBytes }: ListedNode, { humanSizes }: LongListOptions): string {
  return humanSizes && sizeBytes !== null ? formatBytes(sizeBytes) : factText(sizeBytes);
}

function endOf(node: ListedNode, { pathOf }: LongListOptions): string {
  const target = node.target === null ? "" : ` -> ${printable(node.target)}`;
  const problem = node.problem === null ? "" : `  (broken: ${printable(node.problem.message)})`;
  return `${pathOf(node)}${target}${problem}`;
}

/** A column in which nothing stands takes no room. */
function widthsOf(rows: readonly (readonly string[])[]): number[] {
  return HEADS.map((head, i) =>
    rows.every((row) => row[i] === "-")
      ? 0
      : Math.max(head.length, ...rows.map((row) => row[i]!.length))
  );
}

function lineOf(cells: readonly string[], widths: readonly number[]): string {
  const shown = cells.flatMap((cell, i) => {
    if (i === cells.length - 1) return [cell];
    if (widths[i] === 0) return [];
    return [RIGHT.has(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)];
  });
  return `${shown.join("  ")}\n`;
}
