import { createRegistry } from "../pond/mod.ts";
import type { Extensions } from "./extensions.ts";
import { type FieldHelp, fieldsHelp } from "../config/mod.ts";

/** Which factories. */
export interface FactoriesOptions extends Extensions {
  /** One of them; default all. */
  readonly name?: string | undefined;
}

/** A factory as help shows it. */
export interface FactoryHelp {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly FieldHelp[];
  /** Rules across fields. */
  readonly rules: readonly string[];
  /** A whole config in YAML. */
  readonly example: string;
}

/**
 * The factories that there are, by name; no pond is needed.
 * @throws {PondError} `unknown-factory`, with the name that was probably meant
 */
export function factoriesCommand(options: FactoriesOptions): readonly FactoryHelp[] {
  const registry = createRegistry(options.factories);
  const factories = options.name === undefined ? registry.list() : [registry.get(options.name)];
  return factories.map(({ name, description, schema, example }) => ({
    name,
    description,
    fields: fieldsHelp(schema),
    rules: schema.rules ?? [],
    example,
  }));
}
