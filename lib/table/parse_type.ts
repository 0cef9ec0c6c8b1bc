import { type DataType, type ScalarName, SCALARS } from "./data_type.ts";

const SCALAR_NAMES: ReadonlySet<string> = new Set(SCALARS);
/** Types in types; deeper text is nobody's type, and would end the stack. */
const MAX_DEPTH = 64;

/**
 * Reads what {@linkcode formatType} writes, with or without the blanks; undefined for any other
 * text.
 */
export function parseType(text: string): DataType | undefined {
  const reader = new TypeReader(text);
  const type = reader.type(0);
  return reader.atEnd ? type : undefined;
}

class TypeReader {
  #at = 0;

  constructor(readonly text: string) {}

  get atEnd(): boolean {
    return this.#at === this.text.length;
  }

  type(depth: number): DataType | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const word = this.#match(/[a-z]+\d*/y);
    if (word === undefined) return undefined;
    switch (word) {
      case "decimal":
        return this.#decimal();
      case "list":
      case "map":
      case "struct":
        return this.#nested(word, depth + 1);
      default:
        return SCALAR_NAMES.has(word) ? { is: word as ScalarName } : undefined;
    }
  }

  #decimal(): DataType | undefined {
    const digits = this.#match(/\(\d{1,3}, ?\d{1,3}\)/y);
    if (digits === undefined) return undefined;
    const [precision, scale] = digits.slice(1, -1).split(",").map(Number) as [number, number];
    return precision > 0 && scale <= precision ? { is: "decimal", precision, scale } : undefined;
  }

  #nested(word: "list" | "map" | "struct", depth: number): DataType | undefined {
    if (this.#match(/</y) === undefined) return undefined;
    const parts: { name: string; type: DataType }[] = [];
    do {
      const name = word === "struct" ? this.#name() : "";
      const type = name === undefined ? undefined : this.type(depth);
      if (type === undefined) return undefined;
      parts.push({ name: name!, type });
    } while (this.#match(/, ?/y) !== undefined);
    if (this.#match(/>/y) === undefined) return undefined;
    if (word === "struct") return { is: "struct", fields: parts };
    const [first, second] = parts.map(({ type }) => type);
    if (word === "list") return parts.length === 1 ? { is: "list", of: first! } : undefined;
    return parts.length === 2 ? { is: "map", key: first!, value: second! } : undefined;
  }

  /** A field's name and the colon after it. */
  #name(): string | undefined {
    const quoted = this.#match(/"(?:[^"]|"")*"/y);
    // deno-lint-ignore no-control-regex
    const name = quoted ?? this.#match(/(?! )[^"<>(),:\x00-\x1f]+(?<! )/y);
    if (name === undefined || this.#match(/: ?/y) === undefined) return undefined;
    return quoted === undefined ? name : quoted.slice(1, -1).replaceAll('""', '"');
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}
