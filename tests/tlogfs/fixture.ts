/** A stored tree in memory, and short ways to write and read it. */
import { type Environment, isPondError, type PondError } from "../../lib/base/mod.ts";
import { loadHyparquetWriter } from "../deps_hyparquet_writer.ts";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../../lib/store/mod.ts";
import {
  type DirectoryNode,
  type FileNode,
  type Node,
  resolveNode,
  walkNodes,
} from "../../lib/tinyfs/mod.ts";
import { memorySource, readAll, type Relation } from "../../lib/table/mod.ts";
import {
  createTlog,
  openTlog,
  type Tlog,
  type TlogOptions,
  type TreeTransaction,
} from "../../lib/tlogfs/mod.ts";
import { assertRejects } from "../deps.ts";

const encoder = new TextEncoder();

/** A clock that ticks, and chance from a seed. */
export function testEnvironment(seed = 1): Environment & { timeUs: bigint } {
  let state = seed;
  return {
    timeUs: 1_700_000_000_000_000n,
    nowUs() {
      return this.timeUs += 1000n;
    },
    randomBytes(length) {
      return Uint8Array.from({ length }, () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state >>> 24;
      });
    },
  };
}

export interface Fixture {
  readonly store: Store;
  readonly environment: Environment & { timeUs: bigint };
  readonly tlog: Tlog;
  /** Relations that a series was merged from. */
  readonly merged: Relation[];
  /** A second opening of the same store. */
  open(): Promise<Tlog>;
}

/** What a tree over `store` is opened with. */
export function tlogOptions(store: Store, seed = 1): TlogOptions {
  return {
    store,
    environment: testEnvironment(seed),
    warn: () => {},
    openDynamic: (row) => Promise.resolve(dynamicFile(row)),
    mergeSeries: () => Promise.reject(new Error("nothing to merge here")),
  };
}

export async function fixture(
  { store = memoryStore(), seed = 1 }: { store?: Store; seed?: number } = {},
): Promise<Fixture> {
  const environment = testEnvironment(seed);
  const merged: Relation[] = [];
  const options: TlogOptions = {
    store,
    environment,
    warn: (message) => console.error(message),
    openDynamic: (row) => Promise.resolve(dynamicFile(row)),
    mergeSeries: (relation) => {
      merged.push(relation);
      return Promise.resolve(memorySource(encoder.encode("merged"), "merged"));
    },
  };
  return {
    store,
    environment,
    merged,
    tlog: await createTlog(options),
    open: () => openTlog(options),
  };
}

/** A dynamic file that shows its config; directories of the factory `dir` are empty. */
function dynamicFile(row: Parameters<TlogOptions["openDynamic"]>[0]): Node {
  const { path, id, kind, factory, yaml, version, modifiedUs } = row;
  const stat = () => Promise.resolve({ version, sizeBytes: null, modifiedUs, sha256: null });
  const common = { path, id, factory, stat };
  if (kind === "directory") {
    return {
      ...common,
      kind,
      readOnly: true,
      get: () => Promise.resolve(undefined),
      async *list() {},
    };
  }
  const open = () => Promise.resolve(memorySource(encoder.encode(`from ${yaml}`), id));
  return { ...common, kind: "data", table: null, open };
}

/** Runs `work` in one transaction; returns its number. */
export async function transact(
  tlog: Tlog,
  work: (transaction: TreeTransaction) => Promise<unknown>,
): Promise<number | null> {
  const transaction = await tlog.begin({ argv: ["test"] });
  await work(transaction);
  return await transaction.commit();
}

export async function* chunks(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    yield await Promise.resolve(typeof part === "string" ? encoder.encode(part) : part);
  }
}

/** Writes `text` as data. */
export function write(transaction: TreeTransaction, path: string, text: string): Promise<void> {
  return transaction.writeFile(path, chunks(text), {});
}

export async function nodeAt(root: DirectoryNode, path: string): Promise<Node> {
  return await resolveNode(root, path, { followLast: false });
}

export async function fileAt(tlog: Tlog, path: string): Promise<FileNode> {
  return await resolveNode((await tlog.snapshot()).root, path, { followLast: true }) as FileNode;
}

export async function readBytes(file: FileNode, version?: number): Promise<Uint8Array> {
  const source = await file.open(version === undefined ? {} : { version });
  try {
    return readAll(source);
  } finally {
    source.close();
  }
}

export async function readText(tlog: Tlog, path: string, version?: number): Promise<string> {
  return new TextDecoder().decode(await readBytes(await fileAt(tlog, path), version));
}

/** Every path with its text, `->target`, or null for a directory. */
export async function treeOf(root: DirectoryNode): Promise<Record<string, string | null>> {
  const tree: Record<string, string | null> = {};
  const onProblem = (problem: PondError) => {
    throw problem;
  };
  for await (const { path, node } of walkNodes(root, "/", { onProblem })) {
    if (node.kind === "directory") tree[path] = null;
    else if (node.kind === "symlink") tree[path] = `->${node.target}`;
    else tree[path] = new TextDecoder().decode(await readBytes(node));
  }
  return tree;
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await assertRejects(() => work);
  return isPondError(error) ? error.code : String(error);
}

/** A Parquet file with a timestamp column and a value column. */
export async function parquet(
  timesUs: readonly (bigint | null)[],
  { time = "timestamp", statistics = true, value = "value" } = {},
): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await loadHyparquetWriter();
  const dates = timesUs.map((us) => us === null ? null : new Date(Number(us / 1000n)));
  return new Uint8Array(parquetWriteBuffer({
    columnData: [
      { name: time, data: dates, type: "TIMESTAMP", nullable: true },
      { name: value, data: timesUs.map((_, i) => i), type: "DOUBLE" },
    ],
    statistics,
  }));
}
