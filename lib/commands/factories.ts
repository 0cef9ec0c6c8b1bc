import { createRegistry } from "../pond/mod.ts";
import type { Factory } from "../tinyfs/mod.ts";

/** Which factories. */
export interface FactoriesOptions {
  /** One of them; default all. */
  readonly name?: string | undefined;
}

/**
 * The built-in factories by name; no pond is needed.
 * @throws {PondError} `unknown-factory`, with the name that was probably meant
 */
export function factoriesCommand(options: FactoriesOptions): readonly Factory[] {
  const factories = createRegistry([]);
  return options.name === undefined ? factories.list() : [factories.get(options.name)];
}
