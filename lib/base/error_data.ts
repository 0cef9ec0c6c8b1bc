import type { ErrorCode } from "./error_code.ts";

/**
 * Facts of an error for programs. Which of them it has follows from its code
 * ({@linkcode ErrorDataOf}); each may be missing where it isn't known.
 */
export interface ErrorData {
  /** The pond path, or the file of the pond's own directory, that it is about. */
  readonly path?: string;
  /** The text or file that was read, as messages call it. */
  readonly label?: string;
  /** From 1: in the query, the config or the text. */
  readonly line?: number;
  /** A position in a query or config, from 1; or a column of a table, by its name. */
  readonly column?: number | string;
  /** Of a table, from 1. */
  readonly row?: number;
  /** What stands there; null for none. */
  readonly value?: string | null;
  /** The node whose query the position is in. */
  readonly relation?: string;
  /** In a config: `entries[0].config.source`. */
  readonly field?: string;
  /** The factory that was asked for. */
  readonly factory?: string;
  /** A version of a node; of the log the number of a commit. */
  readonly version?: number;
  /** The one that stands in the way, or that was asked for. */
  readonly transaction?: number;
  /** The paths of a cycle, in order. */
  readonly chain?: readonly string[];
  /** Where a symbolic link leads. */
  readonly target?: string;
  /** A symbolic link on the host. */
  readonly link?: string;
  /** A file or directory of the host. */
  readonly hostPath?: string;
  /** A file of the log. */
  readonly name?: string;
  /** What the node is. */
  readonly kind?: string;
  /** The newest state that can be read whole; null where there is none. */
  readonly newestWhole?: number | null;
  /** The process that holds the lock. */
  readonly pid?: number;
  /** How long the work was given. */
  readonly timeoutMs?: number;
  /** What a check found. */
  readonly findings?: readonly unknown[];
  /** Whether a text has nothing in it. */
  readonly empty?: boolean;
  /** Whatever else is known. */
  readonly [fact: string]: unknown;
}

/** Where in a text, from 1. */
export interface TextPosition {
  /** The line. */
  readonly line?: number;
  /** The character in it. */
  readonly column?: number;
}

/** Which column of a table. */
export interface InputColumn {
  /** Its name. */
  readonly column?: string;
}

/** Facts of the codes that have some of their own; the others have none that are promised. */
export interface ErrorDataByCode {
  /** What was looked for; of a broken link its target. */
  readonly "not-found": Pick<ErrorData, "path" | "target" | "transaction">;
  /** What is there. */
  readonly "exists": Pick<ErrorData, "path" | "kind" | "version">;
  /** What is no directory. */
  readonly "not-a-directory": Pick<ErrorData, "path">;
  /** The directory. */
  readonly "is-a-directory": Pick<ErrorData, "path">;
  /** The node that nobody may write. */
  readonly "read-only": Pick<ErrorData, "path">;
  /** Where in the config, and in whose query. */
  readonly "invalid-config": TextPosition & Pick<ErrorData, "field" | "relation">;
  /** Where in the text or table, and what stands there. */
  readonly "invalid-input":
    & Pick<ErrorData, "path" | "label" | "line" | "row" | "value" | "empty" | "hostPath">
    & InputColumn;
  /** Where in the query, and whose it is. */
  readonly "invalid-query": TextPosition & Pick<ErrorData, "relation">;
  /** Its name. */
  readonly "unknown-factory": Pick<ErrorData, "factory">;
  /** The nodes, in order. */
  readonly "cycle": Pick<ErrorData, "chain" | "path">;
  /** What another writer changed. */
  readonly "conflict": Pick<ErrorData, "path" | "transaction" | "version">;
  /** Who holds the lock. */
  readonly "locked": Pick<ErrorData, "pid">;
  /** What was dropped. */
  readonly "expired": Pick<ErrorData, "path" | "version">;
  /** What is damaged, and what is still whole. */
  readonly "corrupt": Pick<ErrorData, "path" | "link" | "name" | "version" | "newestWhole">;
  /** Where in the query. */
  readonly "unsupported": TextPosition & Pick<ErrorData, "relation">;
  /** What was not allowed. */
  readonly "permission": Pick<ErrorData, "path" | "link">;
  /** How long it was given. */
  readonly "timeout": Pick<ErrorData, "timeoutMs">;
  /** What was found. */
  readonly "findings": Pick<ErrorData, "findings">;
}

/** The facts that an error of `Code` may have. */
export type ErrorDataOf<Code extends ErrorCode> = Code extends keyof ErrorDataByCode
  ? ErrorDataByCode[Code]
  : ErrorData;
