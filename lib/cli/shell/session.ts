import { PondError, printable, suggest } from "../../base/mod.ts";
import type { Call } from "../call.ts";
import type { Command } from "../command.ts";
import { errorText, exitStatusOf } from "../errors.ts";
import { BARE_COMMAND, commandWords } from "./statement.ts";

/** Dot commands that are the prompt's own, with what they do. */
export const OWN_COMMANDS: Readonly<Record<string, string>> = {
  cd: "changes the directory that relative paths begin at",
  pwd: "prints it",
  tables: "lists tables and series below the current directory",
  mode: "how rows are written: table, csv, json, jsonl, md; alone: which it is",
  help: "this; `.help COMMAND` explains one",
  quit: "ends, as Ctrl-D does",
};

/** How rows may be written at a prompt. */
const MODES = ["table", "csv", "json", "jsonl", "md"] as const;
type Mode = (typeof MODES)[number];

/** Other words for a command. */
const SAME: Readonly<Record<string, string>> = { exit: "quit", q: "quit", ls: "list", h: "help" };
/** Commands that make no sense at a prompt. */
const REFUSED = new Set(["shell", "completions", "init"]);

/** What stays from one line to the next. */
export class ShellSession {
  directory = "/";
  mode: Mode | undefined;
  /** Status of the last line that failed; 0 as long as none did. */
  status = 0;
  isOver = false;
  readonly #call: Call;
  readonly #commands: readonly Command[];

  constructor(call: Call, commands: readonly Command[]) {
    this.#call = call;
    this.#commands = commands;
  }

  /** Whether `line` is run at once, whatever comes after it. */
  isCommand(line: string): boolean {
    return line.startsWith(".") || BARE_COMMAND.test(line.trim());
  }

  /** Runs a dot command or a statement; what fails is said on stderr. */
  async run(line: string, signal?: AbortSignal): Promise<void> {
    const bare = BARE_COMMAND.exec(line.trim());
    try {
      const status = line.startsWith(".")
        ? await this.#command(line.slice(1), signal)
        : bare
        ? await this.#command(`${bare[1]} ${bare[2]}`, signal)
        : await this.#query(line, signal);
      if (status !== 0) this.status = status;
    } catch (error) {
      this.#call.say(errorText(error));
      this.status = exitStatusOf(error);
    }
  }

  async #query(sql: string, signal: AbortSignal | undefined): Promise<number> {
    const format = this.mode === undefined ? [] : ["--format", this.mode];
    return await this.#start(["sql", ...format, "--", this.#absoluteNames(sql)], signal);
  }

  async #command(line: string, signal: AbortSignal | undefined): Promise<number> {
    const [typed = "help", ...words] = commandWords(line);
    const name = SAME[typed] ?? typed;
    if (Object.hasOwn(OWN_COMMANDS, name)) return await this.#own(name, words);
    if (this.#commands.some((command) => command.name === name) && !REFUSED.has(name)) {
      return await this.#start([name, ...words], signal);
    }
    const known = [...Object.keys(OWN_COMMANDS), ...this.#commands.map((command) => command.name)];
    const near = suggest(name, known);
    throw new PondError("usage", `cannot run .${name}: there is no such command`, {
      hint: near === undefined ? "`.help` lists the commands" : `did you mean .${near}?`,
    });
  }

  async #own(name: string, words: readonly string[]): Promise<number> {
    const { output } = this.#call;
    switch (name) {
      case "cd":
        this.directory = await this.#directoryAt(words[0] ?? "/");
        break;
      case "pwd":
        await output.write(`${this.directory}\n`);
        break;
      case "tables":
        await this.#listTables();
        break;
      case "mode":
        await this.#setMode(words[0]);
        break;
      case "help":
        if (words.length > 0) return await this.#start(["help", ...words], undefined);
        await output.write(this.#help());
        break;
      case "quit":
        this.isOver = true;
    }
    await output.flush();
    return 0;
  }

  async #directoryAt(word: string): Promise<string> {
    const { absolutePath } = await import("../../commands/mod.ts");
    const path = absolutePath(word, this.directory);
    const node = await (await (await this.#call.pond()).read()).resolve(path);
    if (node.kind === "directory") return path;
    throw new PondError("not-a-directory", `cannot go to ${path}: it is no directory`);
  }

  async #listTables(): Promise<void> {
    const reader = await (await this.#call.pond()).read();
    for await (const { path, node } of reader.walk(this.directory)) {
      if (node.kind !== "table" && node.kind !== "series") continue;
      await this.#call.output.write(`${printable(path)}\n`);
    }
  }

  async #setMode(word: string | undefined): Promise<void> {
    if (word === undefined) return await this.#call.output.write(`${this.mode ?? "auto"}\n`);
    const mode = MODES.find((name) => name === word);
    if (mode === undefined && word !== "auto") {
      throw new PondError(
        "usage",
        `cannot write rows as ${word}: a mode is auto, ${MODES.join(", ")}`,
      );
    }
    this.mode = mode;
  }

  #help(): string {
    const own = Object.entries(OWN_COMMANDS);
    const others = this.#commands.filter(({ name }) =>
      !(name in OWN_COMMANDS) && !REFUSED.has(name)
    );
    const lines = [...own, ...others.map(({ name, summary }) => [name, summary] as const)];
    return [
      "SQL ends with a semicolon and may have several lines; a quoted path is a relation.",
      "A line that begins with a dot is a command of pond, with its options:",
      "",
      ...lines.map(([name, summary]) => `  .${name.padEnd(12)} ${summary}`),
      "",
    ].join("\n");
  }

  /** Relations that are named relative to the current directory. */
  #absoluteNames(sql: string): string {
    if (this.directory === "/") return sql;
    return sql.replace(
      /\b(from|join)(\s+)"(?!\/)([^":]+)"/gi,
      (_, word, space, name) => `${word}${space}"${this.directory}/${name}"`,
    );
  }

  async #start(words: readonly string[], signal: AbortSignal | undefined): Promise<number> {
    const options = { directory: this.directory, ...(signal ? { signal } : {}) };
    return await this.#call.start(words, options);
  }
}
