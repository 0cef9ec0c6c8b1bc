import { COMMANDS } from "../../lib/cli/program/command_list.ts";
import { TOPICS } from "../../lib/cli/topics.ts";
import { assertEquals, assertStringIncludes } from "../deps.ts";
import { scenario } from "./scenario.ts";

/** What renders a manual page and says what is wrong with it; the first that is installed. */
const RENDERERS = [
  ["groff", "-man", "-ww", "-Kutf8", "-Tutf8", "-P-cbou", "-"],
  ["mandoc", "-Tutf8", "-Werror", "-"],
] as const;

/** `page` as a terminal shows it, null where nothing here renders it. */
async function rendered(page: string): Promise<{ text: string; warnings: string } | null> {
  for (const [command, ...args] of RENDERERS) {
    try {
      const child = new Deno.Command(command, {
        args,
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const output = child.output();
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode(page));
      await writer.close();
      const { stdout, stderr } = await output;
      const decoder = new TextDecoder();
      return { text: decoder.decode(stdout), warnings: decoder.decode(stderr) };
    } catch (error) {
      // This one isn't installed; the structure of the page is tested all the same.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return null;
}

Deno.test("help --man: has every command with its flags, every topic, and nothing that roff takes amiss", async () => {
  await scenario(async (pond) => {
    const page = await pond.ok("help", "--man");
    assertEquals(page.match(/^\.TH POND 1 /gm)?.length, 1);
    const sections = page.split(/^\.S[SH] /m);
    for (const { name, flags, examples } of COMMANDS) {
      const section = sections.find((each) => new RegExp(`^pond ${name}[ \\n]`).test(each));
      const plain = (section ?? "").replaceAll("\\-", "-").replaceAll("\\(aq", "'");
      for (const flag of Object.keys(flags)) assertStringIncludes(plain, `--${flag}`);
      for (const { words } of examples) {
        assertStringIncludes(plain.replaceAll("\\e", "\\"), words.split("\n")[0]!);
      }
    }
    for (const { name } of TOPICS) {
      const title = name === "exit-codes" ? "EXIT STATUS" : name.toUpperCase();
      assertEquals(sections.some((each) => each.startsWith(`${title}\n`)), true, title);
    }
    const open = [...page.matchAll(/^\.(EX|EE|RS|RE)$/gm)].map(([, macro]) => macro!);
    assertEquals(count(open, "EX"), count(open, "EE"));
    assertEquals(count(open, "RS"), count(open, "RE"));
    const shown = await rendered(page);
    if (shown === null) return;
    assertEquals(shown.warnings, "");
    assertStringIncludes(shown.text, "pond copy [OPTIONS] SRC… DEST");
    assertStringIncludes(shown.text, "EXIT STATUS");
  });
});

function count(words: readonly string[], word: string): number {
  return words.filter((each) => each === word).length;
}
