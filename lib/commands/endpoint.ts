import { PondError } from "../base/mod.ts";
import { resolve } from "../deps/std_path.ts";

/** One end of a copy. */
export type Endpoint = HostEndpoint | StdioEndpoint | PondEndpoint;

/** A host file or directory. */
export interface HostEndpoint {
  readonly at: "host";
  /** Absolute. */
  readonly hostPath: string;
  /** Whether it was written with a slash at the end. */
  readonly isDirectory: boolean;
}

/** Standard input or output. */
export interface StdioEndpoint {
  readonly at: "stdio";
}

/** A pond path, as written. */
export interface PondEndpoint {
  readonly at: "pond";
  readonly path: string;
}

/**
 * Reads a word: `host:PATH` (relative to the current directory, or absolute), `-`, or a pond path.
 * @throws {PondError} `usage` for an empty host path
 */
export function parseEndpoint(word: string): Endpoint {
  if (word === "-") return { at: "stdio" };
  if (!word.startsWith("host:")) return { at: "pond", path: word };
  const path = word.slice("host:".length);
  if (path === "") {
    throw new PondError("usage", 'cannot copy "host:": no path follows', {
      hint: "write host:PATH",
    });
  }
  return { at: "host", hostPath: resolve(path), isDirectory: path.endsWith("/") };
}
