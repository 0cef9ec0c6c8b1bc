/**
 * The real program in a process of its own, for scenarios. By default that is `cli.ts` under the
 * Deno that runs the tests; `POND_TEST_PROGRAM`, a JSON array of words, names another way to start
 * it: a compiled binary, or a URL.
 */
import { fromFileUrl } from "../lib/deps/std_path.ts";

/** How one run of the program ended. */
export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  /** Standard output before it was decoded. */
  readonly bytes: Uint8Array;
  readonly stderr: string;
}

/** Where and with what the program runs. */
export interface ProgramOptions {
  readonly cwd: string;
  /** Beside the environment of the tests, without POND and POND_DEBUG. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Uint8Array | string;
}

/** The words that start the program. */
export function programWords(): readonly string[] {
  const given = Deno.env.get("POND_TEST_PROGRAM");
  if (given) return JSON.parse(given) as string[];
  const cli = fromFileUrl(new URL("../cli.ts", import.meta.url));
  return [
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-prompt",
    "--allow-read",
    "--allow-write",
    "--allow-env",
    cli,
  ];
}

/** Runs `pond …words` to its end. */
export async function runPond(
  words: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  const [command, ...first] = programWords();
  if (command === undefined) throw new Error("POND_TEST_PROGRAM names no program");
  const child = new Deno.Command(command, {
    args: [...first, ...words],
    cwd: options.cwd,
    env: { POND: "", POND_DEBUG: "", NO_COLOR: "1", ...options.env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [output] = await Promise.all([child.output(), feed(child.stdin, options.stdin ?? "")]);
  const decoder = new TextDecoder();
  return {
    code: output.code,
    stdout: decoder.decode(output.stdout),
    bytes: output.stdout,
    stderr: decoder.decode(output.stderr),
  };
}

async function feed(stdin: WritableStream<Uint8Array>, content: Uint8Array | string) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const writer = stdin.getWriter();
  try {
    await writer.write(bytes);
    await writer.close();
  } catch (error) {
    // A program that ends before it has read everything closes the pipe; its exit status tells the
    // story.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
