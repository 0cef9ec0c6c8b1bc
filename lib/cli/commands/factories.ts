import { defineCommand } from "../command.ts";
import { factoryHelpText } from "../factory_help.ts";
import { chosenFormat, FORMAT_FLAGS } from "../format_flags.ts";
import { writeRecords } from "../records.ts";
import { alignedLines, factText } from "../text.ts";

const COLUMNS = [
  { name: "name", type: "string", nullable: false },
  { name: "description", type: "string", nullable: false },
] as const;

export const factories = defineCommand({
  name: "factories",
  summary: "lists factories, or explains one",
  positionals: [{
    name: "NAME",
    help: "shows this one's fields and an example",
    optional: true,
    completes: "factory",
  }],
  flags: FORMAT_FLAGS,
  examples: [
    { words: "pond factories", help: "what there is" },
    { words: "pond factories csv-directory", help: "its fields, and a config to start from" },
  ],
  async run(call) {
    const { factoriesCommand } = await import("../../commands/mod.ts");
    const name = call.positionals[0];
    const found = factoriesCommand({ name, ...call.extensions });
    const format = chosenFormat(call.options);
    if (format !== undefined) {
      return await writeRecords(call, {
        columns: COLUMNS,
        rows: found.map((each) => ({ ...each })),
      }, format);
    }
    const text = name === undefined
      ? alignedLines(found.map((each) => [each.name, factText(each.description)]))
      : factoryHelpText(found[0]!);
    await call.output.write(text);
  },
});
