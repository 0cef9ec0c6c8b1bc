import { basename, fromFileUrl, join } from "../../lib/deps/std_path.ts";
import type { Block } from "./page.ts";
import { withoutProgress } from "./same_output.ts";
import { runShell } from "./shell.ts";

/** What `@pond/pond` stands for in the pages. */
const PACKAGE = "@pond/pond";

/** Exports by the word behind the package's name. */
const EXPORTS: Readonly<Record<string, string>> =
  JSON.parse(Deno.readTextFileSync(new URL("../../deno.json", import.meta.url))).exports;

/** How a language's blocks are run; what has no line here is text to look at. */
const RUNS: Readonly<Record<string, (block: Block, cwd: string) => Promise<string>>> = {
  sh: async ({ text }, cwd) => (await runShell(text, { cwd })).text,
  sql: async ({ text }, cwd) =>
    (await runShell(`pond sql "$(cat <<'END'\n${text}END\n)"`, { cwd })).text,
  ts: runModule,
};

/** Languages of which no block may be left out in silence. */
export function isRun({ language }: Block): boolean {
  return Object.hasOwn(RUNS, language);
}

/** What came of the blocks of a page. */
interface Played {
  /** What each block printed, by its line. */
  readonly printed: Map<number, string>;
  /** The pictures that the page shows, as the blocks drew them, by their paths in the repository. */
  readonly pictures: Map<string, string>;
}

/**
 * Runs the blocks of a page one after the other in one directory, which is called `/home/me/data`
 * in what they print.
 */
export async function play(
  blocks: readonly Block[],
  { draws }: { readonly draws: readonly string[] },
): Promise<Played> {
  const cwd = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "pond-docs-" }));
  const printed = new Map<number, string>();
  try {
    for (const block of blocks) {
      const run = RUNS[block.language];
      if (run === undefined || block.notRun !== undefined) continue;
      const text = await run(block, cwd);
      printed.set(block.line, withoutProgress(text).replaceAll(cwd, "/home/me/data"));
    }
    const pictures = draws.map((path) =>
      [path, Deno.readTextFileSync(join(cwd, basename(path)))] as const
    );
    return { printed, pictures: new Map(pictures) };
  } finally {
    Deno.removeSync(cwd, { recursive: true });
  }
}

/** Runs a block of TypeScript as a module in `cwd`, and returns what it logs. */
async function runModule({ text, line }: Block, cwd: string): Promise<string> {
  const file = join(cwd, `block_${line}.ts`);
  const linked = text.replaceAll(
    /(?<= from ")@pond\/pond(\/\w+)?(?=")/g,
    (_, name = "") => new URL(`../../${EXPORTS[`.${name}`]}`, import.meta.url).href,
  );
  if (linked.includes(`"${PACKAGE}`)) throw new Error(`${PACKAGE} is not resolved in line ${line}`);
  Deno.writeTextFileSync(file, linked);
  const { log } = console;
  const before = Deno.cwd();
  let logged = "";
  console.log = (...values: unknown[]) => {
    const shown = values.map((value) =>
      typeof value === "string" ? value : Deno.inspect(value, { colors: false })
    );
    logged += `${shown.join(" ")}\n`;
  };
  Deno.chdir(cwd);
  try {
    await import(`file://${file}`);
    return logged;
  } finally {
    console.log = log;
    Deno.chdir(before);
  }
}

/** The pages: README and what lies in `docs/`, by their paths in the repository. */
export function pages(): string[] {
  const docs = [...Deno.readDirSync(pageFile("docs"))].map(({ name }) => `docs/${name}`);
  return ["README.md", ...docs.filter((path) => path.endsWith(".md")).sort()];
}

/** The SVG files in `docs/` that `markdown` shows; a block above draws each, under its name. */
export function picturesOf(markdown: string): string[] {
  return [...markdown.matchAll(/!\[[^\]]*\]\((?:docs\/)?([\w-]+\.svg)\)/g)]
    .map(([, name]) => `docs/${name}`);
}

/** The host path of a page. */
export function pageFile(path: string): string {
  return fromFileUrl(new URL(`../../${path}`, import.meta.url));
}
