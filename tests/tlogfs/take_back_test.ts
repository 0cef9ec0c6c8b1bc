import { isPondError } from "../../lib/base/mod.ts";
import { type DirectoryNode, resolveNode } from "../../lib/tinyfs/mod.ts";
import type { Tlog, TreeTransaction } from "../../lib/tlogfs/mod.ts";
import { assertEquals } from "../deps.ts";
import {
  chunks,
  codeOf,
  fileAt,
  fixture,
  parquet,
  readText,
  transact,
  treeOf,
  write,
} from "./fixture.ts";
import { maintained } from "./maintain_support.ts";

const tree = async (tlog: Tlog) => await treeOf((await tlog.snapshot()).root);

/** A generator of whole numbers below a bound, from a seed. */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PLACES = ["a", "b", "d", "d/a", "d/e", "d/e/f", "g"];

/** One random change; one that can't be made is none. */
async function change(t: TreeTransaction, next: (below: number) => number): Promise<void> {
  const [path, other] = [PLACES[next(PLACES.length)]!, PLACES[next(PLACES.length)]!];
  const what = next(6);
  try {
    if (what === 0) await t.makeDirectory(path);
    else if (what === 1) await t.remove(path, { recursive: true });
    else if (what === 2) await t.move(path, other);
    else if (what === 3) await t.makeLink(path, `/${other}`);
    else await write(t, path, `text ${next(1000)}`);
  } catch (error) {
    if (!isPondError(error)) throw error;
  }
}

Deno.test("restore, undo: whatever was done, the tree is as it was", async () => {
  const runs = Number(Deno.env.get("POND_MODEL_RUNS") ?? 12);
  for (let seed = 1; seed <= runs; seed++) {
    const next = chance(seed);
    const { tlog, open } = await fixture();
    const states = [await tree(tlog)];
    while (states.length < 12) {
      const made = await transact(tlog, async (t) => {
        for (let left = 1 + next(3); left > 0; left--) await change(t, next);
      });
      if (made !== null) states[made] = await tree(tlog);
    }
    const last = states.length - 1;
    const undone = await transact(tlog, (t) => t.undo(last));
    assertEquals(await tree(await open()), states[last - 1], `seed ${seed}: undo ${last}`);
    if (undone !== null) {
      await transact(tlog, (t) => t.undo(undone));
      assertEquals(await tree(tlog), states[last], `seed ${seed}: undo of undo`);
    }
    const to = next(last);
    await transact(tlog, (t) => t.restore("/", to));
    assertEquals(await tree(await open()), states[to], `seed ${seed}: restore / to ${to}`);
    // And it goes on from there.
    await transact(tlog, (t) => write(t, "new", "after"));
    assertEquals((await tree(tlog))["/new"], "after");
  }
});

Deno.test("restore: a removed subtree comes back with its ids and versions, and nothing else changes", async () => {
  const { tlog, open } = await fixture();
  await transact(tlog, async (t) => {
    await t.makeDirectory("d");
    await t.makeDirectory("d/e");
    await write(t, "d/e/f", "one");
    await write(t, "d/g", "beside");
  });
  await transact(tlog, (t) => write(t, "d/e/f", "two"));
  const id = (await fileAt(tlog, "d/e/f")).id;
  await transact(tlog, (t) => t.remove("d", { recursive: true }));
  const transaction = await tlog.begin({ argv: ["test"] });
  assertEquals(await transaction.lastSeen("/d/e/f"), 2);
  const changes = await transaction.restore("/d/e", 2);
  assertEquals(changes.map(({ path, action }) => `${action} ${path}`).sort(), [
    "restored /d",
    "restored /d/e",
    "restored /d/e/f",
  ]);
  await transaction.commit();
  const fresh = await open();
  assertEquals(await tree(fresh), { "/d": null, "/d/e": null, "/d/e/f": "two" });
  const file = await fileAt(fresh, "d/e/f");
  assertEquals(file.id, id);
  assertEquals((await file.versions!()).map(({ version }) => version), [1, 2]);
  assertEquals(await readText(fresh, "d/e/f", 1), "one");
  await transact(fresh, (t) => write(t, "d/e/f", "three"));
  assertEquals((await (await fileAt(fresh, "d/e/f")).versions!()).length, 3);
});

Deno.test("restore: contents beside the log are shared, not copied", async () => {
  const { tlog, store } = await fixture();
  const large = "x".repeat(100_000);
  await transact(tlog, (t) => write(t, "f", large));
  await transact(tlog, (t) => write(t, "f", "small"));
  const blobs = async () => (await store.list("blobs")).length;
  const before = await blobs();
  await transact(tlog, (t) => t.restoreVersion("f", 1));
  assertEquals(await readText(tlog, "f"), large);
  assertEquals(await blobs(), before);
  assertEquals((await (await fileAt(tlog, "f")).stat()).version, 3);
});

