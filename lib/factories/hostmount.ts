import { inNode, isPondError, PondError } from "../base/mod.ts";
import { checkVersion } from "./computed_node.ts";
import { isAbsolute, normalize } from "../deps/std_path.ts";
import type { ByteSource } from "../table/mod.ts";
import {
  childId,
  countSkipped,
  type DirectoryNode,
  type Entry,
  type Factory,
  type FactoryContext,
  type FileNode,
  type NodeStat,
  type OpenOptions,
  type Provenance,
} from "../tinyfs/mod.ts";
import { configError, type ConfigFields, type ConfigOf } from "../config/mod.ts";
import { isName, joinPath } from "../paths/mod.ts";

const fields = {
  directory: {
    type: { is: "string" },
    required: true,
    help: "Absolute path of the host directory to show; it may not be a link",
  },
} as const satisfies ConfigFields;

type Config = ConfigOf<typeof fields>;

/** A read-only live view of a host directory, at any depth. */
export const hostmount = {
  name: "hostmount",
  description: "a read-only live view of a host directory",
  configVersion: 1,
  schema: {
    fields,
    check: (config: Config) =>
      isAbsolute(config.directory) ? undefined : {
        at: ["directory"],
        why: `expected an absolute host path, got ${JSON.stringify(config.directory)}`,
        hint: "write the whole path, from the root of the host's file system",
      },
  },
  example: "directory: /host/directory/path\n",
  kind: () => "directory",
  async validate(config: Config, context: FactoryContext): Promise<void> {
    const directory = normalize(config.directory);
    const real = await mountRoot(config, context);
    if (withoutSlash(real) === withoutSlash(directory)) return;
    throw configError(config, {
      at: ["directory"],
      why: `${config.directory} leads through a symbolic link, which a mount never follows`,
      hint: `write directory: ${real}`,
    }, { label: "hostmount" });
  },
  open: (config: Config, context: FactoryContext): DirectoryNode => {
    const mount = {
      root: withoutSlash(normalize(config.directory)),
      context,
      warned: new Set<string>(),
    };
    return new HostmountDirectory(mount, { path: context.path, id: context.id, components: [] });
  },
} as const satisfies Factory<Config>;

/** What the nodes of one mount share. */
interface Mount {
  readonly root: string;
  readonly context: FactoryContext;
  /** Directories whose skipped names have been told of. */
  readonly warned: Set<string>;
}

/** Where a node stands in the pond and below the mount's root. */
interface Spot {
  readonly path: string;
  readonly id: string;
  readonly components: readonly string[];
}

/** A host directory; what it lists is what the host has at that moment. */
class HostmountDirectory implements DirectoryNode {
  readonly kind = "directory";
  readonly factory = "hostmount";
  readonly readOnly = true;
  readonly path: string;
  readonly id: string;
  readonly #mount: Mount;
  readonly #components: readonly string[];

  constructor(mount: Mount, spot: Spot) {
    this.#mount = mount;
    this.#components = spot.components;
    this.path = spot.path;
    this.id = spot.id;
  }

