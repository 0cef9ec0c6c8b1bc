import { ROOT_ID } from "../../lib/base/mod.ts";
import { openDeltaTable } from "../../lib/delta/mod.ts";
import { faultyStore, type StoreOperation } from "../store/faulty.ts";
import { memoryStore } from "../store/memory.ts";
import { openTlog, type TreeTransaction } from "../../lib/tlogfs/mod.ts";
import { encodeRow } from "../../lib/tlogfs/rows/oplog_columns.ts";
import { rootRow } from "../../lib/tlogfs/read/tree_root.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import {
  chunks,
  codeOf,
  fileAt,
  fixture,
  readBytes,
  tlogOptions,
  transact,
  treeOf,
  write,
} from "./fixture.ts";

const LARGE = "large ".repeat(20_000);

/** A tree of two transactions, as files. */
async function startingFiles(): Promise<Map<string, Uint8Array>> {
  const store = memoryStore();
  const { tlog } = await fixture({ store });
  await transact(tlog, async (t) => {
    await t.makeDirectory("d");
    await write(t, "d/f", "one");
    await write(t, "g", "gone soon");
  });
  await transact(tlog, (t) => write(t, "d/f", "two"));
  return store.contents();
}

/** A bit of everything. */
async function change(transaction: TreeTransaction): Promise<void> {
  await write(transaction, "d/f", "three");
  await write(transaction, "d/large", LARGE);
  await transaction.move("d", "e");
  await transaction.remove("g");
  await transaction.makeLink("l", "e/f");
}

const OLD = { "/d": null, "/d/f": "two", "/g": "gone soon" };
const NEW = { "/e": null, "/e/f": "three", "/e/large": LARGE, "/l": "->e/f" };

async function treeIn(files: Map<string, Uint8Array>) {
  const tlog = await openTlog(tlogOptions(memoryStore(files), 7));
  const tree = await treeOf((await tlog.snapshot()).root);
  // Whatever was left behind, the next writer writes.
  await transact(tlog, (t) => write(t, "after", "x"));
  return tree;
}

/**
 * Changes the tree through a store whose operations pass `before`; tells whether success was
 * reported.
 */
async function attempt(
  files: Map<string, Uint8Array>,
  before: (operation: StoreOperation) => "short" | undefined,
) {
  const store = memoryStore(files);
  let operations = 0;
  const faulty = faultyStore(store, {
    before: (operation) => {
      operations = operation.index + 1;
      return before(operation);
    },
  });
  let isReported = false;
  try {
    const tlog = await openTlog(tlogOptions(faulty, 3));
    const transaction = await tlog.begin({ argv: [] });
    try {
      await change(transaction);
      isReported = await transaction.commit() !== null;
    } catch {
      await transaction.abort();
    }
  } catch {
    // Opening, or tidying up, failed: nothing was reported.
  }
  return { store, isReported, operations };
}

function fail(operation: StoreOperation): never {
  throw Object.assign(new Error(`no luck with ${operation.kind}`), { code: "EIO" });
}

Deno.test("commit: whatever operation fails once, the tree is old or new, and new when reported", async () => {
  const files = await startingFiles();
  const { operations, isReported } = await attempt(files, () => undefined);
  assertOk(isReported && operations > 25, `${operations}`);
  for (let n = 0; n < operations; n++) {
    for (const short of [false, true]) {
      const tried = await attempt(files, (operation) => {
        if (operation.index !== n) return undefined;
        return short && operation.kind === "write" ? "short" : fail(operation);
      });
      const tree = await treeIn(tried.store.contents());
      assertEquals(tree, tried.isReported || "/e" in tree ? NEW : OLD, `operation ${n}`);
    }
  }
});

Deno.test("commit: stopped before any operation, the tree is old or new", async () => {
  const files = await startingFiles();
  const { operations } = await attempt(files, () => undefined);
  for (let n = 0; n < operations; n++) {
    const tried = await attempt(
      files,
      (operation) => operation.index >= n ? fail(operation) : undefined,
    );
    const tree = await treeIn(tried.store.contents());
    assertEquals(tree, tried.isReported || "/e" in tree ? NEW : OLD, `operation ${n}`);
  }
});

Deno.test("open: a blob that is gone or cut is corrupt, its siblings are read", async () => {
  const { tlog, store } = await fixture();
  await transact(tlog, (t) => t.writeFile("large", chunks(LARGE), {}));
  await transact(tlog, (t) => write(t, "small", "x"));
  const [directory] = await store.list("blobs");
  const [blob] = await store.list(`blobs/${directory!.name}`);
  const name = `blobs/${directory!.name}/${blob!.name}`;
  const bytes = await store.read(name);
  await store.remove(name);
  assertEquals(await codeOf(readBytes(await fileAt(tlog, "large"))), "corrupt");
  const writer = await store.create(name);
  await writer.write(bytes.subarray(1));
  writer.close();
  assertEquals(await codeOf(readBytes(await fileAt(tlog, "large"))), "corrupt");
  assertEquals((await readBytes(await fileAt(tlog, "small"))).length, 1);
});

Deno.test("writeFile: the same large content again heals a damaged blob", async () => {
  const { tlog, store } = await fixture();
  await transact(tlog, (t) => t.writeFile("a", chunks(LARGE), {}));
  const [directory] = await store.list("blobs");
  const [blob] = await store.list(`blobs/${directory!.name}`);
  await store.remove(`blobs/${directory!.name}/${blob!.name}`);
  await transact(tlog, (t) => t.writeFile("b", chunks(LARGE), {}));
  assertEquals((await readBytes(await fileAt(tlog, "a"))).length, LARGE.length);
  assertEquals((await tlog.stats()).blobs, 1);
});

Deno.test("begin: unfinished writes are swept when they are a day old", async () => {
  const store = memoryStore();
  const { tlog, environment } = await fixture({ store });
  await (await store.create("tmp/blob-11111111-1111-4111-8111-111111111111")).write(
    new Uint8Array(1),
  );
  environment.timeUs = BigInt(Date.now()) * 1000n;
  await tlog.begin({ argv: [] });
  assertEquals((await tlog.stats()).leftovers, 1);
  environment.timeUs += 2n * 86_400_000_000n;
  await tlog.begin({ argv: [] });
  assertEquals((await tlog.stats()).leftovers, 0);
});

Deno.test("openTlog: where no pond is, the error says so", async () => {
  const error = await assertRejects(() => openTlog(tlogOptions(memoryStore())));
  assertOk(error.message.startsWith("cannot open the pond in memory"), error.message);
});

Deno.test("list: a name that no path can say, forged into the log, is corrupt", async () => {
  for (const name of ["../../etc", "a/b", "..", ""]) {
    const store = memoryStore();
    const { environment } = await fixture({ store });
    const table = await openDeltaTable(store, { environment });
    const forged = { ...rootRow(0n), partId: ROOT_ID, nodeId: "f".repeat(32), name };
    const base = await table.snapshot();
    await table.commit({ base, txnId: "forged", rows: () => [encodeRow(forged)] });
    const tlog = await openTlog(tlogOptions(store));
    assertEquals(await codeOf(treeOf((await tlog.snapshot()).root)), "corrupt", name);
  }
});
