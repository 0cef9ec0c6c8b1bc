/**
 * README's table of factories, made from the registry. `deno run -A tests/house/factories_table.ts`
 * writes it.
 */
import { BUILT_IN_FACTORIES } from "../../lib/factories/mod.ts";
import { readText, ROOT } from "./tree.ts";

const BLOCK = /(<!-- factories -->\n)([^]*?)(<!-- \/factories -->)/;

/** The table, as it stands in README between its two marks. */
export function tableInReadme(): string {
  return BLOCK.exec(readText("README.md"))?.[2]?.trim() ?? "";
}

/** The table that the registry amounts to, formatted as `deno fmt` does. */
export async function tableOfRegistry(): Promise<string> {
  const rows = BUILT_IN_FACTORIES
    .toSorted((a, b) => a.name < b.name ? -1 : 1)
    .map(({ name, description, schema }) => {
      const fields = Object.entries(schema.fields).map(([field, { required }]) =>
        required ? `**\`${field}\`**` : `\`${field}\``
      );
      return `| \`${name}\` | ${description} | ${fields.join(", ")} |`;
    });
  const table = ["| factory | shows | fields (required in bold) |", "|---|---|---|", ...rows];
  return (await formatMarkdown(table.join("\n"))).trim();
}

async function formatMarkdown(text: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "md", "-"],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  return new TextDecoder().decode((await child.output()).stdout);
}

if (import.meta.main) {
  const table = await tableOfRegistry();
  const readme = readText("README.md").replace(
    BLOCK,
    (_, open, __, close) => `${open}\n${table}\n\n${close}`,
  );
  Deno.writeTextFileSync(`${ROOT}/README.md`, readme);
}
