import { PondError, sha256, toPondError } from "../../lib/base/mod.ts";
import { type Column, memorySource } from "../../lib/table/mod.ts";
import {
  brokenNode,
  childId,
  type ChildSpec,
  type DirectoryNode,
  type Factory,
  type FactoryContext,
  globNodes,
  type HostFiles,
  type Node,
  type NodeStat,
  resolveNode,
  type TreeReader,
} from "../../lib/tinyfs/mod.ts";
import { compareNames, isName, joinPath } from "../../lib/paths/mod.ts";
import { readConfigValue } from "../../lib/config/mod.ts";
import { readConfig } from "../../lib/config/yaml/mod.ts";
import { createRegistry } from "../../lib/factories/mod.ts";
import { FakeTables } from "./fake_tables.ts";

/** A stored table or series, by its columns; a data file is text. */
export interface StoredTable {
  readonly kind: "table" | "series";
  readonly columns: readonly Column[];
}

/**
 * A pond in memory: stored files and tables, dynamic nodes, and a host with files by whole path.
 */
export class FakeWorld {
  readonly stored = new Map<string, string | StoredTable>();
  readonly host = new Map<string, string>();
  readonly variables = new Map<string, string>();
  readonly tables = new FakeTables();
  readonly warnings: string[] = [];
  /** What asked the host, to prove that something doesn't. */
  hostCalls = 0;
  skippedNames = 0;
  readonly registry;
  readonly #dynamic = new Map<string, { factory: string; yaml: string }>();

  constructor(extra: readonly Factory[] = []) {
    this.registry = createRegistry(extra);
  }

  /** Validates and makes a dynamic node, as `mknod` does. */
  async mknod(path: string, factory: string, yaml: string): Promise<Node> {
    const made = this.registry.get(factory);
    const config = readConfig(yaml, made.schema, {
      env: (name) => this.variables.get(name),
      label: factory,
    });
    await made.validate(config, this.context(path));
    return this.put(path, factory, yaml);
  }

  /** Makes a dynamic node without looking at the world. */
  put(path: string, factory: string, yaml: string): Node {
    this.#dynamic.set(path, { factory, yaml });
    return this.#nodeAt(path);
  }

  get root(): DirectoryNode {
    return this.#directory("/");
  }

  readonly tree: TreeReader = {
    resolve: (path, view) => resolveNode(this.root, path, { followLast: true, view }),
    glob: (pattern, view) =>
      globNodes(this.root, pattern, {
        onProblem: ({ message }) => this.warnings.push(message),
        view,
      }),
  };

  context(path: string, id = sha256(path).slice(0, 32), version = 3): FactoryContext {
    const place = (child: ChildSpec) => ({
      path: joinPath(path, child.name),
      id: childId(id, {
        name: child.name,
        kind: "data",
        factory: child.factory,
        config: JSON.stringify(child.config),
      }),
    });
    const env = (name: string) => this.variables.get(name);
    const made = (child: ChildSpec) => {
      const factory = this.registry.get(child.factory);
      const config = readConfigValue(child.config, factory.schema, { env, label: child.factory });
      const at = place(child);
      return { factory, config, context: this.context(at.path, at.id, 1) };
    };
    return {
      path,
      id,
      version,
      modifiedUs: 1_000n,
      env,
      warn: (message) => void this.warnings.push(message),
      tree: this.tree,
      host: this.#hostFiles,
      tables: this.tables,
      openChild: (child) => {
        try {
          const { factory, config, context } = made(child);
          return factory.open(config, context);
        } catch (error) {
          const kind = "data" as const;
          const at = {
            ...place(child),
            kind,
            factory: child.factory,
            version: 1,
            modifiedUs: null,
          };
          return brokenNode(at, toPondError(error));
        }
      },
      validateChild: async (child) => {
        const { factory, config, context } = made(child);
        await factory.validate(config, context);
      },
    };
  }

  #paths(): string[] {
    return [...this.stored.keys(), ...this.#dynamic.keys()];
  }

