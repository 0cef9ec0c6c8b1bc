/** A mount shows what the host has now, whatever became of it between two looks. */
import { PondError } from "../../lib/base/mod.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import { testInPond } from "./real_pond.ts";

/** `POND_SCALE=1` lists a host directory of 100,000 files. */
const SCALE = Deno.env.get("POND_SCALE") === "1";

testInPond(
  "hostmount: creations, deletions, renames and changes of type show at the next look",
  async (real) => {
    const { directory, mknod, node, paths, pond } = real;
    await mknod("/m", "hostmount", `directory: ${directory}`);
    // One snapshot of the pond: what changes is the host.
    const reader = await pond.read();
    const names = async () => {
      const mount = await reader.resolve("/m");
      assertOk(mount.kind === "directory");
      return (await Array.fromAsync(mount.list())).map(({ name, node: { kind } }) =>
        `${name} ${kind}`
      );
    };
    assertEquals(await names(), []);
    await Deno.writeTextFile(`${directory}/b`, "one");
    await Deno.mkdir(`${directory}/a`);
    assertEquals(await names(), ["a directory", "b data"]);
    const file = await reader.resolve("/m/b") as FileNode;
    await Deno.writeTextFile(`${directory}/b`, "longer");
    assertEquals((await file.stat()).sizeBytes, 6);
    await Deno.rename(`${directory}/b`, `${directory}/a/c`);
    assertEquals(await names(), ["a directory"]);
    assertEquals(await paths("/m/**"), ["/m", "/m/a", "/m/a/c"]);
    await assertRejects(() => file.open(), PondError, "cannot ");
    assertEquals((await assertRejects(() => file.stat(), PondError)).code, "not-found");
    // A file where a directory was, a directory where a file was.
    await Deno.remove(`${directory}/a`, { recursive: true });
    await Deno.writeTextFile(`${directory}/a`, "file");
    await Deno.mkdir(`${directory}/b`);
    assertEquals(await names(), ["a data", "b directory"]);
    await assertRejects(() => file.open(), PondError);
    await assertRejects(() => node("/m/a/c"), PondError);
    // A link shows as nothing, also where a file was.
    await Deno.remove(`${directory}/a`);
    await Deno.symlink("/etc/passwd", `${directory}/a`);
    assertEquals(await names(), ["b directory"]);
    assertEquals((await assertRejects(() => node("/m/a"), PondError)).code, "not-found");
  },
);

testInPond("csv-directory over hostmount: follows the host, name by name", async (real) => {
  const { directory, mknod, paths, rows } = real;
  await mknod("/m", "hostmount", `directory: ${directory}`);
  await mknod("/c", "csv-directory", "source: /m/**/*.csv\n");
  assertEquals(await paths("/c/**"), ["/c"]);
  await Deno.writeTextFile(`${directory}/x.csv`, "a\n1\n");
  assertEquals(await rows("/c/x.table"), [{ a: 1n }]);
  await Deno.writeTextFile(`${directory}/x.csv`, "a\n2\n");
  assertEquals(await rows("/c/x.table"), [{ a: 2n }]);
  await Deno.rename(`${directory}/x.csv`, `${directory}/y.csv`);
  assertEquals(await paths("/c/*"), ["/c/y.table"]);
  await Deno.remove(`${directory}/y.csv`);
  await Deno.mkdir(`${directory}/y.csv`);
  await Deno.writeTextFile(`${directory}/y.csv/z.csv`, "a\ntext\n");
  assertEquals(await rows("/c/y.csv/z.table"), [{ a: "text" }]);
});

testInPond(
  "mknod --overwrite: what derives from the node is right at once, in one snapshot after",
  async (real) => {
    const { pond, mknod, rows } = real;
    await pond.transact(
      ["test"],
      (change) => change.writeFile("/n.csv", new Blob(["n\n1\n2\n"]).stream(), {}),
    );
    await mknod("/a", "sql-derived-table", "source: csv:///n.csv\n");
    await mknod(
      "/b",
      "sql-derived-table",
      "source: /a\nquery: SELECT sum(n)::INTEGER AS s FROM source\ncache: {refresh: 1d}\n",
    );
    assertEquals(await rows("/b"), [{ s: 3 }]);
    const before = await pond.read();
    await pond.transact(["test"], (change) =>
      change.mknod("/a", {
        factory: "sql-derived-table",
        yaml: "source: csv:///n.csv\nquery: SELECT n * 10 AS n FROM source\n",
        overwrite: true,
      }));
    assertEquals(await rows("/b"), [{ s: 30 }]);
    await using old = await before.query("/b");
    for await (const batch of old.batches) {
      assertEquals(batch.get(0)?.toJSON(), { s: 3 });
    }
  },
);

