/**
 * The factories: one file for each sort of dynamic node, and the list of them here. A factory says
 * what its config looks like, checks it when a node is made, and makes the node. It sees the world
 * through its `FactoryContext` and nothing else, so a file of a hostmount, a table that SQL derives
 * and a stored one are the same to it. To add a factory: write its file, add it to the list, call
 * the contract suite on it in a test.
 *
 * @module
 */
import type { Factory, FactoryRegistry } from "../tinyfs/mod.ts";
import { check } from "./check.ts";
import { csvDirectory } from "./csv_directory.ts";
import { dynamicDir } from "./dynamic_dir.ts";
import { hostmount } from "./hostmount.ts";
import { registryOf } from "./registry.ts";
import { sqlDerivedSeries } from "./sql_derived_series.ts";
import { sqlDerivedTable } from "./sql_derived_table.ts";

/** What is built in. */
export const BUILT_IN_FACTORIES: readonly Factory[] = [
  check,
  csvDirectory,
  dynamicDir,
  hostmount,
  sqlDerivedSeries,
  sqlDerivedTable,
];

/**
 * The built-in factories and `extra` ones.
 * @throws {PondError} `exists` when two have one name
 */
export function createRegistry(extra: readonly Factory[] = []): FactoryRegistry {
  return registryOf([...BUILT_IN_FACTORIES, ...extra]);
}
