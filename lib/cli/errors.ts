import { ERROR_CODES, type PondError, printable, toPondError } from "../base/mod.ts";

/** How an error is said. */
export interface ErrorTextOptions {
  /** With the stack and those of its causes. */
  readonly debug?: boolean;
}

/**
 * `pond: <what failed>: <why>` and, where there is one, `hint: …`: one line each, safe for a
 * terminal, with a newline at the end.
 */
export function errorText(error: unknown, options: ErrorTextOptions = {}): string {
  const failure = toPondError(error);
  const hint = failure.hint ?? permissionHint(error) ?? internalHint(failure, options);
  const lines = [`pond: ${printable(failure.message.replace(/\s*\n\s*/g, " ").trim())}`];
  if (hint !== undefined) lines.push(`hint: ${printable(hint)}`);
  if (options.debug) lines.push(stackOf(error));
  return lines.join("\n") + "\n";
}

/** The exit status that `error` means. */
export function exitStatusOf(error: unknown): number {
  return ERROR_CODES[toPondError(error).code].exit;
}

/** Whether `error` says that nobody reads the output any more. */
export function isClosedPipe(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each instanceof Deno.errors.BrokenPipe) return true;
  }
  return false;
}

/** The flag that would have allowed what Deno refused, wherever in the chain of causes that is. */
function permissionHint(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    if (each.name !== "NotCapable") continue;
    const match = /Requires (\w+) access(?: to (.+?))?, (?:run again|specify)/.exec(each.message);
    if (!match) return `see \`deno run --help\`: ${each.message}`;
    const [, access, what] = match;
    const value = what === undefined || what.startsWith("<")
      ? ""
      : `=${what.replace(/^"|"$/g, "")}`;
    const place = Deno.build.standalone ? "to pond" : "to the deno command";
    return `add --allow-${access}${value} ${place}`;
  }
  return undefined;
}

function internalHint(failure: PondError, options: ErrorTextOptions): string | undefined {
  if (failure.code !== "internal" || options.debug) return undefined;
  return "this is a defect in pond; POND_DEBUG=1 shows where";
}

function stackOf(error: unknown): string {
  const lines: string[] = [];
  for (let each = error; each instanceof Error; each = each.cause) {
    lines.push(printable(each.stack ?? String(each), { keepLines: true }));
  }
  return lines.join("\ncaused by: ");
}
