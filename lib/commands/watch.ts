import { join } from "../deps/std_path.ts";
import type { Pond } from "../pond/mod.ts";
import { watchedFiles } from "./watched_files.ts";

/** How often the pond, and what can't be watched, is looked at. */
const INTERVAL_MS = 500;
/** A change is told once nothing else has changed for so long, or for ten times that. */
const QUIET_MS = 200;

/** What to watch. */
export interface WatchCommandOptions {
  /** The words of the command that is to run again. */
  readonly words: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** A look at what is watched: changes between two calls of `next` are one. */
export interface Changes {
  /**
   * Resolves, with what changed, when something has since the last call; undefined once the signal
   * says so.
   */
  next(): Promise<"host" | "pond" | undefined>;
  close(): void;
}

/**
 * Watches the pond, and the host files that the command can read. What is watched on the host is
 * found out anew whenever the pond changes.
 */
export async function watchChanges(
  pond: Pond,
  { words, signal }: WatchCommandOptions,
): Promise<Changes> {
  let host = await watchHost(pond, words);
  let seen = (await pond.read()).transaction;
  const changed = async () => {
    if (host.hasChanged()) return "host" as const;
    return (await pond.read()).transaction === seen ? undefined : "pond" as const;
  };
  return {
    async next() {
      for (;;) {
        if (signal?.aborted) return undefined;
        const found = await changed();
        if (!found) {
          await rest(INTERVAL_MS);
          continue;
        }
        await settled(host);
        const now = (await pond.read()).transaction;
        if (now !== seen) {
          host.close();
          host = await watchHost(pond, words);
        }
        seen = now;
        host.forget();
        return found;
      }
    },
    close: () => host.close(),
  };
}

/** Host files that are watched. */
interface HostChanges {
  /** Whether any has changed since it was last forgotten. */
  hasChanged(): boolean;
  /** How many changes have been seen. */
  count(): number;
  forget(): void;
  close(): void;
}

async function watchHost(pond: Pond, words: readonly string[]): Promise<HostChanges> {
  const files = await watchedFiles(pond, words);
  const directories = [...new Set(files.map(({ directory }) => directory))];
  const concerns = (path: string) => files.some((each) => each.concerns(path));
  let [count, forgotten] = [0, 0];
  const watchers: Deno.FsWatcher[] = [];
  const polled = directories.filter((directory) => {
    try {
      const watcher = Deno.watchFs(directory);
      watchers.push(watcher);
      void follow(watcher, concerns, () => count++);
      return false;
    } catch {
      // Some file systems tell nobody of changes: these directories are looked at.
      return true;
    }
  });
  let look = lookAt(polled, concerns);
  const poll = () => {
    if (polled.length === 0) return;
    const now = lookAt(polled, concerns);
    if (now !== look) count++;
    look = now;
  };
  return {
    hasChanged: () => (poll(), count !== forgotten),
    count: () => (poll(), count),
    forget: () => void (forgotten = count),
    close: () => watchers.forEach((watcher) => watcher.close()),
  };
}

async function follow(
  watcher: Deno.FsWatcher,
  concerns: (path: string) => boolean,
  onChange: () => void,
): Promise<void> {
  try {
    for await (const { kind, paths } of watcher) {
      if (kind !== "access" && paths.some(concerns)) onChange();
    }
  } catch {
    // A directory that is gone tells of nothing more; the command says what is missing.
  }
}

/** Waits until nothing changes for a moment. */
async function settled(host: HostChanges): Promise<void> {
  for (let i = 0; i < 10; i++) {
    const before = host.count();
    await rest(QUIET_MS);
    if (host.count() === before) return;
  }
}

/** The files below the directories that are watched, as one text. */
function lookAt(directories: readonly string[], concerns: (path: string) => boolean): string {
  const facts: string[] = [];
  const visit = (directory: string) => {
    try {
      for (const { name, isFile, isDirectory } of Deno.readDirSync(directory)) {
        const path = join(directory, name);
        if (isDirectory) visit(path);
        if (!isFile || !concerns(path)) continue;
        const { size, mtime } = Deno.statSync(path);
        facts.push(`${path} ${size} ${mtime?.getTime()}`);
      }
    } catch {
      // What is gone, or may not be read, is different from what was there.
      facts.push(`${directory} -`);
    }
  };
  directories.forEach(visit);
  return facts.sort().join("\n");
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
