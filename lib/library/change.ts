import { isPondError, PondError } from "../base/mod.ts";
import { joinPath, parentOf } from "../paths/mod.ts";
import type { Pond as CorePond, PondChange } from "../pond/mod.ts";
import { readParquetFooter } from "../parquet/mod.ts";
import {
  type ByteSource,
  findTimeColumn,
  formatType,
  isMoment,
  isNumeric,
  readChunks,
  type Relation,
  sameType,
} from "../table/mod.ts";
import type { FileNode, Node } from "../tinyfs/mod.ts";
import type {
  Change,
  Content,
  NodeSpec,
  TableContent,
  TableOptions,
  WriteOptions,
} from "./change_api.ts";
import { configText } from "./config_text.ts";
import { chunksOf, type Consumed } from "./content.ts";
import { fileOf, isThere, type PondFile } from "./file.ts";
import { parquetNode } from "./parquet_node.ts";
import { Steps } from "./step.ts";
import { parquetOf } from "./table_content.ts";

/** What a change is made with. */
export interface ChangeContext {
  readonly core: CorePond;
  readonly change: PondChange;
  /** What earlier attempts have read of streams. */
  readonly consumed: Consumed;
}

/** See {@linkcode Change}. */
export class LibraryChange implements Change {
  readonly steps = new Steps();
  readonly #context: ChangeContext;

  constructor(context: ChangeContext) {
    this.#context = context;
  }

  write(path: string, content: Content, options: WriteOptions = {}): Promise<void> {
    const { change, consumed } = this.#context;
    return this.steps.add(async () => {
      const chunks = chunksOf(content, consumed);
      await this.#makeParents(path);
      await change.writeFile(path, chunks, options);
    });
  }