Deno.test("restore: what never was, what is in the way, what stands on it", async () => {
  const { tlog } = await fixture();
  await transact(tlog, (t) => write(t, "f", "one"));
  await transact(tlog, (t) => t.move("f", "g"));
  await transact(tlog, (t) => write(t, "g", "two"));
  assertEquals(await codeOf(transact(tlog, (t) => t.restore("/x", 1))), "not-found");
  assertEquals(await codeOf(transact(tlog, (t) => t.lastSeen("/x"))), "not-found");
  assertEquals(await codeOf(transact(tlog, (t) => t.undo(2))), "invalid-input");
  assertEquals(await codeOf(transact(tlog, (t) => t.undo(9))), "invalid-input");
  assertEquals(await codeOf(transact(tlog, (t) => t.restoreVersion("g", 9))), "not-found");
  assertEquals(await codeOf(transact(tlog, (t) => t.withdraw("g", 1))), "invalid-input");
  // Moved back, with the content that it had.
  await transact(tlog, (t) => t.restore("/f", 1));
  assertEquals(await tree(tlog), { "/f": "one" });
});

/**
 * A series with a version for each list of values; its rows by SQL's eyes are the parts that it is
 * made of.
 */
async function series(tlog: Tlog, path: string, values: readonly number[][]): Promise<void> {
  for (const [i, each] of values.entries()) {
    const bytes = await parquet(each.map((value) => BigInt(i * 60_000_000 + value * 1_000_000)));
    await transact(tlog, (t) => t.writeFile(path, chunks(bytes), { kind: "series" }));
  }
}

async function rowsOf(tlog: Tlog, path: string): Promise<number | null> {
  const node = await resolveNode((await tlog.snapshot()).root as DirectoryNode, path, {
    followLast: true,
  });
  return node.kind === "series" ? (await node.table!.describe()).rows : null;
}

Deno.test("withdraw: a version is no part of its series, and can be again; an append follows", async () => {
  const { tlog } = await fixture();
  await series(tlog, "s", [[1, 2], [3, 4, 5], [6]]);
  await transact(tlog, (t) => t.withdraw("s", 2));
  assertEquals(await rowsOf(tlog, "s"), 3);
  await series(tlog, "s", [[7]]);
  assertEquals(await rowsOf(tlog, "s"), 4);
  assertEquals((await (await fileAt(tlog, "s")).versions!()).length, 4);
  await transact(tlog, (t) => t.withdraw("s", 4));
  await transact(tlog, (t) => t.move("s", "r"));
  assertEquals(await rowsOf(tlog, "r"), 3);
  await transact(tlog, (t) => t.restoreVersion("r", 2));
  assertEquals(await rowsOf(tlog, "r"), 6);
  assertEquals(await codeOf(transact(tlog, (t) => t.restoreVersion("r", 2))), "invalid-input");
  // As it was after its second version, and undone again.
  const back = await transact(tlog, (t) => t.restore("/s", 2));
  assertEquals(await rowsOf(tlog, "s"), 5);
  await transact(tlog, (t) => t.undo(back!));
  assertEquals(await rowsOf(tlog, "r"), 6);
});

Deno.test("withdraw: out of versions that were merged, and the log tells", async () => {
  const { tlog, maintain } = await maintained();
  await series(tlog, "s", [[1, 2], [3, 4, 5], [6], [7]]);
  await maintain();
  assertEquals(await rowsOf(tlog, "s"), 7);
  await transact(tlog, (t) => t.withdraw("s", 2));
  assertEquals(await rowsOf(tlog, "s"), 4);
  await maintain();
  assertEquals(await rowsOf(tlog, "s"), 4);
  await transact(tlog, (t) => t.restoreVersion("s", 2));
  assertEquals(await rowsOf(tlog, "s"), 7);
  const [newest] = await Array.fromAsync(tlog.log());
  assertEquals(newest!.changes.map(({ action, path, version }) => [action, path, version]), [
    ["restored", "/s", 2],
  ]);
});

Deno.test("restore: a removed node survives maintenance; content that was let go is expired", async () => {
  const { tlog, maintain } = await maintained();
  await transact(tlog, (t) => write(t, "f", "one"));
  await transact(tlog, (t) => write(t, "f", "two"));
  const seen = await transact(tlog, (t) => write(t, "g", "other"));
  await transact(tlog, (t) => t.remove("g"));
  await maintain();
  await transact(tlog, (t) => t.restore("/g", seen!));
  assertEquals(await readText(tlog, "g"), "other");
  await maintain({ keepVersions: 1, keepDays: 0 });
  assertEquals(await codeOf(transact(tlog, (t) => t.restoreVersion("f", 1))), "expired");
});
