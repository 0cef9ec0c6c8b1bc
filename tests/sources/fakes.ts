import { type Environment, PondError, systemEnvironment } from "../../lib/base/mod.ts";
import type { convertText } from "../../lib/convert/mod.ts";
import { openResultCache, type ResultCache } from "../../lib/cache/mod.ts";
import { createTableServices } from "../../lib/sources/mod.ts";
import { createSqlEngine, type SqlEngine } from "../../lib/sql/mod.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { memoryStore } from "../store/memory.ts";
import { memorySource, type Relation } from "../../lib/table/mod.ts";
import { compileGlob, parsePath } from "../../lib/paths/mod.ts";
import type { FileNode, Node, TableServices, TreeReader } from "../../lib/tinyfs/mod.ts";
import { fixtureBytes } from "../parquet/fixtures.ts";

/** Table services over a cache in memory, with what they said and did. */
export interface World {
  readonly services: TableServices;
  readonly cache: ResultCache;
  readonly engine: SqlEngine;
  readonly warnings: string[];
  /** Texts that were converted, in order. */
  readonly converted: string[];
  nowUs: bigint;
  /** Called before each conversion. */
  onConvert?: () => void;
}

/**
 * Started here, since what it opens while it starts would count as a leak of the test that needs it
 * first.
 */
const realEngine = createSqlEngine();
await realEngine.columns({ sql: "SELECT 1 AS a", relations: new Map() });

/**
 * A world whose conversions write `zstd.parquet`, whatever the text; SQL runs on the real engine.
 */
export function newWorld(
  options: {
    cache?: ResultCache;
    parquet?: string;
    engine?: SqlEngine;
    convert?: typeof convertText;
  } = {},
): World {
  const warnings: string[] = [];
  const converted: string[] = [];
  const environment: Environment = { ...systemEnvironment, nowUs: () => world.nowUs };
  const warn = (message: string) => void warnings.push(message);
  const cache = options.cache ??
    openResultCache(memoryStore(), { environment, limitBytes: 1 << 30, warn });
  const engine = options.engine ?? realEngine;
  const fake = fakeConversion((text) => {
    world.onConvert?.();
    converted.push(text);
    return fixtureBytes(options.parquet ?? "zstd.parquet");
  });
  const services = createTableServices({
    engine: () => Promise.resolve(engine),
    ...(options.engine ? {} : { convertText: options.convert ?? fake }),
    cache,
    environment,
    warn,
  });
  const world: World = {
    services,
    cache,
    engine,
    warnings,
    converted,
    nowUs: BigInt(Date.UTC(2026, 0, 1)) * 1000n,
  };
  return world;
}

/** A conversion that writes what `convert` gives for the text. */
function fakeConversion(convert: (text: string) => Uint8Array): typeof convertText {
  return (source, target) => {
    const bytes = new Uint8Array(source.sizeBytes);
    source.readSync(0, bytes);
    const parquet = convert(new TextDecoder().decode(bytes));
    target.writeSync(parquet, 0);
    const { rows, columns } = readParquetFooter(memorySource(parquet, ""), "fixture");
    return Promise.resolve({
      rows,
      columns,
      sizeBytes: parquet.length,
      timeColumn: null,
      passedOver: [],
      unfinished: null,
    });
  };
}

/** A host file as a node: its key has size and time, and no hash. */
export interface FakeFile extends FileNode {
  bytes: Uint8Array;
  modifiedUs: bigint;
}

/** A data file at `path`, last modified long ago. */
export function dataFile(path: string, content: string | Uint8Array): FakeFile {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    kind: "data",
    path,
    id: path,
    factory: "hostmount",
    table: null,
    bytes,
    modifiedUs: 1000n,
    stat() {
      const sizeBytes = this.bytes.length;
      return Promise.resolve({ version: 1, sizeBytes, modifiedUs: this.modifiedUs, sha256: null });
    },
    open() {
      return Promise.resolve(
        memorySource(this.bytes, `${path} ${this.bytes.length} ${this.modifiedUs}`),
      );
    },
  };
}

/** A table or series whose relation is `relation`. */
export function tableNode(
  path: string,
  kind: "table" | "series",
  relation: (chain: readonly string[]) => Promise<Relation>,
): FileNode {
  return {
    kind,
    path,
    id: path,
    factory: null,
    stat: () =>
      Promise.resolve({ version: 1, sizeBytes: null, modifiedUs: null, sha256: "0".repeat(64) }),
    open: () => Promise.reject(new Error("not opened in these tests")),
    table: {
      describe: () => Promise.reject(new Error("not described in these tests")),
      relation: ({ chain }) => relation(chain),
    },
  };
}

/** A tree of the given nodes. */
export function treeOf(nodes: readonly Node[]): TreeReader {
  return {
    resolve: (path) => {
      const found = nodes.find((node) => node.path === `/${parsePath(path).join("/")}`);
      return found
        ? Promise.resolve(found)
        : Promise.reject(new PondError("not-found", `no ${path}`));
    },
    glob: async function* (pattern) {
      const glob = compileGlob(pattern);
      for (const node of nodes) {
        const captures = glob.match(parsePath(node.path));
        if (captures) yield { path: node.path, node, captures };
      }
    },
  };
}

/** All rows of `relation`, as one JSON value a row. */
export async function rowsOf(engine: SqlEngine, relation: Relation): Promise<unknown[]> {
  const relations = new Map([["source", relation]]);
  await using result = await engine.run({ sql: "SELECT * FROM source", relations });
  const { encodeJson } = await import("../../lib/encode/mod.ts");
  let text = "";
  for await (const chunk of encodeJson(result)) text += new TextDecoder().decode(chunk);
  return JSON.parse(text);
}
