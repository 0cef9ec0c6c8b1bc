/** A fenced block of a page, and what the page says about it. */
export interface Block {
  /** The word behind the fence. */
  readonly language: string;
  readonly text: string;
  /** Of its first line in the page, from 1. */
  readonly line: number;
  /** Why no test can run it, from the comment above it: `<!-- not run: WHY -->`. */
  readonly notRun: string | undefined;
  /** The block of output that follows with nothing between, null where there is none. */
  readonly output: Output | null;
}

/** What a page says a block prints. */
interface Output {
  readonly text: string;
  readonly line: number;
}

/** Languages of blocks that show what the block before them printed. */
const OUTPUTS = new Set(["text", "json", "csv", "yaml"]);

const FENCE = /^```(\w*)\n([^]*?)^```$/gm;

/**
 * The blocks of `markdown` that something can run, each with its output; a block of output alone is
 * left out.
 */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let last: { readonly block: Block; readonly end: number } | undefined;
  for (const match of markdown.matchAll(FENCE)) {
    const [whole, language = "", text = ""] = match;
    const line = markdown.slice(0, match.index).split("\n").length + 1;
    const between = markdown.slice(last?.end ?? 0, match.index);
    const end = match.index + whole.length;
    if (last && OUTPUTS.has(language) && between.trim() === "" && last.block.output === null) {
      blocks[blocks.length - 1] = { ...last.block, output: { text, line } };
      last = undefined;
      continue;
    }
    const notRun = /<!-- not run: ([^]*?) -->\s*$/.exec(between)?.[1]?.replaceAll(/\s+/g, " ");
    const block = { language, text, line, notRun, output: null };
    blocks.push(block);
    last = { block, end };
  }
  return blocks;
}

/** `markdown` with `printed` as the output of each of its blocks that has some. */
export function withOutputs(markdown: string, printed: ReadonlyMap<number, string>): string {
  const lines = markdown.split("\n");
  for (const block of blocksOf(markdown).reverse()) {
    const text = printed.get(block.line);
    if (text === undefined) continue;
    const after = block.line - 1 + block.text.split("\n").length;
    const shown = text === "" ? [] : text.replace(/\n$/, "").split("\n");
    if (block.output) {
      lines.splice(block.output.line - 1, block.output.text.split("\n").length - 1, ...shown);
    } else if (shown.length > 0) {
      lines.splice(after, 0, "", "```text", ...shown, "```");
    }
  }
  return lines.join("\n");
}
