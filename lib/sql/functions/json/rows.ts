import type { Path } from "./path.ts";
import { findAll } from "./find.ts";
import { type Json, JsonObject } from "./tree.ts";
import { jsonText } from "./write.ts";
import { typeName } from "./describe.ts";
import type { SqlValue } from "../../calls/mod.ts";

/** Columns of `json_each` and `json_tree`. */
export const ROW_TYPE = "STRUCT(key VARCHAR, value JSON, type VARCHAR, atom JSON, id UBIGINT, " +
  "parent UBIGINT, fullkey VARCHAR, path VARCHAR)";

/** What is known of a value from where it stands. */
interface Place {
  readonly value: Json;
  readonly key: string | null;
  readonly fullkey: string;
  /** Of what it stands in. */
  readonly path: string;
  readonly parent: number | null;
}

/** The members or elements of what `path` leads to; of a value without any, itself. */
export function rowsOfEach(document: Json, path: Path): readonly SqlValue[] {
  return new Rows(document).each(path);
}

/** What `path` leads to and everything in it. */
export function rowsOfTree(document: Json, path: Path): readonly SqlValue[] {
  return new Rows(document).tree(path);
}

class Rows {
  readonly #document: Json;
  /**
   * Values are numbered as they come, keys counted too. Equal texts and numbers are told apart by
   * their places.
   */
  readonly #ids = new Map<string, number>();
  #next = 0;

  constructor(document: Json) {
    this.#document = document;
  }

  each(path: Path): readonly SqlValue[] {
    const start = this.#start(path);
    if (start === null) return [];
    if (!isContainer(start.value)) return [this.#row(start)];
    return placesIn(start, null).map((place) => this.#row(place));
  }

  tree(path: Path): readonly SqlValue[] {
    const start = this.#start(path);
    if (start === null) return [];
    const rows: SqlValue[] = [];
    const visit = (place: Place) => {
      rows.push(this.#row(place));
      for (const each of placesIn(place, this.#idAt(place))) visit(each);
    };
    visit(start);
    return rows;
  }

  #start(path: Path): Place | null {
    const [value] = findAll(this.#document, path);
    if (value === undefined) return null;
    const text = path.text;
    this.#number({ value: this.#document, key: null, fullkey: "$", path: "$", parent: null });
    this.#base = canonical(path);
    return { value, key: null, fullkey: text, path: text, parent: null };
  }

  /**
   * The full key of the start as a walk from the root writes it, where the path has another
   * notation.
   */
  #base: readonly [shown: string, walked: string] = ["$", "$"];

  #number(place: Place): void {
    this.#ids.set(place.fullkey, this.#next++);
    for (const each of placesIn(place, null)) {
      if (place.value instanceof JsonObject) this.#next++;
      this.#number(each);
    }
  }

  #idAt({ fullkey }: Place): number {
    const [shown, walked] = this.#base;
    return this.#ids.get(walked + fullkey.slice(shown.length))!;
  }

  #row(place: Place): SqlValue {
    const { value, key, fullkey, path, parent } = place;
    return {
      key,
      value: jsonText(value),
      type: typeName(value),
      atom: isContainer(value) || value === null ? null : jsonText(value),
      id: BigInt(this.#idAt(place)),
      parent: parent === null ? null : BigInt(parent),
      fullkey,
      path,
    };
  }
}

function canonical({ text, steps }: Path): readonly [string, string] {
  const walked = steps.map((step) => {
    if (step.is === "key") return `.${step.key}`;
    return step.is === "index" ? `[${step.index}]` : `.${"key" in step ? step.key : ""}`;
  });
  return [text, `$${walked.join("")}`];
}

function isContainer(value: Json): boolean {
  return Array.isArray(value) || value instanceof JsonObject;
}

function placesIn({ value, fullkey }: Place, parent: number | null): Place[] {
  if (Array.isArray(value)) {
    return value.map((each: Json, i) => ({
      value: each,
      key: String(i),
      fullkey: `${fullkey}[${i}]`,
      path: fullkey,
      parent,
    }));
  }
  if (!(value instanceof JsonObject)) return [];
  return value.members.map(([key, each]) => ({
    value: each,
    key,
    fullkey: `${fullkey}.${key}`,
    path: fullkey,
    parent,
  }));
}
