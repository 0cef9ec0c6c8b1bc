import type { PondError } from "../base/mod.ts";
import type { KindName } from "./tree_facts.ts";

/** One node in the ancestry of another. */
export interface WhyNode {
  /** A pond path. */
  readonly path: string;
  /** What sort of node it is. */
  readonly kind: KindName;
  /** The factory that makes it; null where it is stored. */
  readonly factory: string | null;
  /** The SQL that computes it. */
  readonly query: string | null;
  /** What it reads. */
  readonly inputs: readonly WhyInput[];
  /** The dynamic directory that makes it, where it has no config of its own. */
  readonly madeBy: string | null;
  /** Of a host file or directory, and what is known of it now. */
  readonly host: WhyHost | null;
  /**
   * Stored versions it consists of: all of a series, else the newest; of a dynamic node those of
   * its config.
   */
  readonly versions: readonly WhyVersion[];
  /** When the newest result was kept that was made from it, or is it. */
  readonly cachedUs: bigint | null;
  /** Paths, its own or below it, that changed after that. */
  readonly newer: readonly string[];
  /** Why it can't be used. */
  readonly problem: PondError | null;
}

/** Something that a node reads. */
export interface WhyInput {
  /** What the query calls it; null without a query. */
  readonly name: string | null;
  /** As the config says: path, glob or URL. */
  readonly source: string;
  /** The nodes that this is now. */
  readonly paths: readonly string[];
  /** The dynamic directory in which they would be. */
  readonly within: string | null;
  /** Why it is nothing, or not all of it. */
  readonly problem: PondError | null;
}

/** A file or directory of the host. */
export interface WhyHost {
  /** Directory of the pond. */
  readonly hostPath: string;
  /** Of the content, in bytes. */
  readonly sizeBytes: number | null;
  /** When it was written, microseconds since 1970. */
  readonly modifiedUs: bigint | null;
}

/** A stored version that a node consists of. */
export interface WhyVersion {
  /** From 1. */
  readonly version: number;
  /** The transaction that wrote it. */
  readonly transaction: number;
  /** When, microseconds since 1970. */
  readonly timeUs: bigint;
  /** Of the content, in bytes. */
  readonly sizeBytes: number;
  /** The command that wrote it; null where the log doesn't tell any more. */
  readonly argv: readonly string[] | null;
  /** The source that it was ingested from, and which of its bytes; null where it wasn't. */
  readonly ingested: string | null;
}
