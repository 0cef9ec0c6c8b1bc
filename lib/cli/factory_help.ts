import { printable } from "../base/mod.ts";
import type { FactoryHelp } from "../commands/mod.ts";
import { alignedLines } from "./text.ts";

/** A factory's fields, rules and example, for `pond factories NAME`. */
export function factoryHelpText(
  { name, description, fields, rules, example }: FactoryHelp,
): string {
  const rows = fields.map((field) => [`  ${field.name}`, factsOf(field), field.help]);
  const parts = [`${name}: ${description}\n`, `Fields:\n${alignedLines(rows)}`];
  if (rules.length > 0) parts.push(`Rules:\n${rules.map((rule) => `  ${rule}\n`).join("")}`);
  const lines = example.trimEnd().split("\n").map((line) => `  ${line}`.trimEnd());
  parts.push(`Example:\n${lines.join("\n")}\n`);
  return printable(parts.join("\n"), { keepLines: true });
}

function factsOf(field: FactoryHelp["fields"][number]): string {
  if (field.required) return `${field.type}; required`;
  return field.default === null
    ? field.type
    : `${field.type}; default ${JSON.stringify(field.default)}`;
}
