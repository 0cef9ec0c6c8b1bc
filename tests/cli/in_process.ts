import { runProgram } from "../../lib/cli/mod.ts";
import { createSqlEngine } from "../../lib/sql/mod.ts";
import type { ProgramOptions, ProgramResult } from "../program.ts";

/**
 * Started once before any test: what its packages open as they load would count as the first test's
 * leak.
 */
const engine = createSqlEngine();
await engine.columns({ sql: "SELECT 1 AS a", relations: new Map() });
engine.close();

/** As {@linkcode ProgramOptions}; a terminal can be played only here. */
export interface InProcessOptions extends ProgramOptions {
  /** Standard output is a terminal of so many columns, and of 30 lines. */
  readonly columns?: number;
}

/** The whole program but for the process around it: same words, same streams, same exit status. */
export async function runInProcess(
  words: readonly string[],
  options: InProcessOptions,
): Promise<ProgramResult> {
  const stdout: Uint8Array[] = [];
  let stderr = "";
  const writeSync = (bytes: Uint8Array) => stdout.push(bytes.slice()) && bytes.length;
  const streams = {
    stdin: options.stdin === undefined,
    stdout: options.columns !== undefined,
    stderr: options.columns !== undefined,
    width: options.columns ?? null,
    height: options.columns === undefined ? null : 30,
  };
  const code = await inWorld(options, () =>
    runProgram(words, {
      stdout: { writeSync, write: (bytes) => Promise.resolve(writeSync(bytes)) },
      stderr: (text) => void (stderr += text),
      stdin: stdinOf(options.stdin ?? ""),
      streams,
    }));
  const bytes = new Uint8Array(await new Blob(stdout as BlobPart[]).arrayBuffer());
  return { code, stdout: new TextDecoder().decode(bytes), bytes, stderr };
}

/** What is lent to the runs of now, how many there are, and how it is given back. */
let lent: { readonly world: string; runs: number; readonly giveBack: () => void } | undefined;

/**
 * Current directory and environment are the process's own, so they are lent and given back. Runs at
 * the same time share one world: the first takes it, the last gives it back.
 */
async function inWorld<T>({ cwd, env }: InProcessOptions, work: () => Promise<T>): Promise<T> {
  const variables = { POND: "", POND_DEBUG: "", NO_COLOR: "1", ...env };
  const world = JSON.stringify([cwd, variables]);
  if (lent && lent.world !== world) throw new Error(`runs at once in two worlds: ${world}`);
  lent ??= { world, runs: 0, giveBack: lend(cwd, variables) };
  lent.runs++;
  try {
    return await work();
  } finally {
    lent.runs--;
    if (lent.runs === 0) {
      lent.giveBack();
      lent = undefined;
    }
  }
}

function lend(cwd: string, variables: Readonly<Record<string, string>>): () => void {
  const before = {
    cwd: Deno.cwd(),
    env: Object.keys(variables).map((name) => [name, Deno.env.get(name)] as const),
  };
  Deno.chdir(cwd);
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  return () => {
    Deno.chdir(before.cwd);
    for (const [name, value] of before.env) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
  };
}

async function* stdinOf(content: Uint8Array | string): AsyncGenerator<Uint8Array> {
  yield typeof content === "string" ? new TextEncoder().encode(content) : content;
}
