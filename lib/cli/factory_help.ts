import { printable } from "../base/mod.ts";
import type { Factory, Field, FieldType } from "../commands/mod.ts";

/** A factory's fields, rules and example, for `pond factories NAME`. */
export function factoryHelp({ name, description, schema, example }: Factory): string {
  const fields: Readonly<Record<string, Field>> = schema.fields;
  const lines = [`${name}: ${description}`, "", "Fields:", ...fieldLines(fields, 1)];
  if (schema.rules?.length) lines.push("", "Rules:", ...schema.rules.map((rule) => `  ${rule}`));
  lines.push("", "Example:", ...example.trimEnd().split("\n").map((line) => `  ${line}`.trimEnd()));
  return printable(lines.join("\n"), { keepLines: true }) + "\n";
}

function fieldLines(fields: Readonly<Record<string, Field>>, depth: number): string[] {
  const entries = Object.entries(fields);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.flatMap(([name, field]) => {
    const facts = [typeText(field.type), ...(field.required ? ["required"] : [])];
    if (field.default !== undefined) facts.push(`default ${JSON.stringify(field.default)}`);
    const line = `${"  ".repeat(depth)}${name.padEnd(width)}  ${field.help} (${facts.join(", ")})`;
    return [line, ...fieldLines(nestedFields(field.type), depth + 1)];
  });
}

/** The fields of an object, also as the item of a list or map. */
function nestedFields(type: FieldType): Readonly<Record<string, Field>> {
  switch (type.is) {
    case "object":
      return type.fields;
    case "list":
    case "map":
      return nestedFields(type.of);
    case "list-or-map":
      return nestedFields(type.list);
    default:
      return {};
  }
}

/** A field's type in words. */
export function typeText(type: FieldType): string {
  switch (type.is) {
    case "enum":
      return type.values.join(" or ");
    case "list":
      return `list of ${typeText(type.of)}`;
    case "map":
      return `map of names to ${typeText(type.of)}`;
    case "list-or-map":
      return `${typeText(type.list)}, or ${typeText(type.map)}`;
    default:
      return type.is;
  }
}