  #nodeAt(path: string): Node {
    const dynamic = this.#dynamic.get(path);
    if (!dynamic) return this.#storedAt(path);
    const context = this.context(path);
    try {
      const factory = this.registry.get(dynamic.factory);
      return factory.open(readConfig(dynamic.yaml, factory.schema, context), context);
    } catch (error) {
      const kind = "data" as const;
      return brokenNode({ ...context, kind, factory: dynamic.factory }, toPondError(error));
    }
  }

  #storedAt(path: string): Node {
    const content = this.stored.get(path);
    if (content === undefined) return this.#directory(path);
    const base = { path, id: sha256(path).slice(0, 32), factory: null, stat };
    if (typeof content === "string") {
      const bytes = new TextEncoder().encode(content);
      const open = () => Promise.resolve(memorySource(bytes, sha256(bytes)));
      return { ...base, kind: "data", table: null, open };
    }
    const { kind, columns } = content;
    const relation = this.tables.scan(path, columns, kind);
    return {
      ...base,
      kind,
      open: () => relation.files[0]!.open(),
      table: {
        relation: () => Promise.resolve(relation),
        describe: () =>
          Promise.resolve({
            format: "parquet",
            columns,
            rows: 2,
            time: relation.time,
            bounds: null,
          }),
      },
    };
  }

  #directory(path: string): DirectoryNode {
    const start = path === "/" ? "/" : `${path}/`;
    const names = () => {
      const below = this.#paths().filter((other) => other.startsWith(start));
      return [...new Set(below.map((other) => other.slice(start.length).split("/")[0]!))];
    };
    const child = (name: string) => this.#nodeAt(`${start}${name}`);
    return {
      kind: "directory",
      path,
      id: sha256(path).slice(0, 32),
      factory: null,
      readOnly: false,
      stat,
      get: (name) => Promise.resolve(names().includes(name) ? child(name) : undefined),
      async *list() {
        for (const name of names().sort(compareNames)) {
          yield await Promise.resolve({ name, node: child(name) });
        }
      },
    };
  }

  readonly #hostFiles: HostFiles = {
    mountRoot: async (hostPath) => {
      await this.#hostFiles.list(hostPath, []);
      return hostPath;
    },
    list: (root, components) => {
      this.hostCalls++;
      const directory = [root, ...components].join("/");
      const names = new Map<string, "file" | "directory">();
      for (const file of this.host.keys()) {
        if (!file.startsWith(`${directory}/`)) continue;
        const [name, ...rest] = file.slice(directory.length + 1).split("/");
        if (isName(name!)) names.set(name!, rest.length > 0 ? "directory" : "file");
      }
      if (names.size === 0) return Promise.reject(missing(directory));
      const entries = [...names].map(([name, kind]) => ({ name, kind }))
        .sort((a, b) => compareNames(a.name, b.name));
      return Promise.resolve({
        entries,
        skipped: this.skippedNames > 0 ? { name: this.skippedNames } : {},
      });
    },
    stat: (root, components) => {
      this.hostCalls++;
      const path = [root, ...components].join("/");
      const text = this.host.get(path);
      const isDirectory = [...this.host.keys()].some((file) => file.startsWith(`${path}/`));
      if (text === undefined && !isDirectory) return Promise.resolve(undefined);
      return Promise.resolve({
        kind: text === undefined ? "directory" : "file",
        sizeBytes: text?.length ?? 0,
        modifiedUs: 5_000n,
        changedUs: 5_000n,
        key: `${path}:${text}`,
      });
    },
    open: (root, components) => {
      this.hostCalls++;
      const path = [root, ...components].join("/");
      const text = this.host.get(path);
      if (text === undefined) return Promise.reject(missing(path));
      return Promise.resolve(memorySource(new TextEncoder().encode(text), `${path}:${text}`));
    },
  };
}

const stat = (): Promise<NodeStat> =>
  Promise.resolve({ version: 1, sizeBytes: 1, modifiedUs: 2_000n, sha256: null });

function missing(hostPath: string): PondError {
  return new PondError("not-found", `cannot open host:${hostPath}: nothing is there`);
}
