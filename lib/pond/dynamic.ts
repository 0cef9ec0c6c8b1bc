import { isPondError, toPondError } from "../base/mod.ts";
import {
  brokenNode,
  checkName,
  childId,
  type ChildSpec,
  type DirectoryNode,
  type Factory,
  type FactoryContext,
  type FactoryRegistry,
  type HostFiles,
  joinPath,
  type Node,
  readConfig,
  readConfigValue,
  type TableServices,
  type TreeReader,
} from "../tinyfs/mod.ts";
import type { DynamicRow } from "../tlogfs/mod.ts";
import { treeOf } from "./tree.ts";

/** What every dynamic node of a pond shares. */
export interface DynamicServices {
  readonly factories: FactoryRegistry;
  readonly host: HostFiles;
  readonly tables: TableServices;
  readonly env: (name: string) => string | undefined;
  readonly warn: (message: string) => void;
}

/** Where a dynamic node stands. */
type Place = Pick<DynamicRow, "path" | "id" | "version" | "modifiedUs">;

/**
 * The node of a stored row that has a factory. What is wrong with it (a factory this build doesn't know, a
 * config it can't read) becomes a broken node, so that its siblings list as ever.
 */
export function openDynamic(
  services: DynamicServices,
  row: DynamicRow,
  root: DirectoryNode,
): Node {
  try {
    const factory = services.factories.get(row.factory);
    const config = readConfig(row.yaml, factory.schema, { env: services.env, label: factory.name });
    return factory.open(config, contextOf(services, row, root));
  } catch (error) {
    return brokenNode(row, toPondError(error, `cannot open ${row.path}`));
  }
}

/**
 * Checks a config as `mknod` does: against the schema, then against the world.
 * @returns the factory and the kind of node it would make
 * @throws {PondError} `unknown-factory`, `invalid-config`, or what the factory finds wrong
 */
export async function validateDynamic(
  services: DynamicServices,
  spec: { readonly factory: string; readonly yaml: string; readonly place: Place },
  root: DirectoryNode,
): Promise<{ factory: Factory; kind: Node["kind"] }> {
  const factory = services.factories.get(spec.factory);
  const config = readConfig(spec.yaml, factory.schema, { env: services.env, label: factory.name });
  await factory.validate(config, contextOf(services, spec.place, root));
  return { factory, kind: factory.kind(config) };
}

function contextOf(services: DynamicServices, place: Place, root: DirectoryNode): FactoryContext {
  const tree: TreeReader = treeOf(root, {
    onProblem: (problem) => services.warn(problem.message),
    within: place.id,
  });
  return {
    ...place,
    tree,
    env: services.env,
    warn: services.warn,
    host: services.host,
    tables: services.tables,
    openChild: (child) => openChild(services, { place, child, root }),
    validateChild: async (child) => {
      const factory = services.factories.get(child.factory);
      const config = readConfigValue(child.config, factory.schema, {
        env: services.env,
        label: factory.name,
      });
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
    const config = readConfigValue(child.config, factory.schema, {
      env: services.env,
      label: factory.name,
    });
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
  };
}
