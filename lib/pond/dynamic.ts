import { isPondError, type PondError, toPondError } from "../base/mod.ts";
import {
  brokenNode,
  childId,
  type ChildSpec,
  type DirectoryNode,
  type Factory,
  type FactoryContext,
  type FactoryRegistry,
  type HostFiles,
  type Node,
  type TableServices,
  type TreeReader,
} from "../tinyfs/mod.ts";
import { checkName, joinPath } from "../paths/mod.ts";
import { type ReadConfigOptions, readConfigValue } from "../config/mod.ts";
import type { DynamicRow, DynamicSpec } from "../tlogfs/mod.ts";
import {
  childVersion,
  type ConfigVersions,
  readStoredValue,
  readStoredYaml,
  recordedChildVersions,
  recordedVersion,
  versionAttributes,
} from "./stored_config.ts";
import { treeOf } from "./tree.ts";

/** What every dynamic node of a pond shares. */
export interface DynamicServices {
  readonly factories: FactoryRegistry;
  readonly host: HostFiles;
  readonly tables: TableServices;
  readonly env: (name: string) => string | undefined;
  readonly warn: (message: string) => void;
  /** Told of what a walk passed over. */
  readonly onProblem: (problem: PondError) => void;
}

/** Where a dynamic node stands, and the versions of the configs inside its own. */
interface Place extends Pick<DynamicRow, "path" | "id" | "version" | "modifiedUs"> {
  readonly childVersions: ConfigVersions;
  /** While it is validated: told of the factory of each config inside. */
  readonly onChild?: (factory: Factory) => void;
}

/**
 * The node of a stored row that has a factory. What is wrong with it (a factory this build doesn't
 * know, a config it can't read) becomes a broken node, so that its siblings list as ever.
 */
export async function openDynamic(
  services: DynamicServices,
  row: DynamicRow,
  root: DirectoryNode,
): Promise<Node> {
  try {
    const factory = services.factories.get(row.factory);
    const stored = {
      path: row.path,
      config: row.yaml,
      version: recordedVersion(row.attributes),
    };
    const config = await readStoredYaml(factory, stored, optionsOf(services, factory));
    const place = { ...row, childVersions: recordedChildVersions(row.attributes) };
    return factory.open(config, contextOf(services, place, root));
  } catch (error) {
    return brokenNode(row, toPondError(error, `cannot open ${row.path}`));
  }
}

/**
 * Checks a config as `mknod` does: against the schema, then against the world.
 * @returns the kind of node it would make, and what to record beside the config
 * @throws {PondError} `unknown-factory`, `invalid-config`, or what the factory finds wrong
 */
export async function validateDynamic(
  services: DynamicServices,
  { yaml, place, ...spec }: {
    readonly factory: string;
    readonly yaml: string;
    readonly place: Omit<Place, "childVersions" | "onChild">;
  },
  root: DirectoryNode,
): Promise<{ kind: Node["kind"]; attributes: DynamicSpec["attributes"] }> {
  const { factory, config } = await checkConfig(services, spec.factory, yaml);
  const childVersions = new Map<string, number>();
  const onChild = (child: Factory) => void childVersions.set(child.name, child.configVersion);
  await factory.validate(config, contextOf(services, { ...place, childVersions, onChild }, root));
  return { kind: factory.kind(config), attributes: versionAttributes(factory, childVersions) };
}

/**
 * Reads a config by the present rules of its factory, and looks at nothing else.
 * @throws {PondError} `unknown-factory`, `invalid-config`
 */
export async function checkConfig(
  services: DynamicServices,
  name: string,
  yaml: string,
): Promise<{ factory: Factory; config: unknown }> {
  const { readConfig } = await import("../config/yaml/mod.ts");
  const factory = services.factories.get(name);
  return { factory, config: readConfig(yaml, factory.schema, optionsOf(services, factory)) };
}

function optionsOf({ env }: DynamicServices, { name }: Factory): ReadConfigOptions {
  return { env, label: name };
}

function contextOf(services: DynamicServices, place: Place, root: DirectoryNode): FactoryContext {
  const tree: TreeReader = treeOf(root, {
    onProblem: services.onProblem,
    within: place.id,
  });
  const { path, id, version, modifiedUs } = place;
  return {
    path,
    id,
    version,
    modifiedUs,
    tree,
    env: services.env,
    warn: services.warn,
    host: services.host,
    tables: services.tables,
    openChild: (child) => openChild(services, { place, child, root }),
    validateChild: async (child) => {
      const factory = services.factories.get(child.factory);
      const options = optionsOf(services, factory);
      const config = readConfigValue(child.config, factory.schema, options);
      place.onChild?.(factory);
      await factory.validate(config, contextOf(services, childPlace(place, child), root));
    },
  };
}

function openChild(
  services: DynamicServices,
  { place, child, root }: { place: Place; child: ChildSpec; root: DirectoryNode },
): Node {
  const at = childPlace(place, child);
  try {
    const factory = services.factories.get(child.factory);
    const stored = {
      path: at.path,
      config: child.config,
      version: childVersion(place.childVersions, factory.name),
    };
    const config = readStoredValue(factory, stored, optionsOf(services, factory));
    return factory.open(config, contextOf(services, at, root));
  } catch (error) {
    if (!isPondError(error)) throw error;
    return brokenNode({ ...at, kind: "data", factory: child.factory }, error);
  }
}

function childPlace(place: Place, child: ChildSpec): Place {
  const name = checkName(child.name);
  return {
    path: joinPath(place.path, name),
    id: childId(place.id, {
      name,
      kind: "data",
      factory: child.factory,
      config: JSON.stringify(child.config),
    }),
    version: 1,
    modifiedUs: place.modifiedUs,
    childVersions: place.childVersions,
    ...(place.onChild ? { onChild: place.onChild } : {}),
  };
}
