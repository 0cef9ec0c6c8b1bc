import { printable } from "../base/mod.ts";
import type { WhyInput, WhyNode } from "../commands/mod.ts";
import { commandLine, pathText, timeText } from "./text.ts";

/** The nodes as a tree: what a node is made of stands below it, further in. */
export function whyText(nodes: readonly WhyNode[]): string {
  const byPath = new Map(nodes.map((node) => [node.path, node]));
  const writer = new TreeWriter(byPath);
  const [first] = nodes;
  if (first) writer.node(first, 0);
  const missing = nodes.flatMap(({ path, problem, inputs }) =>
    [problem, ...inputs.map((input) => input.problem)]
      .flatMap((each) => each ? [`${path}: ${each.message}`] : [])
  );
  const newer = nodes.flatMap(({ path, cachedUs, newer }) =>
    newer.map((each) => `${each}, than the result of ${path} kept ${timeText(cachedUs)}`)
  );
  return writer.lines.join("") + section("missing", missing) + section("newer", newer);
}

function section(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `${title}:\n${lines.map((line) => `  ${printable(line)}\n`).join("")}`;
}

class TreeWriter {
  readonly lines: string[] = [];
  readonly #written = new Set<string>();

  constructor(readonly byPath: ReadonlyMap<string, WhyNode>) {}

  node(node: WhyNode, depth: number): void {
    const seen = this.#written.has(node.path);
    const facts = [pathText(node), node.kind, ...(node.factory === null ? [] : [node.factory])];
    this.#line(depth, `${facts.join("  ")}${seen ? "  (see above)" : ""}`);
    if (seen) return;
    this.#written.add(node.path);
    this.#facts(node, depth + 1);
    for (const input of node.inputs) this.#input(input, depth + 1);
    const maker = node.madeBy === null ? undefined : this.byPath.get(node.madeBy);
    if (maker) this.#below("made by", [maker], depth + 1);
  }

  #facts({ query, host, versions, cachedUs, problem, factory }: WhyNode, depth: number): void {
    if (host) {
      const size = host.sizeBytes === null ? "" : `, ${host.sizeBytes} bytes`;
      this.#line(depth, `host:${host.hostPath}${size}, modified ${timeText(host.modifiedUs)}`);
    }
    for (const { version, transaction, timeUs, argv, ingested } of versions) {
      const what = factory === null ? "version" : "config version";
      const who = argv ? `: ${commandLine(argv)}` : "";
      this.#line(
        depth,
        `${what} ${version}, transaction ${transaction}, ${timeText(timeUs)}${who}`,
      );
      if (ingested !== null) this.#line(depth + 1, `from ${ingested}`);
    }
    if (cachedUs !== null) this.#line(depth, `result kept ${timeText(cachedUs)}`);
    if (problem) this.#line(depth, `problem: ${problem.message}`);
    if (query === null) return;
    this.#line(depth, "query:");
    for (const line of query.trimEnd().split("\n")) this.#line(depth + 1, line);
  }

  #input({ name, source, paths, within, problem }: WhyInput, depth: number): void {
    const nodes = paths.map((path) => this.byPath.get(path)!);
    const directory = within === null ? undefined : this.byPath.get(within);
    // Where nothing was found, the directory that should show it has the reason.
    const shown = nodes.length === 0 && directory ? [directory] : nodes;
    this.#below(name === null ? `reads ${source}` : `${name}: ${source}`, shown, depth);
    if (problem) this.#line(depth + 1, `problem: ${problem.message}`);
  }

  #below(title: string, nodes: readonly WhyNode[], depth: number): void {
    this.#line(depth, title);
    for (const each of nodes) this.node(each, depth + 1);
  }

  #line(depth: number, text: string): void {
    this.lines.push(`${"  ".repeat(depth)}${printable(text)}\n`);
  }
}
