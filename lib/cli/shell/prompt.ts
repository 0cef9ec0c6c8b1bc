import type { Pond } from "../../commands/mod.ts";
import type { Call } from "../call.ts";
import type { Command } from "../command.ts";
import { completeLine, type Completion } from "./complete.ts";
import { readHistory, writeHistory } from "./history.ts";
import type { ShellSession } from "./session.ts";
import { splitInput } from "./statement.ts";

/** What a prompt is run with. */
export interface PromptWorld {
  readonly call: Call;
  readonly pond: Pond;
  readonly commands: readonly Command[];
}

/**
 * Reads lines from the terminal until `.quit` or Ctrl-D; Ctrl-C drops the line, or ends the query
 * that runs.
 */
export async function runPrompt(session: ShellSession, world: PromptWorld): Promise<void> {
  const historyPath = `${world.pond.hostPath}/cache/shell-history`;
  const prompt = new Prompt(session, world);
  await prompt.run(readHistory(historyPath));
  writeHistory(historyPath, prompt.history);
}

class Prompt {
  history: readonly string[] = [];
  readonly #session: ShellSession;
  readonly #world: PromptWorld;
  /** Lines of a statement that isn't whole. */
  #waiting = "";
  /** Lines that came while another one was run, as when several are pasted. */
  readonly #lines: string[] = [];
  #running: AbortController | undefined;
  /** Tells the loop that a line has come, or that none will. */
  #wake = () => {};
  #isClosed = false;

  constructor(session: ShellSession, world: PromptWorld) {
    this.#session = session;
    this.#world = world;
  }

  async run(history: readonly string[]): Promise<void> {
    // Loaded here, since no other command needs them.
    const [{ createInterface }, { default: process }] = await Promise.all([
      import("node:readline"),
      import("node:process"),
    ]);
    const reader = createInterface({
      input: process.stdin,
      output: process.stdout,
      terminal: true,
      history: [...history],
      historySize: 1000,
      removeHistoryDuplicates: true,
      // A completion that fails completes nothing.
      completer: (line: string, done: (error: null, result: Completion) => void) =>
        void this.#complete(line).catch(() => [[], line] as Completion)
          .then((result) => done(null, result)),
    });
    reader.on("line", (line: string) => {
      this.#lines.push(`${line}\n`);
      this.#wake();
    });
    reader.on("history", (lines: string[]) => this.history = [...lines]);
    reader.on("close", () => {
      this.#isClosed = true;
      this.#wake();
    });
    const show = () => {
      reader.setPrompt(this.#waiting === "" ? `pond:${this.#session.directory}> ` : "   ...> ");
      reader.prompt();
    };
    reader.on("SIGINT", () => {
      this.#lines.length = 0;
      if (this.#running) return this.#running.abort();
      this.#waiting = "";
      process.stdout.write("^C\n");
      (reader as unknown as { line: string; cursor: number }).line = "";
      (reader as unknown as { line: string; cursor: number }).cursor = 0;
      show();
    });
    show();
    while (!this.#session.isOver) {
      const line = await this.#nextLine();
      if (line === null) break;
      await this.#take(line);
      if (!this.#session.isOver && this.#lines.length === 0) show();
    }
    if (!this.#session.isOver) process.stdout.write("\n");
    reader.close();
  }

  async #nextLine(): Promise<string | null> {
    while (this.#lines.length === 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    return this.#lines.shift() ?? null;
  }

  async #take(line: string): Promise<void> {
    const isCommand = this.#waiting === "" && this.#session.isCommand(line);
    const { whole, rest } = isCommand
      ? { whole: [line.trim()], rest: "" }
      : splitInput(this.#waiting + line);
    this.#waiting = rest === "" ? "" : `${rest.trimEnd()}\n`;
    for (const each of whole) {
      this.#running = new AbortController();
      await this.#session.run(each, this.#running.signal);
      this.#running = undefined;
      if (this.#session.isOver) break;
    }
  }

  async #complete(line: string): Promise<Completion> {
    const { pond, commands } = this.#world;
    return await completeLine(line, {
      pond,
      commands,
      directory: this.#session.directory,
      before: this.#waiting,
    });
  }
}
