import { isSuperseded, openDeltaTable } from "../../lib/delta/mod.ts";
import { faultyStore } from "../store/faulty.ts";
import { memoryStore } from "../store/memory.ts";
import { walkNodes } from "../../lib/tinyfs/mod.ts";
import { checkTlog, createTlog, openTlog, type Tlog } from "../../lib/tlogfs/mod.ts";
import { deltaOptions } from "../../lib/tlogfs/rows/delta_options.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { fileAt, parquet, readText, tlogOptions, transact, write } from "./fixture.ts";
import { append, maintained, rowsOf } from "./maintain_support.ts";
import { stageRows } from "../delta/stage_rows.ts";

const T0 = 1_767_225_600_000_000n;
const VERSIONS = 130;

/**
 * A pond of files with a past, and where it went: a moved file, a removed one, a name that was
 * taken again, links, a series.
 */
async function aged() {
  const pond = await maintained();
  const { tlog } = pond;
  await transact(tlog, async (t) => {
    await t.makeDirectory("/d");
    await write(t, "/was", "0");
    await write(t, "/gone", "once");
    await t.makeLink("/d/l1", "x");
    await t.makeLink("/d/l2", "x");
  });
  for (let i = 1; i <= VERSIONS; i++) {
    await transact(tlog, async (t) => {
      await write(t, "/d/f", `${i}`);
      await write(t, "/was", `${i}`);
      for (const link of ["/d/l1", "/d/l2"]) {
        await t.remove(link);
        await t.makeLink(link, `to ${i}`);
      }
    });
    if (i <= 3) await append(tlog, "/s", await parquet([T0 + BigInt(i)]));
    if (i === 100) await transact(tlog, (t) => t.remove("/gone"));
  }
  await transact(tlog, (t) => t.move("/was", "/d/is"));
  await transact(tlog, (t) => write(t, "/was", "another"));
  return pond;
}

/**
 * What a recursive listing shows, with the newest text of each file; a series has all its past in
 * it.
 */
async function newestOf(tlog: Tlog): Promise<Record<string, string | null>> {
  const tree: Record<string, string | null> = {};
  const onProblem = (problem: Error) => {
    throw problem;
  };
  for await (const { path, node } of walkNodes((await tlog.snapshot()).root, "/", { onProblem })) {
    if (node.kind === "symlink") tree[path] = node.target;
    else if (node.kind === "data") tree[path] = await readText(tlog, path);
    else tree[path] = null;
  }
  return tree;
}

/** All that one can ask for. */
async function answers(tlog: Tlog) {
  const versions = async (path: string) => await (await fileAt(tlog, path)).versions!();
  return {
    tree: await newestOf(tlog),
    old: [await readText(tlog, "/d/f", 1), await readText(tlog, "/d/is", 7)],
    versions: [await versions("/d/f"), await versions("/d/is"), await versions("/was")],
    series: await rowsOf(tlog, "/s"),
    log: (await Array.fromAsync(tlog.log())).filter(({ maintenance }) => !maintenance),
  };
}

Deno.test("maintain: with superseded rows apart, every answer is what it was", async () => {
  const { tlog, options, maintain } = await aged();
  const table = await openDeltaTable(options.store, deltaOptions(options));
  const before = await answers(tlog);
  assertEquals(before.tree["/was"], "another");
  const planned = await maintain({ dryRun: true });
  const done = await maintain();
  assertEquals([planned.filesAfter, done.filesAfter], [2, 2]);
  assertEquals((await table.snapshot()).files.map(isSuperseded), [false, true]);
  assertEquals(await answers(tlog), before);
  assertEquals(await answers(await openTlog(options)), before);
  assertEquals(await checkTlog(options), []);
  assertEquals((await maintain()).transactions, []);
  await transact(tlog, async (t) => {
    await t.remove("/d/is");
    await write(t, "/d/f", "last");
  });
  assertEquals(await readText(tlog, "/d/f"), "last");
  await maintain({ keepVersions: 1, keepDays: 0 });
  const tree = await newestOf(await openTlog(options));
  const { "/d/is": _, ...others } = before.tree;
  assertEquals(tree, { ...others, "/d/f": "last" });
  assertEquals(await checkTlog(options), []);
});

Deno.test("list: opens no file of superseded rows, nor does reading what is newest", async () => {
  const { store, options, maintain } = await aged();
  await maintain();
  const table = await openDeltaTable(store, deltaOptions(options));
  const [newest, superseded] = (await table.snapshot()).files.map(({ path }) => `data/${path}`);
  const opened = new Set<string>();
  const watched = faultyStore(store, {
    before: ({ kind, name }) => void (kind === "open" && opened.add(name)),
  });
  const tlog = await openTlog({ ...options, store: watched });
  await newestOf(tlog);
  assertEquals([opened.has(newest!), opened.has(superseded!)], [true, false]);
  assertEquals(await readText(tlog, "/d/f", 1), "1");
  assertOk(opened.has(superseded!));
});

Deno.test("checkTlog: finds a newest row in a file of superseded ones", async () => {
  const store = memoryStore();
  const options = tlogOptions(store);
  const tlog = await createTlog(options);
  await transact(tlog, (t) => write(t, "/f", "x"));
  const table = await openDeltaTable(store, deltaOptions(options));
  const base = await table.snapshot();
  const file = base.files.at(-1)!;
  const rows = [];
  for await (const batch of table.read(base, { files: [file] })) rows.push(...batch);
  const adds = [await stageRows({ store, table }, rows, { tags: { "pond.states": "superseded" } })];
  await table.commit({ base, txnId: "t", adds, removes: [file], dataChange: false });
  const findings = (await checkTlog(options)).filter(({ severity }) => severity === "error");
  assertEquals(findings.map(({ path, why }) => [path, why]), [
    ["/f", "it counts as superseded, and nothing newer is there"],
  ]);
});