  async stat(): Promise<NodeStat> {
    const { context } = this.#mount;
    const isRoot = this.#components.length === 0;
    const facts = { version: isRoot ? context.version : 1, sizeBytes: null, sha256: null };
    try {
      const stat = await context.host.stat(this.#mount.root, this.#components);
      if (stat) return { ...facts, modifiedUs: stat.modifiedUs };
    } catch (error) {
      // The mount itself is a node of the pond, it has facts of its own while the host directory is
      // away.
      if (!isRoot || !isPondError(error)) throw error;
    }
    if (!isRoot) throw gone(this.path);
    return { ...facts, modifiedUs: context.modifiedUs };
  }

  provenance(): Provenance {
    return shown(this.#mount, this.#components);
  }

  async get(name: string): Promise<HostmountNode | undefined> {
    if (!isName(name)) return undefined;
    const { context, root } = this.#mount;
    tellWideMount(this.#mount);
    const stat = await named(this.path, () => context.host.stat(root, [...this.#components, name]));
    return stat && this.#child(name, stat.kind);
  }

  async *list(): AsyncGenerator<Entry> {
    const { context, root, warned } = this.#mount;
    tellWideMount(this.#mount);
    const { entries, skipped } = await named(
      this.path,
      () => context.host.list(root, this.#components),
    );
    const counted = countSkipped(skipped);
    if (counted !== "" && !warned.has(this.path)) {
      warned.add(this.path);
      context.warn(`${this.path}: left out ${counted}`);
    }
    for (const { name, kind } of entries) yield { name, node: this.#child(name, kind) };
  }

  #child(name: string, hostKind: "file" | "directory"): HostmountNode {
    const kind = hostKind === "file" ? "data" : "directory";
    const identity = { name, kind, factory: "hostmount", config: this.#mount.root } as const;
    const spot: Spot = {
      path: joinPath(this.path, name),
      id: childId(this.id, identity),
      components: [...this.#components, name],
    };
    return kind === "data"
      ? new HostmountFile(this.#mount, spot)
      : new HostmountDirectory(this.#mount, spot);
  }
}

/**
 * Directories that tell much of a machine; whoever was given a pond should know that it shows one.
 */
const WIDE_ROOTS = ["/", "/etc"];

function tellWideMount({ root, context, warned }: Mount): void {
  if (!WIDE_ROOTS.includes(root) || warned.has("")) return;
  warned.add("");
  context.warn(`${context.path} shows ${root} of this machine: a mount of it is in this pond`);
}

/** A host file; its bytes are read from the host when they are read here. */
class HostmountFile implements FileNode {
  readonly kind = "data";
  readonly factory = "hostmount";
  readonly table = null;
  readonly path: string;
  readonly id: string;
  readonly #mount: Mount;
  readonly #components: readonly string[];

  constructor(mount: Mount, spot: Spot) {
    this.#mount = mount;
    this.#components = spot.components;
    this.path = spot.path;
    this.id = spot.id;
  }

  async stat(): Promise<NodeStat> {
    const { context, root } = this.#mount;
    const stat = await context.host.stat(root, this.#components);
    if (stat?.kind !== "file") throw gone(this.path);
    return {
      version: 1,
      sizeBytes: stat.sizeBytes,
      modifiedUs: stat.modifiedUs,
      changedUs: stat.changedUs,
      sha256: null,
    };
  }

  provenance(): Provenance {
    return shown(this.#mount, this.#components);
  }

  async open(options: OpenOptions = {}): Promise<ByteSource> {
    checkVersion(this.path, options);
    return await named(
      this.path,
      () => this.#mount.context.host.open(this.#mount.root, this.#components),
    );
  }
}

type HostmountNode = HostmountDirectory | HostmountFile;

function shown({ root }: Mount, components: readonly string[]): Provenance {
  const hostPath = components.reduce((above, name) => joinPath(above, name), root);
  return { query: null, inputs: [], hostPath };
}

async function mountRoot(config: Config, context: FactoryContext): Promise<string> {
  try {
    return await context.host.mountRoot(normalize(config.directory));
  } catch (error) {
    if (!isPondError(error)) throw error;
    const problem = { at: ["directory"], why: error.message };
    throw configError(config, problem, { label: "hostmount", cause: error });
  }
}

/** What `work` gives; its error names the node. */
async function named<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isPondError(error) ? inNode(error, path) : error;
  }
}

function gone(path: string): PondError {
  return new PondError("not-found", `cannot stat ${path}: it is no longer on the host`);
}

/** `directory` without the slash at its end; the host's root keeps it. */
function withoutSlash(directory: string): string {
  return directory.length > 1 ? directory.replace(/[/\\]+$/, "") || "/" : directory;
}
