import { type Command, defineCommand } from "../command.ts";

/** The command `shell`, at whose prompt the other `commands` are dot commands. */
export function shellCommand(commands: () => readonly Command[]): Command {
  return defineCommand({
    name: "shell",
    alsoTried: ["sh", "repl", "console", "prompt", "interactive"],
    summary: "a prompt for SQL and commands",
    details: [
      "SQL ends with a semicolon and may have several lines; quoted paths are relations, relative ones begin at\n" +
      "the current directory (cd). A line that begins with a dot is a command of pond: .list, .describe PATH,\n" +
      ".plot PATH, .why PATH, .mode csv, .help, .quit. Ctrl-C ends a query, Ctrl-D the prompt. The Tab key\n" +
      "completes paths, columns and keywords. What was typed is remembered in the pond's cache directory.",
      "Where standard input is no terminal, what stands there is run line by line until something fails.",
    ],
    positionals: [],
    flags: {},
    examples: [
      { words: "pond shell", help: "a prompt" },
      { words: "pond shell < report.sql", help: "several statements, each with its rows" },
    ],
    async run(call) {
      const [{ runPrompt }, { ShellSession }, { splitInput }] = await Promise.all([
        import("../shell/prompt.ts"),
        import("../shell/session.ts"),
        import("../shell/statement.ts"),
      ]);
      const session = new ShellSession(call, commands());
      if (call.terminal.stdin) {
        await runPrompt(session, { call, pond: await call.pond(), commands: commands() });
        return;
      }
      const { hostText } = await import("../../commands/mod.ts");
      const { whole, rest } = splitInput(`${await hostText("-", call.stdin)}\n`);
      for (const each of [...whole, ...rest.trim() === "" ? [] : [rest.trim()]]) {
        await session.run(each);
        if (session.status !== 0 || session.isOver) break;
      }
      call.end(session.status);
    },
  });
}
