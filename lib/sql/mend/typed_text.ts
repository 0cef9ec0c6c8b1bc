import { type Token, tokenize } from "../syntax/mod.ts";
import { BOUNDARIES } from "./comparison.ts";
import { endOf, isWord, matchBrackets } from "./edits.ts";
import type { Bracketed } from "./operand.ts";
import { scopeOf, type Side } from "./pairs.ts";
import type { Extent, TypeDoor } from "./type_door.ts";

/** A query's text whose expressions have types. */
export class TypedText implements Bracketed {
  readonly sql: string;
  readonly tokens: readonly Token[];
  readonly partners: ReadonlyMap<number, number>;
  readonly door: TypeDoor;
  readonly #known = new Map<string, string | null>();

  constructor(sql: string, door: TypeDoor) {
    this.sql = sql;
    this.tokens = tokenize(sql);
    this.partners = matchBrackets(this.tokens);
    this.door = door;
  }

  /** Whether there is anything in `side`: SQL that breaks off has empty ones. */
  has({ from, to }: Side): boolean {
    return from < to && to <= this.tokens.length;
  }

  extentOf({ from, to }: Side): Extent {
    return { start: this.tokens[from]!.start, end: endOf(this.tokens[to - 1]!) };
  }

  /** An expression as it is written. */
  textOf(side: Side): string {
    const { start, end } = this.extentOf(side);
    return this.sql.slice(start, end);
  }

  /** The engine's name of an expression's type; null where it can't say. */
  async typeOf(side: Side): Promise<string | null> {
    if (!this.has(side)) return null;
    const plain = await this.plainTypeOf(side);
    if (plain !== null) return plain;
    const key = `${scopeOf(side.from, this.partners)} ${this.textOf(side)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const type = (await this.door.typesOf(this.sql, [this.extentOf(side)]))?.[0] ?? null;
    this.#known.set(key, type);
    return type;
  }

  /** The type of what needs no asking: a literal with its type, or a column of inputs whose name nothing else can go by. */
  async plainTypeOf({ from, to }: Side): Promise<string | null> {
    const { tokens, door } = this;
    if (!this.has({ from, to })) return null;
    const isTyped = to - from === 2 && tokens[to - 1]!.kind === "string";
    if (isTyped && isWord(tokens[from], "TIMESTAMP", "DATE", "TIME", "INTERVAL")) {
      return tokens[from]!.value;
    }
    const path = tokens.slice(from, to);
    if (!path.every((token, i) => i % 2 === 0 ? isName(token) : token.text === ".")) return null;
    const name = tokens[to - 1]!.value.toLowerCase();
    if (this.#isShadowed(name)) return null;
    if (path.length === 1 && door.isTime(name)) return "TIMESTAMP";
    const columns = [...(await door.inputs()).values()].flat();
    const named = (wanted: string) =>
      columns.filter((column) => column.name.toLowerCase() === wanted).map(({ type }) => type);
    // A field of a struct may have any type.
    if (path.length > 1 && named(path[0]!.value.toLowerCase()).length > 0) return null;
    const types = named(name);
    return types.length > 0 && types.every((type) => type === types[0]) ? types[0]! : null;
  }

  /** Whether anything but a column of an input may go by `name`. */
  #isShadowed(name: string): boolean {
    return this.tokens.some((token, i) =>
      isWord(token, "REPLACE", "PIVOT", "UNPIVOT", "PIVOT_WIDER", "PIVOT_LONGER") ||
      token.value.toLowerCase() === name &&
        (isNamed(this.tokens[i - 1]) || this.#isAliasList(scopeOf(i, this.partners)))
    );
  }

  /** `… t(a, b)` and `WITH t(a, b) AS (`. */
  #isAliasList(open: number): boolean {
    if (this.tokens[open]?.text !== "(") return false;
    const after = this.tokens[(this.partners.get(open) ?? open) + 1];
    return isNamed(this.tokens[open - 2]) || isWord(after, "AS");
  }
}

function isName(token: Token): boolean {
  return token.kind === "word" || token.kind === "quoted";
}

/** Whether a name after `token` may be an alias. */
export function isNamed(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return ["close", "string", "quoted", "number"].includes(token.kind) ||
    isWord(token, "AS", "END") || token.kind === "word" && !BOUNDARIES.has(token.value);
}
