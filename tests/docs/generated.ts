/** Parts of the pages that are made from what the code says of itself, by the name in their marks. */
import { ERROR_CODES } from "../../lib/base/mod.ts";
import { factoriesCommand, functionsCommand } from "../../lib/commands/mod.ts";
import { COMMANDS } from "../../lib/cli/program/command_list.ts";
import { TEXT_OPTIONS } from "../../lib/table/mod.ts";

/** `<!-- made: NAME -->`, the part, `<!-- /made -->`. */
const PART = /(<!-- made: (\S+) -->\n)([^]*?)(<!-- \/made -->)/g;

/** `markdown` with its parts made anew. */
export async function withParts(markdown: string): Promise<string> {
  const made = await parts();
  return markdown.replaceAll(PART, (_, open: string, name: string, __, close: string) => {
    const part = made.get(name);
    if (part === undefined) throw new Error(`nothing makes the part ${name}`);
    return `${open}\n${part}\n${close}`;
  });
}

async function parts(): Promise<ReadonlyMap<string, string>> {
  const functions = await functionsCommand({});
  return new Map([
    [
      "commands",
      table(
        ["command", "what it does"],
        COMMANDS.map(({ name, summary }) => [
          code(name),
          summary,
        ]),
      ),
    ],
    ["errors", errorTable()],
    [
      "functions",
      table(
        ["function", "what it gives", "example"],
        functions.map((each) => [
          code(each.names[0]!),
          each.description,
          code(each.example),
        ]),
      ),
    ],
    [
      "codes",
      table(
        ["status", "code", "what it means", "worth another try"],
        Object.entries(ERROR_CODES).sort(([, a], [, b]) => a.exit - b.exit)
          .map(([name, { exit, meaning, retryable }]) => [
            String(exit),
            code(name),
            meaning,
            retryable ? "yes" : "",
          ]),
      ),
    ],
    [
      "text-options",
      table(
        ["option", "what it says", "default", "formats"],
        TEXT_OPTIONS.map(
          ({ name, placeholder, values, help, default: value, formats }) => [
            code(`${name}=${values?.join("|") ?? placeholder}`),
            help,
            value === null || value === "" || Array.isArray(value)
              ? ""
              : code(JSON.stringify(value)),
            formats.join(", "),
          ],
        ),
      ),
    ],
    ...factoriesCommand({}).map(({ name, fields, rules }): [string, string] => [
      name,
      [
        table(
          ["field", "type", "what it says"],
          fields.map((field) => [
            field.required ? `**${code(field.name)}**` : code(field.name),
            field.default === null
              ? field.type
              : `${field.type}; default ${JSON.stringify(field.default)}`,
            field.help,
          ]),
        ),
        rules.map((rule) => `- ${rule}\n`).join(""),
      ].join("\n"),
    ]),
  ]);
}

/** The codes of errors with the facts that their data may have, which only the types' text says. */
function errorTable(): string {
  const types = Deno.readTextFileSync(new URL("../../lib/base/error_data.ts", import.meta.url));
  const facts = new Map(
    [...types.matchAll(/readonly "([\w-]+)":([^;]*);/g)].map(([, name, type]) => [name, type!]),
  );
  const rows = Object.entries(ERROR_CODES).map(([name, { meaning, exit }]) => {
    const type = facts.get(name) ?? "";
    const fields = [...type.matchAll(/"(\w+)"/g)].map(([, field]) => field!);
    if (type.includes("TextPosition")) fields.unshift("line", "column");
    if (type.includes("InputColumn")) fields.push("column");
    return [code(name), meaning, String(exit), fields.map(code).join(", ")];
  });
  return table(["code", "what it means", "exit status", "`data` may have"], rows);
}

function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;
  return [head, head.map(() => "---"), ...rows].map(line).join("");
}

/** `text` apart from how wide the formatter makes its tables and lines. */
export function unformatted(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/-{3,}/g, "---");
}
