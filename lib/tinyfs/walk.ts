import type { Node } from "./node.ts";

/** A node that a glob found. */
export interface Match {
  /** The path it was found at, byte order. */
  readonly path: string;
  readonly node: Node;
  /** Text of each `*`, `?`, `[…]` and `**`, from 0. */
  readonly captures: readonly string[];
}
