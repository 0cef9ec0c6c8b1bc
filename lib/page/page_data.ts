import type { PageChart } from "./chart_data.ts";

/**
 * What a page of a pond shows. It is made of plain values, so that it travels as JSON; every text in it is
 * printable, moments are ISO 8601 in UTC.
 */
export interface PondPage {
  readonly is: "pond";
  readonly title: string;
  /** The state that is shown: its transaction, and when that was; null of a pond without any. */
  readonly transaction: number;
  readonly time: string | null;
  /** By path; with directories above them that were not asked for themselves. */
  readonly nodes: readonly PageNode[];
  readonly graph: PageGraph;
  /** Newest first. */
  readonly log: readonly PageTransaction[];
  /** A whole thought each: what the page doesn't show. */
  readonly leftOut: readonly string[];
}

/** A page of one chart. */
export interface ChartPage {
  readonly is: "chart";
  readonly title: string;
  readonly chart: PageChart;
  /** What the chart doesn't show. */
  readonly notes: readonly string[];
}

/** One node. */
export interface PageNode {
  readonly path: string;
  /** The last component of the path. */
  readonly name: string;
  /** The place of its directory in {@linkcode PondPage.nodes}; null of the first one. */
  readonly parent: number | null;
  readonly kind: string;
  readonly factory: string | null;
  readonly size: number | null;
  readonly version: number | null;
  readonly modified: string | null;
  /** Of a link. */
  readonly target: string | null;
  /** Why it can't be used. */
  readonly problem: string | null;
  /** Newest first. */
  readonly versions: readonly PageVersion[];
  /** Of a dynamic node its YAML. */
  readonly config: string | null;
  /** The SQL that computes it. */
  readonly query: string | null;
  readonly table: PageTable | null;
}

/** A stored version. */
export interface PageVersion {
  readonly version: number;
  readonly transaction: number;
  readonly time: string;
  readonly size: number;
  readonly sha256: string;
  /** Taken out of its series. */
  readonly withdrawn: boolean;
}

/** What a table or series holds. */
export interface PageTable {
  readonly rows: number;
  readonly timeColumn: string | null;
  readonly columns: readonly PageColumn[];
  /** The first rows, a cell a column. */
  readonly sample: readonly (readonly Cell[])[];
  readonly chart: PageChart | null;
  /** What is not shown of it, and what its reading passed over. */
  readonly notes: readonly string[];
}

/** NULL, a number where it is one to JavaScript as well, else text. */
export type Cell = string | number | null;

/** A column and its profile. */
export interface PageColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** How its values are compared, and to which side they are set. */
  readonly order: "number" | "text";
  readonly nulls: number;
  /** Null where values of its type are not compared. */
  readonly distinct: number | null;
  /** Whether {@linkcode PageColumn.distinct} is exact. */
  readonly exact: boolean;
  readonly min: Cell;
  readonly max: Cell;
  /** Numbers of values in parts of equal width from least to greatest. */
  readonly histogram: readonly number[] | null;
  /** The most frequent values and how often they occur. */
  readonly top: readonly (readonly [Cell, number])[] | null;
}

/** What is made from what. */
export interface PageGraph {
  readonly nodes: readonly GraphNode[];
  /** From a source to what is made of it, by their places in {@linkcode PageGraph.nodes}. */
  readonly edges: readonly (readonly [number, number])[];
}

/** A node of the graph; many files that are read alike are one. */
export interface GraphNode {
  /** A path, or what stands for several. */
  readonly label: string;
  /** Its place in {@linkcode PondPage.nodes}; null where it isn't among them. */
  readonly node: number | null;
  readonly kind: string;
  readonly factory: string | null;
  /** How many nodes it stands for. */
  readonly count: number;
  readonly broken: boolean;
}

/** One transaction. */
export interface PageTransaction {
  readonly transaction: number;
  readonly time: string;
  /** The command line. */
  readonly command: string;
  /** What it changed, or what maintenance did. */
  readonly changes: readonly string[];
}
