import { isPondError } from "../../base/mod.ts";
import { applyEdits } from "./edits.ts";
import { type InputColumns, withInputs } from "./stand_in.ts";

/** A part of an SQL text: offsets of its first character and after its last. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Whoever can plan and run a statement. */
export interface Planner {
  /** Plans `sql` without running any of it. @throws {PondError} with the engine's own message */
  check(sql: string, setup: readonly string[]): Promise<void>;
  start(sql: string): Promise<{ next(): Promise<unknown>; close(): Promise<void> }>;
}

/** What a query reads. */
export interface Reads {
  readonly inputs: () => Promise<InputColumns>;
  /** Of each input the name of its time column. */
  readonly times: readonly (string | null)[];
}

/** What the engine's own messages call the types of a call that no function matches. */
const ARGUMENT_TYPES = /argument types 'year\((.*), "?NULL"?\)'/s;

/**
 * Asks the engine what types parts of one query have where they stand: only it knows names, scopes and functions. It is asked
 * over empty stand-ins of the query's inputs, so nothing is read but, once, their columns.
 */
export class TypeDoor {
  readonly #planner: Planner;
  readonly #reads: Reads;
  #known: InputColumns | null = null;

  constructor(planner: Planner, reads: Reads) {
    this.#planner = planner;
    this.#reads = reads;
  }

  /** Whether a column of that name can only be the time of an input. */
  isTime(name: string): boolean {
    const { times } = this.#reads;
    return times.length > 0 && times.every((time) => time?.toLowerCase() === name.toLowerCase());
  }

  /** The columns of the query's inputs, by the names that the SQL calls these; none where one of them is a query that is wrong. */
  async inputs(): Promise<InputColumns> {
    if (this.#known) return this.#known;
    try {
      return this.#known = await this.#reads.inputs();
    } catch (error) {
      // The whole statement says so better, with the place.
      if (!isPondError(error, "invalid-query")) throw error;
      return this.#known = new Map();
    }
  }

  /**
   * The types of `extents`, expressions of `sql` that stand in one scope; null where the engine can't say. A call that no function
   * matches is put in place of the first: the engine's message names the types of its arguments.
   */
  async typesOf(sql: string, extents: readonly Extent[]): Promise<readonly string[] | null> {
    const [{ start, end }] = extents as [Extent];
    const parts = extents.map((extent) => `(${sql.slice(extent.start, extent.end)}\n)`);
    const text = applyEdits(sql, [{ start, end, text: ` year(${parts.join(", ")}, NULL) ` }]);
    try {
      await this.#planner.check(
        `${withInputs(await this.inputs())} SELECT * FROM (\n${text}\n)`,
        [],
      );
    } catch (error) {
      const message = isPondError(error) ? error.data.engineMessage : null;
      if (typeof message !== "string") throw error;
      const types = ARGUMENT_TYPES.exec(message)?.[1];
      return types === undefined ? null : splitTypes(types);
    }
    return null;
  }

  /**
   * Reads a value as the engine would, so that one that can't be read is an error: a filter would take it for one that
   * lets no row pass.
   * @throws {PondError} `invalid-query` with what is wrong with it
   */
  async read(value: string): Promise<void> {
    // Only a result that is fetched tells what went wrong in a SELECT.
    const cursor = await this.#planner.start(`SELECT ${value}`);
    try {
      await cursor.next();
    } finally {
      await cursor.close();
    }
  }
}

/** Cuts `BIGINT, DECIMAL(9,2), STRUCT("a, b" INTEGER)` at the commas that stand in nothing. */
function splitTypes(types: string): readonly string[] {
  const found: string[] = [];
  let [depth, from, quoted] = [0, 0, false];
  for (let at = 0; at < types.length; at++) {
    const character = types[at];
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "," && depth === 0) {
      found.push(types.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...found, types.slice(from).trim()];
}
