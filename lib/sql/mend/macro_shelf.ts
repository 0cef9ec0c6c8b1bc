import { MACROS } from "./prelude.ts";

/** `"name"(` or `name(` of a macro's definition. */
const NAME = /^CREATE OR REPLACE MACRO "?([^"(]+)"?\(/;

/** An identifier in escapes, which may spell any name. */
const ESCAPED_NAME = /u&"/i;

/**
 * The macros of the prelude that a session doesn't have yet. All of them would take a tenth of a new process's first answer,
 * and most statements call none.
 */
export class MacroShelf {
  readonly #left = new Map(MACROS.map((definition) => [definition, callOf(definition)]));

  /**
   * Definitions to run before `sql`: of each macro whose name is anywhere in its text, as a call, in a string or as a part
   * of another word, so that none is missing; and of those that these name.
   */
  neededBy(sql: string): string[] {
    const needed = new Set<string>();
    const texts = [sql];
    for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
      for (const [definition, call] of this.#left) {
        if (needed.has(definition) || !(call.test(text) || ESCAPED_NAME.test(text))) continue;
        needed.add(definition);
        texts.push(definition);
      }
    }
    return [...needed];
  }

  /** The session has `definitions` now. */
  remove(definitions: readonly string[]): void {
    for (const definition of definitions) this.#left.delete(definition);
  }
}

/** What a statement that calls the macro has in its text. */
function callOf(definition: string): RegExp {
  const name = NAME.exec(definition)![1]!;
  return /~~|like/.test(name) ? /~~|like/i : new RegExp(name, "i");
}
