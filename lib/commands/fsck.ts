import { PondError } from "../base/mod.ts";
import { checkPond, type Finding, openPond, type OpenPondOptions } from "../pond/mod.ts";
import { openingProblemOf } from "./node_problem.ts";

/** Which pond is checked, and how. */
export interface FsckOptions {
  /** As {@linkcode locatePond} gives it. */
  readonly hostPath: string;
  /** Moves damaged files that are in the way or not needed to `quarantine/`. */
  readonly repair: boolean;
  /** How long a repair waits for other writers. */
  readonly lockDeadlineMs?: number;
}

/**
 * Reads everything there is and says what is wrong and where. It needs no pond that can be opened.
 * @throws {PondError} `not-found`, `locked`, `io`, `permission`
 */
export function fsckCommand(
  { hostPath, ...options }: FsckOptions,
): Promise<readonly Finding[]> {
  return checkPond(hostPath, options);
}

/**
 * Nodes that are stored whole and can't be used all the same: nothing of the pond is damaged, so
 * these are warnings.
 */
export async function brokenNodes(
  hostPath: string,
  options: Pick<OpenPondOptions, "env" | "factories">,
): Promise<readonly Finding[]> {
  // What a walk passes over is what is looked for here, node by node.
  await using pond = await openPond(hostPath, { ...options, onProblem: () => {} });
  const found: Finding[] = [];
  for await (const { path, node } of (await pond.read()).walk("/")) {
    // What a dynamic directory shows is told of with the directory itself.
    if (node.kind !== "symlink" && node.config === undefined && !node.broken) continue;
    const problem = node.kind === "symlink" ? null : await openingProblemOf(node);
    if (!problem) continue;
    const why = problem.message;
    found.push({ severity: "warning", file: null, path, version: null, why, movedTo: null });
  }
  return found;
}

/** The error that findings amount to; undefined when nothing is wrong. */
export function findingsError(
  findings: readonly Finding[],
  { repair, directory }: Pick<FsckOptions, "repair"> & { readonly directory?: string },
): PondError | undefined {
  const wrong = findings.filter(({ severity }) => severity === "error");
  if (wrong.length === 0) return undefined;
  const moved = wrong.filter(({ movedTo }) => movedTo !== null).length;
  const what = wrong.length === 1 ? "1 thing is" : `${wrong.length} things are`;
  const how = moved > 0 ? `, ${moved} put aside in quarantine/` : "";
  const place = directory === undefined ? "the pond" : directory;
  return new PondError("findings", `cannot vouch for ${place}: ${what} wrong${how}`, {
    ...(directory === undefined ? hintFor(wrong.length - moved, repair) : { hint: COPY_HINT }),
    data: { findings: wrong },
  });
}

const COPY_HINT = "push again brings back contents that are gone; else make the copy anew";

/** What is left to be done; a repair that has just been made is not advised again. */
function hintFor(left: number, repair: boolean): { hint?: string } {
  if (left === 0) return {};
  if (repair) {
    return { hint: "what was not put aside has to come from a copy, if fsck still finds it" };
  }
  return { hint: "pond fsck --repair goes back to what is whole and puts the rest aside" };
}
