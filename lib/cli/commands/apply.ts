import { PondError } from "../../base/mod.ts";
import { defineCommand } from "../command.ts";
import { writeActions } from "../actions.ts";
import { FORMAT_FLAGS } from "../format_flags.ts";
import { TIMEOUT_FLAG } from "../query_flags.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

export const apply = defineCommand({
  name: "apply",
  alsoTried: ["deploy"],
  summary: "makes the pond be what YAML files say",
  details: [
    "Each document has a kind, a path and a spec:\n" +
    "  {kind: mkdir, path: /raw}\n" +
    "  {kind: copy,  path: /ref/sites.csv, spec: {source: host:sites.csv, as: data}}\n" +
    "  {kind: mknod, path: /csv, spec: {factory: csv-directory, config: {source: /raw/*.csv}}}",
    "{kind: ingest, path: /s, spec: {source: 'host:log/*.csv', key: [timestamp]}} appends what is new to a\n" +
    "series (pond ingest). Documents come in any order: each is made after what it is in and what it names.",
    "Everything is checked first, then written in one transaction.\n" +
    "What is so already is unchanged; a config is kept as it is written in the file, comments included.",
  ],
  positionals: [{
    name: "FILE",
    help: "more files after -f FILE",
    optional: true,
    many: true,
    completes: "host",
  }],
  flags: {
    file: {
      is: "texts",
      short: "f",
      value: "FILE",
      required: true,
      help: "a host file of YAML documents, or - for standard input",
    },
    "dry-run": { is: "boolean", help: "says what would change and changes nothing" },
    ...WAIT_FLAG,
    ...TIMEOUT_FLAG,
    ...FORMAT_FLAGS,
  },
  examples: [
    { words: "pond apply -f stack.yaml", help: "creates and updates what the file describes" },
    { words: "pond apply --dry-run -f mounts.yaml -f series.yaml", help: "what would change" },
  ],
  async run(call) {
    const { applyCommand, hostText } = await import("../../commands/mod.ts");
    const { options, positionals } = call;
    const given = options.file ?? [];
    if (given.length > 1 && positionals.length > 0) {
      throw new PondError("usage", "cannot apply: the order of the files is not clear", {
        hint: "write -f before each file, or once before all of them",
      });
    }
    const names = [...given, ...positionals];
    const files = [];
    for (const name of names) files.push({ name, text: await hostText(name, call.stdin) });
    const applied = await applyCommand(await call.pond(), {
      argv: call.argv,
      files,
      dryRun: options["dry-run"] ?? false,
      onNote: (note) => call.note(note),
    });
    await writeActions(call, applied);
  },
});
