import { printable, RecentMap } from "../../base/mod.ts";
import {
  CST,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  newComposer,
  type ParsedNode,
  Parser,
} from "../../deps/yaml.ts";
import {
  configFault,
  type ConfigNode,
  type ConfigText,
  type MapEntry,
  type Position,
  type ScalarNode,
  withText,
} from "../mod.ts";

const MAX_BYTES = 64 * 1024;
const MAX_DEPTH = 32;
/**
 * Pieces of a text, spaces and newlines too: 64 KiB of commas would be 65,536. A declared schema of
 * 700 columns has fewer.
 */
const MAX_TOKENS = 20_000;
/** Each costs as much as a whole text of its own. */
const MAX_DOCUMENTS = 1000;
/**
 * Texts whose documents are kept, and how long they may be: a dynamic node's config is read at
 * every access.
 */
const TEXTS_KEPT = 256;
const MAX_KEPT_LENGTH = 4 * 1024;
/** Tags of the core schema; all others name types that a config doesn't have. */
const CORE_TAGS = new Set(["!!str", "!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq"]);

/**
 * The documents of a YAML 1.2 text in the core schema. Whatever makes YAML slow, large or
 * surprising is refused before it can: anchors, aliases, directives, tags, deep nesting.
 * @throws {PondError} `invalid-config` with line and column
 */
export function parseYaml(
  text: string,
  options: { label?: string } = {},
): readonly ConfigNode[] {
  const documents = recent.get(text) ?? new YamlReader(text, options.label).documents();
  if (text.length <= MAX_KEPT_LENGTH) recent.set(text, documents);
  return documents;
}

const recent = new RecentMap<string, readonly ConfigNode[]>(TEXTS_KEPT);

class YamlReader {
  readonly #lines = new LineCounter();

  constructor(readonly text: string, readonly label: string | undefined) {
    this.#lines.addNewLine(0);
  }

  documents(): ConfigNode[] {
    this.#checkSize();
    const composer = newComposer((offset, message) => this.#refuse(offset, message));
    const documents: ConfigNode[] = [];
    let count = 0;
    const take = (contents: unknown) => {
      if (++count > MAX_DOCUMENTS) {
        this.#refuse(null, `it has more than ${MAX_DOCUMENTS} documents`);
      }
      if (contents !== null) documents.push(this.#node(contents as ParsedNode, 1));
    };
    for (const token of this.#tokens()) {
      if (token.type === "error") this.#refuse(token.offset, token.message);
      for (const document of composer.next(token)) take(document.contents);
    }
    for (const document of composer.end(false, this.text.length)) take(document.contents);
    return documents;
  }

  #checkSize(): void {
    const tooLong = this.text.length > MAX_BYTES ||
      new TextEncoder().encode(this.text).length > MAX_BYTES;
    if (tooLong) this.#refuse(null, "it is longer than 64 KiB");
    if (!this.text.isWellFormed()) this.#refuse(null, "it is not valid Unicode");
  }

  /**
   * Refuses what isn't allowed from the pieces of the text alone, before anything is made of them.
   */
  #lexemes(): string[] {
    const lexemes: string[] = [];
    let offset = 0;
    let afterMark = false;
    for (const lexeme of new Lexer().lex(this.text)) {
      const type = CST.tokenType(lexeme);
      // The text of a scalar follows its mark, and may look like anything.
      if (!afterMark) this.#checkLexeme(type, lexeme, offset);
      afterMark = !afterMark && type === "scalar";
      if (lexemes.push(lexeme) > MAX_TOKENS) this.#refuse(offset, "it has too many parts");
      if (lexeme.includes("\n")) this.#countLines(lexeme, offset);
      if (!isMark(lexeme)) offset += lexeme.length;
    }
    return lexemes;
  }

