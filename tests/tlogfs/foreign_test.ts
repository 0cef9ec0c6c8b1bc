/**
 * Commits of other writers in a pond's log, as delta-rs and Spark write them: pond goes on with
 * them, or refuses by name.
 */
import { type MemoryStore, memoryStore } from "../store/memory.ts";
import type { Store } from "../../lib/store/mod.ts";
import { checkTlog, createTlog, openTlog } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertMatch, assertOk } from "../deps.ts";
import { commitFile } from "../delta/support.ts";
import { codeOf, fileAt, readText, tlogOptions, transact, write } from "./fixture.ts";

const encoder = new TextEncoder();

async function put(store: Store, name: string, content: string | Uint8Array): Promise<void> {
  const writer = await store.create(name);
  await writer.write(typeof content === "string" ? encoder.encode(content) : content);
  writer.close();
}

interface Add {
  readonly path: string;
  readonly size: number;
  readonly stats?: string;
  readonly [member: string]: unknown;
}

async function pondOf() {
  const store = memoryStore();
  const options = tlogOptions(store);
  const tlog = await createTlog(options);
  for (const name of ["a", "b", "c"]) await transact(tlog, (t) => write(t, `/${name}`, name));
  const adds: Add[] = [];
  for (let version = 0; version <= 3; version++) adds.push(...await addsOf(store, version));
  return { store, options, adds };
}

async function addsOf(store: Store, version: number): Promise<Add[]> {
  const lines = new TextDecoder().decode(await store.read(commitFile(version))).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line).add).filter(Boolean);
}

/**
 * The lines of a commit that puts copies of the files in place of them, in the words of its writer.
 */
async function rewritten(store: Store, adds: readonly Add[], more: object, dataChange = false) {
  const lines: object[] = [];
  for (const { path, size } of adds) {
    lines.push({
      remove: {
        path,
        dataChange,
        deletionTimestamp: Date.now(),
        extendedFileMetadata: true,
        partitionValues: {},
        size,
        ...more,
      },
    });
  }
  for (const [i, add] of adds.entries()) {
    const path = `part-0000${i}-00000000-0000-4000-8000-00000000000${i}-c000.snappy.parquet`;
    await put(store, `data/${path}`, await store.read(`data/${add.path}`));
    lines.push({ add: { ...add, path, dataChange, ...more } });
  }
  return lines;
}

const WRITERS = {
  "delta-rs optimize": {
    info: { operation: "OPTIMIZE", engineInfo: "delta-rs:py-1.6.6", clientVersion: "delta-rs" },
    more: {
      tags: null,
      baseRowId: null,
      defaultRowCommitVersion: null,
      clusteringProvider: null,
      deletionVector: null,
    },
    dataChange: false,
  },
  "Spark optimize": {
    info: {
      operation: "OPTIMIZE",
      operationParameters: { predicate: "[]", zOrderBy: "[]" },
      engineInfo: "Apache-Spark/4.0 Delta-Lake/4.0",
      isolationLevel: "SnapshotIsolation",
      operationMetrics: { numRemovedFiles: "4" },
    },
    more: { tags: { MIN_INSERTION_TIME: "1", INSERTION_TIME: "1" }, stats: undefined },
    dataChange: false,
  },
  "an overwrite of all rows": {
    info: { operation: "WRITE", operationParameters: { mode: "Overwrite" } },
    more: { tags: null },
    dataChange: true,
  },
} as const;

for (const [name, { info, more, dataChange }] of Object.entries(WRITERS)) {
  Deno.test(`after ${name}: reading, writing, maintenance and the check go on`, async () => {
    const { store, options, adds } = await pondOf();
    const lines = [
      { commitInfo: { timestamp: Date.now(), ...info } },
      ...await rewritten(store, adds, more, dataChange),
    ];
    await put(store, commitFile(4), lines.map((line) => JSON.stringify(line) + "\n").join(""));
    // One without any action, as vacuum writes.
    await put(store, commitFile(5), '{"commitInfo":{"operation":"VACUUM START"}}');
    const tlog = await openTlog(options);
    assertEquals(await readText(tlog, "/b"), "b");
    await tlog.maintain({ argv: ["maintain"] });
    await transact(tlog, (t) => write(t, "/d", "d"));
    await tlog.maintain({ argv: ["maintain"], keepDays: 0 });
    const again = await openTlog(options);
    for (const path of ["/a", "/b", "/c", "/d"]) {
      assertEquals(await readText(again, path), path.slice(1));
    }
    const wrong = (await checkTlog(options)).filter(({ severity }) => severity === "error");
    assertEquals(wrong, []);
    assertOk((await tlog.stats()).nodes === 4);
  });
}

Deno.test("a table that another tool gave other columns is refused by name, and the state before can be read", async () => {
  const { store, options } = await pondOf();
  const field = { name: "a", type: "long", nullable: true, metadata: {} };
  const metaData = {
    id: "00000000-0000-4000-8000-000000000000",
    name: null,
    description: null,
    format: { provider: "parquet", options: {} },
    schemaString: JSON.stringify({ type: "struct", fields: [field] }),
    partitionColumns: [],
    createdTime: 1,
    configuration: {},
  };
  const lines = [{ commitInfo: { operation: "WRITE" } }, { metaData }];
  await put(store, commitFile(4), lines.map((line) => JSON.stringify(line) + "\n").join(""));
  const tlog = await openTlog(options);
  const works = [
    () => tlog.snapshot(),
    () => tlog.begin({ argv: [] }),
    () => tlog.maintain({ argv: [] }),
    () => tlog.stats(),
  ];
  for (const work of works) assertEquals(await codeOf(work()), "unsupported");
  assertMatch((await checkTlog(options))[0]!.why, /another tool changed its table: column part_id/);
  assertEquals((await tlog.snapshot({ transaction: 3 })).transaction, 3);
});

Deno.test("a data file of the newest state that is gone is damage; one of an older state was dropped", async () => {
  const { store, options } = await pondOf();
  const files = (store as MemoryStore).contents();
  const gone = (await addsOf(store, 3))[0]!.path;
  files.delete(`data/${gone}`);
  const damaged = { ...options, store: memoryStore(files) };
  const tlog = await openTlog(damaged);
  assertEquals(await codeOf(readText(tlog, "/c")), "corrupt");
  const whole = await openTlog(options);
  const before = await whole.snapshot();
  await whole.maintain({ argv: [] });
  await store.remove(`data/${gone}`);
  const { root } = before;
  assertEquals(await codeOf((async () => await root.get("c"))()), "expired");
  assertEquals(await readText(whole, "/c"), "c");
});

Deno.test("writeFile: a kind that must be is not that of another node", async () => {
  const { options } = await pondOf();
  const tlog = await openTlog(options);
  const table = (t: Parameters<Parameters<typeof transact>[1]>[0]) =>
    t.writeFile("/a", empty(), { kind: "table", mustBeKind: true });
  assertEquals(await codeOf(transact(tlog, table)), "exists");
  assertEquals((await fileAt(tlog, "/a")).kind, "data");
});

async function* empty(): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new Uint8Array(0));
}
