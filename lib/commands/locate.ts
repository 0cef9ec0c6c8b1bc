import { PondError, toPondError } from "../base/mod.ts";
import { dirname, join, resolve } from "../deps/std_path.ts";

const DIRECTORY = ".pond";

/**
 * Where the pond is: `given` (`--pond`, `$POND`; a directory that has a `.pond` and is none stands
 * for that), else `.pond` in the current directory or the nearest parent that has one.
 * @returns an absolute host path; whether a pond is there is for opening to find out
 * @throws {PondError} `not-found` when there is no `.pond` anywhere, `permission` when looking
 *   isn't allowed
 */
export async function locatePond(given: string | undefined): Promise<string> {
  if (given !== undefined) return await pondIn(resolve(given));
  const found = await nearestPond();
  if (found !== undefined) return found;
  throw new PondError("not-found", `cannot find a pond: no ${DIRECTORY} here or in any parent`, {
    hint: "`pond init` makes one; or name one with --pond DIR or $POND",
  });
}

/**
 * Where `init` makes a pond: `directory`, else where {@linkcode locatePond} points, else `.pond`
 * here.
 * @throws {PondError} `permission` when looking isn't allowed
 */
export async function locateNewPond(
  directory: string | undefined,
  given: string | undefined,
): Promise<string> {
  if (directory !== undefined) return resolve(directory);
  return given === undefined ? await nearestPond() ?? resolve(DIRECTORY) : resolve(given);
}

/** `hostPath`, else the `.pond` in it; a directory `data` without a log is anybody's. */
async function pondIn(hostPath: string): Promise<string> {
  const inside = join(hostPath, DIRECTORY);
  const isPond = await isDirectory(join(hostPath, "data", "_delta_log"));
  return isPond || !(await isDirectory(inside)) ? hostPath : inside;
}

async function nearestPond(): Promise<string | undefined> {
  const here = currentDirectory();
  if (!(await mayRead(here))) {
    throw new PondError(
      "permission",
      `cannot look for a pond in ${here}: reading is not permitted`,
      {
        hint: `add --allow-read=${here} to the deno command, or name the pond with --pond`,
      },
    );
  }
  for (let directory = here;; directory = dirname(directory)) {
    const candidate = join(directory, DIRECTORY);
    if (await isDirectory(candidate)) return candidate;
    if (dirname(directory) === directory) return undefined;
  }
}

function currentDirectory(): string {
  try {
    return Deno.cwd();
  } catch (error) {
    throw toPondError(error, "cannot find a pond from the current directory");
  }
}

/** Whether `hostPath` may be read, without asking anybody. */
async function mayRead(hostPath: string): Promise<boolean> {
  return (await Deno.permissions.query({ name: "read", path: hostPath })).state === "granted";
}

/** A parent that may not be read holds no pond of ours. */
async function isDirectory(hostPath: string): Promise<boolean> {
  if (!(await mayRead(hostPath))) return false;
  try {
    return (await Deno.stat(hostPath)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw toPondError(error, `cannot look for a pond at ${hostPath}`);
  }
}
