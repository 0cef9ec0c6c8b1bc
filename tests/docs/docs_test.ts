import { assertEquals, assertGreater } from "../deps.ts";
import { unformatted, withParts } from "./generated.ts";
import { blocksOf, withOutputs } from "./page.ts";
import { isRun, pageFile, pages, picturesOf, play } from "./play.ts";
import { comparable } from "./same_output.ts";

/**
 * Blocks that no test can run, each with its reason in the page. Whoever adds one changes the count
 * knowingly.
 */
const NOT_RUN = 9;

/** Writes what the blocks print, and the tables, into the pages; `deno fmt docs/` comes after. */
const WRITES = Deno.env.get("POND_WRITE_DOCS") === "1";

for (const page of pages()) {
  Deno.test({
    name: `${page}: every block prints what the page says`,
    // The blocks are a shell's.
    ignore: Deno.build.os === "windows",
    fn: () => testPage(page),
  });
}

async function testPage(page: string): Promise<void> {
  const markdown = Deno.readTextFileSync(pageFile(page));
  const blocks = blocksOf(markdown);
  const { printed, pictures } = await play(blocks, { draws: picturesOf(markdown) });
  const same = blocks.filter(({ line, output }) =>
    comparable(printed.get(line) ?? "") === comparable(output?.text ?? "")
  );
  if (WRITES) {
    for (const { line } of same) printed.delete(line);
    Deno.writeTextFileSync(pageFile(page), withOutputs(markdown, printed));
    for (const [path, svg] of pictures) Deno.writeTextFileSync(pageFile(path), svg);
    return;
  }
  for (const { line, text, output } of blocks) {
    const actual = printed.get(line);
    if (actual === undefined) continue;
    const where = `${page}:${line}: ${text}`;
    assertEquals(comparable(actual), comparable(output?.text ?? ""), where);
  }
  for (const [path, svg] of pictures) {
    assertEquals(svg, Deno.readTextFileSync(pageFile(path)), path);
  }
}

Deno.test("docs: every block that is not run says why, and they are few", () => {
  const blocks = pages().flatMap((page) =>
    blocksOf(Deno.readTextFileSync(pageFile(page))).filter(isRun)
      .map((block) => ({ ...block, where: `${page}:${block.line}` }))
  );
  const skipped = blocks.filter(({ notRun }) => notRun !== undefined);
  const reasons = skipped.map(({ where, notRun }) => `${where}: ${notRun}`);
  assertEquals(skipped.length, NOT_RUN, reasons.join("\n"));
  assertGreater(blocks.length, 90);
});

Deno.test("docs: tables are what the code says of itself", async () => {
  for (const page of pages()) {
    const markdown = Deno.readTextFileSync(pageFile(page));
    const made = await withParts(markdown);
    const isSame = unformatted(made) === unformatted(markdown);
    if (WRITES && !isSame) Deno.writeTextFileSync(pageFile(page), made);
    if (!WRITES) assertEquals(unformatted(markdown), unformatted(made), page);
  }
});