  *#tokens(): Generator<CST.Token> {
    const parser = new Parser();
    let offset = 0;
    for (const lexeme of this.#lexemes()) {
      yield* parser.next(lexeme);
      if (!isMark(lexeme)) offset += lexeme.length;
      // The document itself and a scalar stand on the stack as well.
      if (parserDepth(parser) > MAX_DEPTH + 2) this.#refuseDepth(offset);
    }
    yield* parser.end();
  }

  #countLines(lexeme: string, offset: number): void {
    for (let at = lexeme.indexOf("\n"); at >= 0; at = lexeme.indexOf("\n", at + 1)) {
      this.#lines.addNewLine(offset + at + 1);
    }
  }

  #checkLexeme(type: string | null, lexeme: string, offset: number): void {
    if (type === "alias") {
      this.#refuse(
        offset,
        "aliases are not allowed",
        `a text that begins with * is quoted: "${printable(lexeme)}"`,
      );
    }
    if (type === "anchor") this.#refuse(offset, "anchors are not allowed", "write the value out");
    if (type === "directive-line") this.#refuse(offset, "directives are not allowed");
    if (type === "tag" && !CORE_TAGS.has(lexeme)) {
      this.#refuse(offset, `the tag ${printable(lexeme.slice(0, 40))} is not allowed`);
    }
  }

  #node(node: ParsedNode | null, depth: number, fallback: Position | null = null): ConfigNode {
    const position = node?.range ? this.#position(node.range[0]) : fallback;
    if (depth > MAX_DEPTH) this.#refuseDepth(node?.range?.[0] ?? 0);
    if (isSeq(node)) {
      const items = node.items as (ParsedNode | null)[];
      const list = items.map((item) => this.#node(item, depth + 1, position));
      return withText({ is: "list", position, items: list }, () => this.#text(node));
    }
    if (isMap(node)) {
      const entries = this.#entries(node, depth);
      return withText({ is: "map", position, entries }, () => this.#text(node));
    }
    if (node === null || isScalar(node)) {
      return {
        is: "scalar",
        position,
        value: scalarValue(node),
        textPosition: this.#textPosition(node),
      };
    }
    return this.#refuse(node.range[0], "aliases are not allowed");
  }

  #entries(map: ParsedNode, depth: number): Map<string, MapEntry> {
    const entries = new Map<string, MapEntry>();
    if (!isMap<ParsedNode | null, ParsedNode | null>(map)) return entries;
    for (const { key, value } of map.items) {
      const offset = key?.range?.[0] ?? (map as ParsedNode).range[0];
      const keyPosition = this.#position(offset);
      if (key !== null && !isScalar(key)) {
        this.#refuse(offset, "a key is text, not a list or a map");
      }
      const name = keyText(key);
      if (entries.has(name)) this.#refuse(offset, `the key ${JSON.stringify(name)} is there twice`);
      entries.set(name, { keyPosition, value: this.#node(value, depth + 1, keyPosition) });
    }
    return entries;
  }

  /**
   * The text of a collection; its first line begins where the collection does, so the others move
   * left as far.
   */
  #text({ range }: ParsedNode): ConfigText {
    const position = this.#position(range[0]);
    const indentation = new RegExp(`\n {1,${position.column - 1}}`, "g");
    const text = this.text.slice(range[0], range[1]).trimEnd();
    return { position, yaml: `${position.column > 1 ? text.replace(indentation, "\n") : text}\n` };
  }

  /** Where the first line of `|` text stands, indentation passed over. */
  #textPosition(node: ParsedNode | null): Position | null {
    if (!node?.range || !isScalar(node) || node.type !== "BLOCK_LITERAL") return null;
    const line = this.#position(node.range[0]).line + 1;
    const shown = String(node.value).split("\n").find((part) => part.trim() !== "") ?? "";
    const body = this.text.slice(node.range[0]).split("\n").slice(1);
    const raw = body.find((part) => part.trim() !== "") ?? "";
    return { line, column: Math.max(0, indentOf(raw) - indentOf(shown)) + 1 };
  }

  #position(offset: number): Position {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  #refuseDepth(offset: number): never {
    this.#refuse(offset, `it is nested deeper than ${MAX_DEPTH}`);
  }

  #refuse(offset: number | null, why: string, hint?: string): never {
    throw configFault(
      { at: [], why: printable(why), ...(hint === undefined ? {} : { hint }) },
      {
        position: offset === null ? null : this.#position(offset),
        ...(this.label === undefined ? {} : { label: this.label }),
      },
    );
  }
}

/** How many collections the parser stands in. */
function parserDepth(parser: Parser): number {
  return (parser as unknown as { readonly stack: readonly unknown[] }).stack.length;
}

/** Marks that the lexer puts between the pieces of the text. */
function isMark(lexeme: string): boolean {
  return lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END || lexeme === CST.SCALAR;
}

function scalarValue(node: { readonly value: unknown } | null): ScalarNode["value"] {
  const value = node?.value ?? null;
  const known = typeof value === "string" || typeof value === "number" ||
    typeof value === "boolean";
  return known ? value : null;
}

/** A key is what the text says: `null:` and `1:` are the keys "null" and "1". */
function keyText(key: { readonly value: unknown; readonly source?: string } | null): string {
  if (key === null) return "";
  return typeof key.value === "string" ? key.value : key.source ?? String(key.value);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
