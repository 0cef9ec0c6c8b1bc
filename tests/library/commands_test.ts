import {
  apply,
  check,
  clearCache,
  clone,
  copy,
  describe,
  diff,
  exportTables,
  exportViews,
  freeze,
  fsck,
  ingest,
  list,
  log,
  pack,
  page,
  plot,
  pull,
  push,
  restore,
  show,
  undo,
  verify,
  why,
} from "../../lib/library/commands/mod.ts";
import { initPond, openPond } from "../../lib/library/mod.ts";
import { assertEquals, assertOk, assertStringIncludes } from "../deps.ts";
import { codeOf } from "./support.ts";

Deno.test("commands: the verbs of the program, with plain values", async () => {
  const directory = await Deno.makeTempDir();
  const place = new URL(`file://${directory}/`);
  try {
    await using pond = await initPond(new URL("pond", place), { inline: true });
    await Deno.writeTextFile(`${directory}/a.csv`, "t,v\n2026-01-01,1\n2026-01-02,3\n");
    const copied = await copy(pond, new URL("a.csv", place), { to: "/a.csv" });
    assertEquals(copied.files, 1);
    const yaml = `kind: mknod
path: /t
spec:
  factory: sql-derived-series
  config:
    patterns: { source: "csv:///a.csv" }
    time_column: t
`;
    const plan = await apply(pond, yaml, { dryRun: true });
    assertEquals(plan.map(({ action, path }) => [action, path]), [["created", "/t"]]);
    assertEquals(await pond.exists("/t"), false);
    await apply(pond, yaml);
    assertEquals((await apply(pond, yaml))[0]!.action, "unchanged");
    const [described] = await Array.fromAsync(describe(pond, "/t"));
    assertEquals(described!.columns!.map(({ name }) => name), ["t", "v"]);
    assertEquals((await why(pond, "/t")).map(({ path }) => path), ["/t", "/a.csv"]);
    assertStringIncludes(new TextDecoder().decode(await plot(pond, "/t")), "<svg");
    assertEquals((await plot(pond, "/t", { format: "png" }))[1], "P".charCodeAt(0));
    const hist = await plot(pond, "/t", { format: "text", type: "hist", width: 40, title: "T" });
    assertStringIncludes(new TextDecoder().decode(hist), "T\nrows");
    const html = await plot(pond, "/t", { format: "html", log: true });
    assertStringIncludes(new TextDecoder().decode(html), '"log":true');
    assertStringIncludes(
      await page(pond, { patterns: "/t", title: "Tables" }),
      "<title>Tables</title>",
    );
    await freeze(pond, "/t", { to: "/frozen" });
    assertEquals((await show(pond, "/frozen")).kind, "file:series");
    const names = (await Array.fromAsync(list(pond))).map(({ path }) => path);
    assertEquals(names, ["/a.csv", "/frozen", "/t"]);
    assertEquals((await Array.fromAsync(log(pond, { path: "/frozen" }))).length, 1);
    const [exported] = await Array.fromAsync(
      exportTables(pond, "/frozen", { to: new URL("out", place) }),
    );
    assertOk(exported);
    const views = exportViews(pond, "/t", { to: new URL("views", place), layout: "files" });
    assertEquals((await Array.fromAsync(views)).map(({ layout }) => layout), ["files", "view"]);
    await copy(pond, "/t", { to: new URL("t.csv", place), format: "csv" });
    assertStringIncludes(await Deno.readTextFile(`${directory}/t.csv`), "2026-01-02");
    assertEquals(await codeOf(Array.fromAsync(list(pond, "/none"))), "not-found");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("commands: a pond is copied there and back", async () => {
  const directory = await Deno.makeTempDir();
  try {
    await using pond = await initPond(`${directory}/pond`, { inline: true });
    await pond.change("mkdir", (change) => change.mkdir("/a"));
    const there = new URL(`file://${directory}/copy`);
    const planned = await push(pond, there, { dryRun: true });
    assertEquals([planned.status, planned.before, planned.transactions], ["copied", null, 2]);
    assertEquals(await push(pond, there), { ...planned, dryRun: false });
    assertEquals((await push(pond, there)).status, "equal");
    const cloned = await clone(there, `${directory}/before`, { at: 0 });
    assertEquals([cloned.transaction, cloned.directory], [0, `${directory}/before`]);
    await pond.change("mkdir", (change) => change.mkdir("/b"));
    assertEquals((await pull(pond, there)).status, "behind");
    assertEquals((await push(pond, there)).transactions, 1);
    assertEquals((await verify(there)).findings, []);
    assertEquals(await codeOf(clone(there, `${directory}/before`)), "exists");
    const packed = await pack(pond, new URL(`file://${directory}/pond.tar`), { at: 1 });
    assertEquals([packed.transaction, packed.file], [1, `${directory}/pond.tar`]);
    assertEquals((await verify(`${directory}/pond.tar`)).findings, []);
    const reading = await openPond(`${directory}/pond.tar`, { inline: true });
    assertEquals(await reading.exists("/a"), true);
    assertEquals(await codeOf(reading.change("x", (change) => change.mkdir("/x"))), "read-only");
    await reading.close();
    const before = await openPond(`${directory}/before`, { inline: true });
    await before.change("mkdir", (change) => change.mkdir("/mine"));
    await before.close();
    assertEquals(await codeOf(push(pond, `${directory}/before`)), "conflict");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("commands: what grows, breaks and is taken back", async () => {
  const directory = await Deno.makeTempDir();
  const file = `${directory}/a.csv`;
  try {
    await using pond = await initPond(`${directory}/pond`, { inline: true });
    await Deno.writeTextFile(file, "timestamp,v\n2026-01-01,1\n");
    const took = async () => (await ingest(pond, `host:${file}`, { to: "/a" }))[0]!;
    assertEquals((await took()).rows, 1);
    await Deno.writeTextFile(file, "2026-01-02,2\n", { append: true });
    assertEquals((await took()).action, "appended");
    assertEquals((await took()).action, "unchanged");
    const difference = await diff(pond, "/a", { at: [1], key: "timestamp" });
    assertEquals(difference.is, "rows");
    if (difference.is === "rows") await difference.result[Symbol.asyncDispose]();
    await pond.change(
      "check",
      (change) =>
        change.mknod("/c", {
          factory: "check",
          config: { source: "/a", unique: ["v"] },
        }),
    );
    assertEquals(await check(pond), { checks: 1, findings: [] });
    await pond.change("remove", (change) => change.remove("/a"));
    assertEquals((await restore(pond, "/a")).map(({ path }) => path), ["/a"]);
    assertEquals((await undo(pond)).undone, ["restore", "/a"]);
    assertEquals(await codeOf(restore(pond, "/never")), "not-found");
    assertEquals(await codeOf(clearCache(pond, "/a")), "not-found");
    assertEquals(await clearCache(pond, "/a*"), 0);
    assertEquals(await fsck(`${directory}/pond`), []);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
