import { PondError } from "../base/mod.ts";
import type { PondChange } from "../pond/mod.ts";
import { readChunks } from "../table/mod.ts";
import type { ConvertedOnce, FileNode } from "../tinyfs/mod.ts";
import type { IngestOptions } from "./ingest_api.ts";
import { type TakenFile, takenFiles, type TakenPart } from "./ingest_memory.ts";
import { makeDirectories } from "./mkdir.ts";
import { canonicalPath, entryPath, nodeAt } from "./tree_facts.ts";

/** What is recorded beside rows that are appended. */
export interface AppendedFacts {
  readonly label: string;
  readonly timeColumn: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Whether bytes that are there already may be appended once more. */
  readonly again: boolean;
}

/** A series that rows go into. */
export interface Destination {
  readonly path: string;
  /** Null where nothing is yet. */
  readonly node: FileNode | null;
  /** What it has taken, newest first. */
  readonly taken: readonly TakenFile[];
  /** Whether one of its versions has these very bytes. */
  holds(sha256: string): boolean;
  append(rows: ConvertedOnce, facts: AppendedFacts): Promise<void>;
  remember(part: TakenPart): void;
}

/** The series that sources go into, one or one for each; each is looked at once. */
export class Destinations {
  readonly #change: PondChange;
  readonly #options: IngestOptions;
  readonly #known = new Map<string, Promise<Destination>>();
  #isDirectory: Promise<boolean> | undefined;

  constructor(change: PondChange, options: IngestOptions) {
    this.#change = change;
    this.#options = options;
  }

  /**
   * Where a source goes that is called `stem`. @throws {PondError} `exists` where something else is
   */
  async of(stem: string): Promise<Destination> {
    const path = canonicalPath(this.#options.destination);
    this.#isDirectory ??= nodeAt(this.#change.tree, path).then((node) =>
      node?.kind === "directory" || this.#options.destination.endsWith("/")
    );
    const target = await this.#isDirectory ? entryPath(path, stem) : path;
    const known = this.#known.get(target) ?? this.#look(target);
    this.#known.set(target, known);
    return await known;
  }

  async #look(path: string): Promise<Destination> {
    const change = this.#change;
    const { allowTypeChange = false, makeParents, onNote } = this.#options;
    if (makeParents) await makeDirectories(change, parentOf(path));
    const existing = await nodeAt(change.tree, path);
    if (existing && (existing.kind !== "series" || existing.factory !== null)) {
      const what = existing.factory === null ? `a ${existing.kind}` : "computed";
      throw new PondError("exists", `cannot ingest into ${path}: it is ${what}`, {
        hint: "name a stored series, or a path where nothing is",
      });
    }
    const target = existing?.path ?? path;
    await change.dependsOn(target);
    let node: FileNode | null = existing ?? null;
    let taken = existing ? await takenFiles(existing) : [];
    const hashes = new Set((await existing?.versions?.() ?? []).map(({ sha256 }) => sha256));
    let newest = taken.length;
    return {
      path: target,
      get node() {
        return node;
      },
      get taken() {
        return taken;
      },
      holds: (sha256) => hashes.has(sha256),
      async append(rows, { timeColumn, attributes, again }) {
        await change.writeFile(target, readChunks(rows.source, { reuse: true }), {
          kind: "series",
          mustBeKind: true,
          again,
          allowTypeChange,
          onWidening: onNote,
          attributes,
          ...(timeColumn === null || node ? {} : { timeColumn }),
        });
        node = await change.tree.resolve(target) as FileNode;
      },
      remember(part) {
        const rest = taken.filter(({ parts }) => parts[0]!.file !== part.file);
        const known = taken.find(({ parts }) => parts[0]!.file === part.file);
        taken = [{ parts: [...known?.parts ?? [], { ...part, version: ++newest }] }, ...rest];
      },
    };
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}
