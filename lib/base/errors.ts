import type { ErrorCode } from "./error_code.ts";
import type { ErrorData, ErrorDataOf } from "./error_data.ts";

/** What an {@linkcode ErrorCode} means. */
export interface ErrorCodeFacts {
  /** Status with which the program ends. */
  readonly exit: number;
  /** Whether trying again can help. */
  readonly retryable: boolean;
  /** One clause, for people. */
  readonly meaning: string;
}

/**
 * What each {@linkcode ErrorCode} means to a person, to a program, and whether trying again can
 * help.
 */
export const ERROR_CODES: Readonly<Record<ErrorCode, ErrorCodeFacts>> = {
  "usage": { exit: 2, retryable: false, meaning: "the command line is wrong" },
  "not-found": { exit: 3, retryable: false, meaning: "nothing is there" },
  "exists": { exit: 1, retryable: false, meaning: "something is there already" },
  "not-a-directory": { exit: 1, retryable: false, meaning: "a directory was needed" },
  "is-a-directory": { exit: 1, retryable: false, meaning: "a file was needed" },
  "not-empty": { exit: 1, retryable: false, meaning: "the directory has entries" },
  "read-only": { exit: 8, retryable: false, meaning: "dynamic nodes cannot be written" },
  "too-many-links": { exit: 1, retryable: false, meaning: "symbolic links nest too deep" },
  "invalid-path": { exit: 5, retryable: false, meaning: "the path or name is not allowed" },
  "invalid-config": { exit: 5, retryable: false, meaning: "the configuration is wrong" },
  "invalid-input": { exit: 5, retryable: false, meaning: "the bytes or values are wrong" },
  "invalid-query": { exit: 5, retryable: false, meaning: "the SQL is wrong" },
  "unknown-factory": { exit: 5, retryable: false, meaning: "this build has no such factory" },
  "cycle": { exit: 5, retryable: false, meaning: "a node derives from itself" },
  "conflict": { exit: 4, retryable: true, meaning: "another writer was faster" },
  "locked": { exit: 4, retryable: true, meaning: "another writer is at work" },
  "expired": { exit: 3, retryable: false, meaning: "an old version has been dropped" },
  "corrupt": { exit: 7, retryable: false, meaning: "stored bytes are damaged" },
  "unsupported": { exit: 1, retryable: false, meaning: "this build cannot do that" },
  "permission": { exit: 8, retryable: false, meaning: "access was denied" },
  "io": { exit: 1, retryable: true, meaning: "the host failed to read or write" },
  "no-space": { exit: 1, retryable: true, meaning: "the disk is full" },
  "out-of-memory": { exit: 1, retryable: false, meaning: "the memory limit was reached" },
  "timeout": { exit: 1, retryable: true, meaning: "the deadline passed" },
  "partial": { exit: 1, retryable: false, meaning: "some of the work failed" },
  "findings": { exit: 9, retryable: false, meaning: "the check found something" },
  "interrupted": { exit: 130, retryable: true, meaning: "stopped by the user" },
  "internal": { exit: 1, retryable: false, meaning: "a defect in pond" },
};

/** What a {@linkcode PondError} carries besides its message. */
export interface PondErrorOptions {
  /** What to try, one sentence. */
  readonly hint?: string;
  /** Facts for programs: paths, limits, positions. */
  readonly data?: ErrorData;
  /** The error under this one. */
  readonly cause?: unknown;
}

/**
 * The one error class. The message reads "cannot <do> <what>: <why>" and fits one line;
 * programs look at {@linkcode PondError.code}.
 */
export class PondError extends Error {
  /** What tells it from other errors by name. */
  override readonly name = "PondError";
  /** What failed, for programs; {@linkcode ERROR_CODES} says what each means. */
  readonly code: ErrorCode;
  /** What to try, one sentence. */
  readonly hint: string | undefined;
  /** Facts for programs: paths, limits, positions. */
  readonly data: ErrorData;

  /** Makes one. @param message one line without the "pond:" prefix */
  constructor(code: ErrorCode, message: string, options: PondErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.data = options.data ?? {};
  }
}

/** Any thrown value as a {@linkcode PondError}; Deno's host errors keep their meaning. */
export function toPondError(error: unknown, doing = "cannot continue"): PondError {
  if (error instanceof PondError) return error;
  const why = error instanceof Error ? error.message : String(error);
  // Deno appends the error number and the system call with its path, which the message has already,
  // and what to do about a permission, which differs between ways to run; Node's modules begin with
  // the error's name.
  const brief = why.replace(/ \(os error \d+\)(: .*)?$|, (run again with|specify) .*$/s, "")
    .replace(
      /^E[A-Z]+: (.*?)(?:, \w+(?: '.*')?)?$/s,
      (_, what) => what[0].toUpperCase() + what.slice(1),
    );
  return new PondError(codeOf(error), `${doing}: ${brief}`, { cause: error });
}

/** A {@linkcode PondError} of a known code, with the facts that go with it. */
export type PondErrorOf<Code extends ErrorCode> = PondError & {
  readonly code: Code;
  readonly data: ErrorDataOf<Code>;
};

/**
 * Whether `error` is a {@linkcode PondError} with one of `codes` (any code when none is given).
 *
 * @example
 * ```ts
 * import { isPondError, openPond } from "@pond/pond";
 *
 * await openPond(`${await Deno.makeTempDir()}/none`).catch((error) => {
 *   if (!isPondError(error, "not-found")) throw error;
 *   const missing: string | undefined = error.data.path;
 *   console.log(error.message, missing ?? "");
 * });
 * ```
 */
export function isPondError<Code extends ErrorCode = ErrorCode>(
  error: unknown,
  ...codes: Code[]
): error is PondErrorOf<Code> {
  return error instanceof PondError &&
    (codes.length === 0 || codes.some((code) => code === error.code));
}

/** `error` with the node in which it occurred: as it is where its message has that path already. */
export function inNode(error: PondError, path: string): PondError {
  if (` ${error.message} `.split(/[\s"',]|:(?=\s)/).includes(path)) return error;
  const { code, hint, data, message } = error;
  return new PondError(code, `cannot open ${path}: ${message}`, {
    ...(hint === undefined ? {} : { hint }),
    data,
    cause: error,
  });
}

function codeOf(error: unknown): ErrorCode {
  const name = error instanceof Error ? error.name : "";
  const systemCode = (error as { code?: unknown } | null)?.code;
  if (systemCode === "ENOSPC" || systemCode === "EDQUOT") return "no-space";
  if (name === "NotFound" || systemCode === "ENOENT") return "not-found";
  if (name === "AlreadyExists" || systemCode === "EEXIST") return "exists";
  if (name === "NotCapable" || name === "PermissionDenied" || systemCode === "EACCES") {
    return "permission";
  }
  if (name === "NotADirectory" || systemCode === "ENOTDIR") return "not-a-directory";
  if (name === "IsADirectory" || systemCode === "EISDIR") return "is-a-directory";
  if (name === "Interrupted") return "interrupted";
  if (typeof systemCode === "string" && systemCode.startsWith("E")) return "io";
  return "internal";
}
