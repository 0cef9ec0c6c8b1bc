import { dirname, resolve } from "../deps/std_path.ts";
import type { Pond } from "../pond/mod.ts";
import { isHostDirectory } from "./host_file.ts";

/** How often the pond, and what can't be watched, is looked at. */
const INTERVAL_MS = 500;
/** A change is told once nothing else has changed for so long, or for ten times that. */
const QUIET_MS = 200;

/** What to watch. */
export interface WatchCommandOptions {
  /** The words of the command that is to run again; host files in them are watched. */
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

/** Watches the pond and the host directories that the words, and mounts in the pond, name. */
export async function watchChanges(
  pond: Pond,
  { words, signal }: WatchCommandOptions,
): Promise<Changes> {
  const directories = await watchedDirectories(pond, words);
  let host = 0;
  let seenHost = 0;
  let seen = (await pond.read()).transaction;
  const watchers = directories.flatMap((directory) => {
    try {
      const watcher = Deno.watchFs(directory);
      void follow(watcher, pond.hostPath, () => host++);
      return [{ directory, watcher }];
    } catch {
      // Some file systems tell nobody of changes: these directories are looked at.
      return [];
    }
  });
  const polled = directories.filter((each) =>
    !watchers.some(({ directory }) => directory === each)
  );
  let looks = lookOf(polled);
  const changed = async () => {
    const now = lookOf(polled);
    if (now !== looks) host++;
    looks = now;
    if (host !== seenHost) return "host" as const;
    return (await pond.read()).transaction === seen ? undefined : "pond" as const;
  };
  return {
    async next() {
      for (;;) {
        if (signal?.aborted) return undefined;
        const found = await changed();
        if (found) {
          await settled(() => host);
          [seenHost, seen] = [host, (await pond.read()).transaction];
          return found;
        }
        await rest(INTERVAL_MS);
      }
    },
    close() {
      for (const { watcher } of watchers) watcher.close();
    },
  };
}

/** Tells of changes outside the pond's own directory, whose log is looked at. */
async function follow(
  watcher: Deno.FsWatcher,
  own: string,
  onChange: () => void,
): Promise<void> {
  try {
    for await (const { kind, paths } of watcher) {
      const isOwn = paths.every((path) => `${path}/`.startsWith(`${own}/`));
      if (kind !== "access" && !isOwn) onChange();
    }
  } catch {
    // A directory that is gone tells of nothing more; the command says what is missing.
  }
}

/** Waits until nothing changes for a moment. */
async function settled(count: () => number): Promise<void> {
  for (let i = 0; i < 10; i++) {
    const before = count();
    await rest(QUIET_MS);
    if (count() === before) return;
  }
}

/**
 * Directories of the host files that words name, and those that are mounted; none of them below the
 * pond's own.
 */
async function watchedDirectories(pond: Pond, words: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const word of words) {
    const isHost = word.startsWith("host:");
    const path = resolve(isHost ? word.slice("host:".length) : word);
    const fixed = path.replace(/[^/]*[*?[{].*$/, "");
    if (!isHost && !/\.ya?ml$|\.sql$/i.test(word)) continue;
    const directory = await isHostDirectory(fixed || "/") ? fixed : dirname(fixed);
    if (await isHostDirectory(directory)) found.add(directory);
  }
  const reader = await pond.read();
  for await (const { node } of reader.walk("/")) {
    if (node.factory !== "hostmount" || node.kind !== "directory" || !node.config) continue;
    const hostPath = node.provenance?.().hostPath;
    if (hostPath && await isHostDirectory(hostPath)) found.add(hostPath);
  }
  return [...found].filter((directory) => !`${directory}/`.startsWith(`${pond.hostPath}/`));
}

/** What is in the directories, as one text. */
function lookOf(directories: readonly string[]): string {
  const facts: string[] = [];
  for (const directory of directories) {
    try {
      for (const { name, isFile } of Deno.readDirSync(directory)) {
        if (!isFile) continue;
        const { size, mtime } = Deno.statSync(`${directory}/${name}`);
        facts.push(`${name} ${size} ${mtime?.getTime()}`);
      }
    } catch {
      // What is gone, or may not be read, is different from what was there.
      facts.push(`${directory} -`);
    }
  }
  return facts.sort().join("\n");
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
