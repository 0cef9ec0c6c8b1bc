/** `lib/sql/README.md` is made from the rules and the expected differences. `POND_WRITE_PAGE=1` writes it anew. */
import { RULES } from "../../lib/sql/compat/mod.ts";
import { assertEquals } from "../deps.ts";
import { EXPECTED } from "./expected.ts";

const PAGE = new URL("../../lib/sql/README.md", import.meta.url);

const list = (lines: readonly string[]) => lines.map((line) => `- ${line}\n`).join("");
const reasons = (pattern: RegExp) =>
  EXPECTED.filter(({ says }) => pattern.test(says.source)).map(({ reason }) => reason);

const page = `# Where SQL here differs from today's DuckDB

Queries run on DuckDB 1.1.0. \`tests/differential/\` asks it and a native DuckDB of today the same.

## Made right

What 1.1 answers otherwise and a rule of \`compat/\` makes right; behind it, the release that needs
the rule no more.

${list(RULES.map(({ name, since }) => `${name} (${since})`))}
## Refused, or missing

${list(reasons(/^\^pond-fails/))}
## Another answer

${list(reasons(/rows/))}
## Another type or name

${list(reasons(/^\^types/))}`;

Deno.test("lib/sql/README.md: as the rules and the expected differences have it", async () => {
  if (Deno.env.get("POND_WRITE_PAGE")) await Deno.writeTextFile(PAGE, page);
  const words = (text: string) => text.split(/\s+/).join(" ").trim();
  assertEquals(words(await Deno.readTextFile(PAGE)), words(page));
});
