/** Medians, and what a process took. */
/** How often everything is measured. */
export const RUNS = 5;

/**
 * The median of {@linkcode RUNS} times, in seconds; `before` runs ahead of each and doesn't count.
 */
export async function medianSeconds(
  work: () => Promise<unknown>,
  options: { before?: () => Promise<unknown> } = {},
): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await options.before?.();
    const start = performance.now();
    await work();
    times.push((performance.now() - start) / 1000);
  }
  return median(times);
}

/**
 * As {@linkcode medianSeconds} for two pieces of work, one after the other in each round, so that
 * whatever else the machine does meets both. Work of a few milliseconds is done `times` times a
 * round, in turn, and its mean is the round's time.
 */
export async function pairedMedians(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
  { times = 1 }: { times?: number } = {},
): Promise<readonly [first: number, second: number]> {
  const rounds: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    const seconds = [0, 0];
    for (let time = 0; time < times; time++) {
      for (const [which, work] of [first, second].entries()) {
        const start = performance.now();
        await work();
        seconds[which]! += (performance.now() - start) / 1000;
      }
    }
    seconds.forEach((sum, which) => rounds[which]!.push(sum / times));
  }
  return [median(rounds[0]), median(rounds[1])];
}

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("no values");
  return middle;
}

/** What a run of the program took. */
export interface ProcessCost {
  readonly seconds: number;
  /** Highest resident size that was seen; 0 where the system doesn't tell. */
  readonly peakBytes: number;
}

/** Runs the program `pond …words` in a process of its own. */
export async function runProcess(
  words: readonly string[],
  { program, cwd }: { readonly program: readonly string[]; readonly cwd: string },
): Promise<ProcessCost> {
  const [command, ...first] = program;
  if (command === undefined) throw new Error("no program to run");
  const start = performance.now();
  const child = new Deno.Command(command, {
    args: [...first, ...words],
    cwd,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const ending = child.output();
  let ended = false;
  const done = ending.then(() => ended = true);
  let peakBytes = 0;
  while (!ended) {
    peakBytes = Math.max(peakBytes, peakOf(child.pid));
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
  const { success, stderr } = await ending;
  const seconds = (performance.now() - start) / 1000;
  if (!success) throw new Error(`pond ${words[0]}: ${new TextDecoder().decode(stderr)}`);
  return { seconds, peakBytes };
}

/** The high-water mark that Linux keeps of a process. */
function peakOf(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0; // It has ended, or this isn't Linux: what was seen before stands.
  }
}
