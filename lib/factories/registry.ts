import { PondError, suggest } from "../base/mod.ts";
import { compareNames } from "../paths/mod.ts";
import type { Factory, FactoryRegistry } from "../tinyfs/mod.ts";

/**
 * A registry of `factories`.
 * @throws {PondError} `exists` when two have one name
 */
export function registryOf(factories: readonly Factory[]): FactoryRegistry {
  const byName = new Map<string, Factory>();
  for (const factory of factories) {
    if (byName.has(factory.name)) {
      throw new PondError("exists", `cannot register ${factory.name}: there is such a factory`);
    }
    byName.set(factory.name, factory);
  }
  const sorted = [...byName.values()].sort((a, b) => compareNames(a.name, b.name));
  return {
    list: () => sorted,
    get: (name) => byName.get(name) ?? unknownFactory(name, sorted),
  };
}

function unknownFactory(name: string, known: readonly Factory[]): never {
  const names = known.map((factory) => factory.name);
  const meant = suggest(name, names);
  throw new PondError("unknown-factory", `cannot use factory ${name}: this build has none`, {
    hint: meant ? `did you mean ${meant}?` : `there are ${names.join(", ")}`,
    data: { factory: name },
  });
}
