import { formatTimeUs, PondError, systemEnvironment } from "../../base/mod.ts";
import { defineCommand } from "../command.ts";

/** What may be run again and again: it does nothing where nothing is new. */
const COMMANDS = ["ingest", "apply", "export", "sql", "cat", "check"];

export const watch = defineCommand({
  name: "watch",
  alsoTried: ["daemon", "repeat"],
  summary: "runs a command again whenever something changes",
  details: [
    "COMMAND is ingest, apply, export, sql, cat or check, with its words. It runs at once, and again when the\n" +
    "pond changes, or a host file that it can read: what its words name, its documents and queries, and of\n" +
    "mounts what words and nodes name, until interrupted. Changes that follow each other closely are one. Each\n" +
    "run is one line on standard error.",
    "--once runs it once and ends with its status, as cron wants it:\n" +
    "  * * * * * pond watch --once ingest 'host:/data/*.csv' /sensors.series",
  ],
  positionals: [
    { name: "COMMAND", help: "what to run, with its words", completes: COMMANDS },
    { name: "WORDS", help: "as that command takes them", optional: true, many: true },
  ],
  wrapsCommand: true,
  flags: {
    once: { is: "boolean", help: "runs it once and ends with its status" },
  },
  examples: [
    { words: "pond watch ingest 'host:data/*.csv' /s.series", help: "takes in what is written" },
    { words: "pond watch --once check", help: "one run, for cron" },
  ],
  async run(call) {
    const words = call.positionals;
    const [name] = words;
    if (!COMMANDS.includes(name!)) {
      throw new PondError("usage", `cannot watch ${name}: it isn't made to run again and again`, {
        hint: `there are ${COMMANDS.join(", ")}`,
      });
    }
    const run = async (why: string) => {
      const status = await call.start(words, {
        directory: "/",
        ...(call.signal ? { signal: call.signal } : {}),
      });
      await call.output.flush();
      const at = formatTimeUs(systemEnvironment.nowUs()).slice(0, 19);
      call.note(`${at}Z ${name} (${why}): ${status === 0 ? "done" : `exit status ${status}`}`);
      return status;
    };
    if (call.options.once) return call.end(await run("once"));
    const { watchChanges } = await import("../../commands/mod.ts");
    const changes = await watchChanges(await call.pond(), { words, signal: call.signal });
    try {
      for (let why: string | undefined = "begin"; why; why = await changes.next()) await run(why);
    } finally {
      changes.close();
    }
  },
});