  append(path: string, rows: TableContent, options: TableOptions = {}): Promise<void> {
    return this.#table(path, rows, {
      options,
      write: async (source) => {
        const existing = await this.#tableAt(path, "append to");
        if (existing?.kind !== "table") {
          return await this.#writeTable(path, source, options, "found");
        }
        const united = await this.#united(existing, source, path);
        try {
          await this.#writeTable(path, united, options, "table");
        } finally {
          united.close();
        }
      },
    });
  }

  replace(path: string, rows: TableContent, options: TableOptions = {}): Promise<void> {
    return this.#table(path, rows, {
      options,
      write: async (source) => {
        const existing = await this.#tableAt(path, "replace");
        // Versions of a series add up, so one that begins anew is another node.
        if (existing?.kind === "series") await this.#context.change.remove(path);
        await this.#writeTable(
          path,
          source,
          options,
          existing?.kind === "series" ? "series" : "table",
        );
      },
    });
  }

  create(path: string, rows: TableContent, options: TableOptions = {}): Promise<void> {
    return this.#table(path, rows, {
      options,
      write: async (source) => {
        if (await isThere(this.#context.change.tree, path)) {
          throw new PondError("exists", `cannot make ${path}: something is there already`);
        }
        await this.#writeTable(path, source, options, "table");
      },
    });
  }

  mkdir(path: string, { recursive = false }: { readonly recursive?: boolean } = {}): Promise<void> {
    return this.steps.add(async () => {
      if (!recursive) return await this.#context.change.makeDirectory(path);
      await this.#makeDirectories(path);
    });
  }

  mknod(path: string, spec: NodeSpec): Promise<void> {
    const { factory, config, ...options } = spec;
    return this.steps.add(async () => {
      await this.#makeParents(path);
      const yaml = await configText(config);
      await this.#context.change.mknod(path, { factory, yaml, ...options });
    });
  }

  symlink(target: string, path: string): Promise<void> {
    return this.steps.add(() => this.#context.change.makeLink(path, target));
  }

  remove(path: string, options: { readonly recursive?: boolean } = {}): Promise<void> {
    return this.steps.add(() => this.#context.change.remove(path, options));
  }

  rename(from: string, to: string): Promise<void> {
    return this.steps.add(() => this.#context.change.move(from, to));
  }

  file(path: string): PondFile {
    return fileOf(() => this.steps.add(() => Promise.resolve(this.#context.change.tree)), path);
  }

  exists(path: string): Promise<boolean> {
    return this.steps.add(() => isThere(this.#context.change.tree, path));
  }

  #table(
    path: string,
    rows: TableContent,
    { options, write }: {
      readonly options: TableOptions;
      readonly write: (source: ByteSource) => Promise<void>;
    },
  ): Promise<void> {
    const { core, consumed } = this.#context;
    return this.steps.add(async () => {
      const scratch = core.cache.scratch.bind(core.cache);
      const source = await parquetOf(rows, {
        label: path,
        schema: options.schema ?? {},
        scratch,
        consumed,
      });
      try {
        await this.#makeParents(path);
        await write(source);
      } finally {
        source.close();
      }
    });
  }

  async #writeTable(
    path: string,
    source: ByteSource,
    { timeColumn, kind }: TableOptions,
    usual: "table" | "series" | "found",
  ): Promise<void> {
    const chosen = kind ?? (usual === "found" ? kindOf(source, path, timeColumn) : usual);
    await this.#context.change.writeFile(path, readChunks(source), {
      kind: chosen,
      ...(timeColumn === undefined ? {} : { timeColumn }),
    });
  }

  /** The table's rows and those of `added`; types may widen, and change no further. */
  async #united(existing: FileNode, added: ByteSource, label: string): Promise<ByteSource> {
    const { tables } = this.#context.core;
    const before = await existing.table!.relation({ chain: [] });
    const format = { format: "parquet" } as const;
    const policy = { ttlUs: null, refreshUs: null };
    const { relation } = await tables.convert(parquetNode(added, label), format, policy);
    const union: Relation = { type: "union", label, inputs: [before, relation] };
    const after = new Map((await tables.columns(union)).map(({ name, type }) => [name, type]));
    for (const { name, type } of await tables.columns(before)) {
      const now = after.get(name);
      if (now && (sameType(now, type) || (isNumeric(now) && isNumeric(type)))) continue;
      throw new PondError(
        "invalid-input",
        `cannot append to ${label}: its column ${name} is ${formatType(type)} and would become ${
          now ? formatType(now) : "nothing"
        }`,
        { hint: "give the column its type by schema, or replace the table" },
      );
    }
    return await tables.materialise(union, { kind: "table", label });
  }

  async #tableAt(path: string, doing: string): Promise<FileNode | undefined> {
    const node = await nodeAt(this.#context.change, path);
    if (node === undefined || node.kind === "table" || node.kind === "series") return node;
    throw new PondError("exists", `cannot ${doing} ${path}: it is a ${node.kind}, not a table`);
  }

  async #makeParents(path: string): Promise<void> {
    const parent = parentOf(joinPath("/", path));
    await this.#makeDirectories(parent);
  }

  async #makeDirectories(path: string): Promise<void> {
    const { change } = this.#context;
    const node = await nodeAt(change, path);
    if (node?.kind === "directory") return;
    if (node) {
      throw new PondError("not-a-directory", `cannot make ${path}: it is a ${node.kind}`);
    }
    await this.#makeParents(path);
    await change.makeDirectory(path);
  }
}

/** A series where a column is known as a time column, or named as one. */
function kindOf(source: ByteSource, label: string, timeColumn?: string): "table" | "series" {
  if (timeColumn !== undefined) return "series";
  const type = findTimeColumn(readParquetFooter(source, label).columns)?.type;
  return type && isMoment(type) ? "series" : "table";
}

async function nodeAt(change: PondChange, path: string): Promise<Node | undefined> {
  try {
    return await change.tree.resolve(path);
  } catch (error) {
    if (isPondError(error, "not-found")) return undefined;
    throw error;
  }
}
