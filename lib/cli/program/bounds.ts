import { PondError, readEnv } from "../../base/mod.ts";
import type { Extensions } from "../../commands/mod.ts";

/** Which host paths the program may touch; what is undefined stays as Deno has it. */
export interface Bounds {
  readonly read?: readonly string[];
  readonly write?: readonly string[];
}

/** What of {@linkcode Bounds} stands on the command line. */
interface BoundFlags {
  readonly "allow-read"?: readonly string[] | undefined;
  readonly "allow-write"?: readonly string[] | undefined;
}

/**
 * The bounds that the command line, else the environment, asks for; undefined where neither does.
 */
export function boundsOf(flags: BoundFlags): Bounds | undefined {
  const read = flags["allow-read"]?.join(",") ?? readEnv("POND_ALLOW_READ");
  const write = flags["allow-write"]?.join(",") ?? readEnv("POND_ALLOW_WRITE");
  if (read === undefined && write === undefined) return undefined;
  return {
    ...(read === undefined ? {} : { read: pathsOf(read) }),
    ...(write === undefined ? {} : { write: pathsOf(write) }),
  };
}

/** What is to be said of bounds that leave one half open; undefined where they don't. */
export function openHalf({ read, write }: Bounds): string | undefined {
  if (read !== undefined && write === undefined) {
    return "--allow-read bounds what is read only; --allow-write=DIR bounds what is written";
  }
  if (write !== undefined && read === undefined) {
    return "--allow-write bounds what is written only; --allow-read=DIR bounds what is read";
  }
  return undefined;
}

/**
 * Runs the program with `words` in a worker whose permissions are narrowed to `bounds`, so that
 * Deno itself enforces them. Only the executable has the flag that this takes; `deno run` is given
 * its bounds directly.
 * @returns the exit status
 * @throws {PondError} `unsupported` under `deno run`, and for a program with factories of its own
 */
export async function runBounded(
  words: readonly string[],
  { bounds, extensions }: { readonly bounds: Bounds; readonly extensions: Extensions },
): Promise<number> {
  if (extensions.factories?.length) {
    throw new PondError(
      "unsupported",
      "cannot bound the program: its own factories can't go where it would be bounded",
      { hint: "deno compile takes --allow-read=DIR,… and --allow-write=DIR,…" },
    );
  }
  if (!Deno.build.standalone) {
    throw new PondError(
      "unsupported",
      "cannot bound the program: it is run by deno, not compiled",
      {
        hint: "deno run takes --allow-read=DIR,… and --allow-write=DIR,… before the script",
      },
    );
  }
  const worker = startWorker(bounds);
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<number>) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new PondError("internal", `cannot run within bounds: ${event.message}`));
      };
      worker.postMessage(words);
    });
  } finally {
    worker.terminate();
  }
}

function startWorker({ read, write }: Bounds): Worker {
  const permissions = {
    read: read ?? "inherit",
    write: write ?? "inherit",
    env: "inherit",
    net: false,
    run: false,
    ffi: false,
    sys: false,
  };
  const options = { type: "module", deno: { permissions } };
  return new Worker(new URL("./program_worker.ts", import.meta.url), options as WorkerOptions);
}

/**
 * The directories, and where one is a link, once, where it leads: what is in it has its name from
 * there.
 */
function pathsOf(list: string): string[] {
  const given = list.split(",").filter((path) => path !== "");
  return [...new Set(given.flatMap((path) => [path, realPath(path)]))];
}

function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    // What isn't there, or may not be looked at, is bounded by its name.
    return path;
  }
}