testInPond(
  "cache.refresh: a level holds its own result while its sources grow and change",
  async (real) => {
    const { directory, pond, mknod, rows } = real;
    const one = (name: string, text: string) =>
      Deno.writeTextFileSync(`${directory}/${name}`, text);
    const top = async (path: string) => (await rows(path) as { s: bigint }[])[0]!.s;
    const sum = "query: SELECT sum(n)::BIGINT AS s FROM source\n";
    one("a.csv", "n\n1\n");
    await mknod("/m", "hostmount", `directory: ${directory}`);
    await mknod("/c", "csv-directory", "source: /m/*.csv\n");
    await mknod("/low", "sql-derived-table", `source: /c/*.table\ncache: {refresh: 1d}\n`);
    await mknod("/high", "sql-derived-table", `source: /low\n${sum}cache: {refresh: 1d}\n`);
    await mknod("/wide", "sql-derived-table", `source: /c/*.table\n${sum}cache: {refresh: 1d}\n`);
    await mknod("/live", "sql-derived-table", `source: /c/*.table\n${sum}cache: {refresh: 0s}\n`);
    const tops = async () => [await top("/high"), await top("/wide"), await top("/live")];
    assertEquals(await tops(), [1n, 1n, 1n]);
    // Another file matches, and the old one is written anew.
    one("b.csv", "n\n10\n");
    one("a.csv", "n\n100\n");
    assertEquals(await tops(), [1n, 1n, 110n]);
    // The level below is computed again; this one holds.
    await pond.cache.clear((path) => path === "/low");
    assertEquals((await rows("/low")).length, 2);
    assertEquals(await tops(), [1n, 1n, 110n]);
    assertEquals((await real.node("/low") as FileNode).kind, "table");
    const described = await (await real.node("/wide") as FileNode).table!.describe();
    assertEquals(described.rows, 1);
    // What is gone is said, and what is kept is there again when it comes back.
    Deno.renameSync(directory, `${directory}.away`);
    await assertRejects(() => top("/wide"), PondError);
    Deno.renameSync(`${directory}.away`, directory);
    assertEquals(await tops(), [1n, 1n, 110n]);
    const explained = await (await pond.read()).explain("/wide");
    const [relation] = explained.relations;
    assertOk(relation?.cache === "hit" && relation.since?.endsWith("Z"), JSON.stringify(relation));
    // A config on the way is another way to compute it.
    await pond.transact(["test"], (change) =>
      change.mknod("/c", {
        factory: "csv-directory",
        yaml: "source: /m/*.csv\ncsv: {null: '10'}\n",
        overwrite: true,
      }));
    assertEquals(await tops(), [100n, 100n, 100n]);
  },
);

testInPond("cache.refresh: the reader of an earlier moment sees what was then", async (real) => {
  const { pond, mknod } = real;
  const write = (text: string) =>
    pond.transact(["test"], (change) => change.writeFile("/n.csv", new Blob([text]).stream(), {}));
  await write("n\n1\n");
  await mknod("/k", "sql-derived-table", "source: csv:///n.csv\ncache: {refresh: 1d}\n");
  const then = (await pond.read()).transaction;
  const seen = async (options: { at?: number } = {}) => {
    const values: unknown[] = [];
    await using result = await (await pond.read(options)).query("/k");
    for await (const batch of result.batches) values.push(...batch.getChildAt(0)!.toArray());
    return values;
  };
  await write("n\n2\n");
  assertEquals(await seen(), [2n]);
  assertEquals(await seen({ at: then }), [1n]);
  await write("n\n3\n");
  assertEquals([await seen(), await seen({ at: then })], [[2n], [1n]]);
});

testInPond(
  `hostmount: ${SCALE ? "100,000" : "5,000"} files list, and one is found, in bounded time`,
  async (real) => {
    const { directory, mknod, node } = real;
    const count = SCALE ? 100_000 : 5_000;
    for (let i = 0; i < count; i++) Deno.writeTextFileSync(`${directory}/${i}`, "");
    await mknod("/m", "hostmount", `directory: ${directory}`);
    const mount = await node("/m");
    assertOk(mount.kind === "directory");
    const started = performance.now();
    let listed = 0;
    for await (const _ of mount.list()) listed++;
    const listedMs = performance.now() - started;
    assertEquals(listed, count);
    await mount.get("77");
    console.log(
      `${count} files: listed in ${listedMs | 0} ms, one found in ${
        performance.now() - started - listedMs | 0
      } ms`,
    );
    assertOk(listedMs < 50 + count * 0.2, `${listedMs} ms`);
  },
);
