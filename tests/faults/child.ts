/** Processes of this repository's own files, and what they say on standard output. */
import { fromFileUrl } from "../../lib/deps/std_path.ts";

/** A process under way. */
export interface Child {
  readonly pid: number;
  /** Lines of its standard output as they come. */
  readonly lines: AsyncIterableIterator<string>;
  /** SIGKILL. One that has ended already is left alone. */
  kill(): void;
  /** Its end: exit status (137 and the like for signals) and what it said on standard error. */
  readonly ended: Promise<{ code: number; signal: Deno.Signal | null; stderr: string }>;
}

/** Starts `file`, a neighbour of this one, with `args`. */
export function startChild(file: string, args: readonly string[]): Child {
  const path = fromFileUrl(new URL(file, import.meta.url));
  const process = new Deno.Command(Deno.execPath(), {
    // Deno 2.7 counts killing oneself as running a program.
    args: [
      "run",
      "-q",
      "--no-check",
      "--allow-read",
      "--allow-write",
      "--allow-run",
      "--allow-env=POND_WRITER_COMMITS",
      path,
      ...args,
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(process.stderr).text();
  return {
    pid: process.pid,
    lines: linesOf(process.stdout),
    kill() {
      try {
        process.kill("SIGKILL");
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // It has ended.
      }
    },
    ended: process.status.then(async ({ code, signal }) => ({
      code,
      signal,
      stderr: await stderr,
    })),
  };
}

/** Runs `work` on every item, at most `width` at a time. */
export async function inParallel<T>(
  items: Iterable<T>,
  { width, work }: { width: number; work: (item: T) => Promise<void> },
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const run = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: width }, run));
}

/** A directory that is gone after `work`. */
export async function inTemporaryDirectory<T>(
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await Deno.makeTempDir({ prefix: "pond-faults-" });
  try {
    return await work(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (
    const text of stream.pipeThrough(
      new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>,
    )
  ) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
