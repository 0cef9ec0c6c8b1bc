import type { PondError } from "../../lib/base/mod.ts";
import { listCommand, type ListedNode, type ListOptions } from "../../lib/commands/list.ts";
import { assertEquals, assertStringIncludes } from "../deps.ts";
import { broken, fakePond, link } from "./fake_pond.ts";

const POND = fakePond({
  "a.csv": "1",
  "a[1].csv": "odd",
  ".hidden": { "x": "" },
  "dir": { "b.csv": "22", ".dot": "", "deep": { "c.csv": "333" } },
  "dangling": link("/nowhere"),
  "to-dir": link("dir"),
  "to-file": link("/a.csv"),
});

async function list(patterns: string[], options: Partial<ListOptions> = {}, pond = POND) {
  const nodes: ListedNode[] = [];
  const problems: PondError[] = [];
  const onProblem = (problem: PondError) => void problems.push(problem);
  for await (const node of listCommand(pond, { patterns, onProblem, ...options })) nodes.push(node);
  return { nodes, paths: nodes.map(({ path }) => path), problems };
}

const ROOT = ["/a.csv", "/a[1].csv", "/dangling", "/dir", "/to-dir", "/to-file"];

Deno.test("listCommand: a directory lists its entries, without dot names", async () => {
  const { paths, problems } = await list([]);
  assertEquals(paths, ROOT);
  assertEquals(problems, []);
  assertEquals((await list(["/"], { all: true })).paths, ["/.hidden", ...ROOT]);
  assertEquals((await list(["dir/../dir/"])).paths, ["/dir/b.csv", "/dir/deep"]);
});

Deno.test("listCommand: a file itself, -d a directory itself", async () => {
  assertEquals((await list(["/a.csv"])).paths, ["/a.csv"]);
  assertEquals((await list(["/", "/dir"], { directory: true })).paths, ["/", "/dir"]);
});

Deno.test("listCommand: -R is everything below, parents first", async () => {
  const below = ["/dir/b.csv", "/dir/deep", "/dir/deep/c.csv"];
  assertEquals((await list(["/dir"], { recursive: true })).paths, below);
  const all = await list(["/dir"], { recursive: true, all: true });
  assertEquals(all.paths, ["/dir/.dot", ...below]);
});

Deno.test("listCommand: a glob lists its matches, each once", async () => {
  assertEquals((await list(["/d*"], {})).paths, ["/dangling", "/dir"]);
  assertEquals((await list(["/**/*.csv"])).paths, [
    "/a.csv",
    "/a[1].csv",
    "/dir/b.csv",
    "/dir/deep/c.csv",
  ]);
  assertEquals((await list(["/di*/**"], { recursive: true })).paths, [
    "/dir",
    "/dir/b.csv",
    "/dir/deep",
    "/dir/deep/c.csv",
  ]);
  assertEquals((await list(["/dir/.*"])).paths, ["/dir/.dot"]);
  assertEquals(await list(["/no*"]), { nodes: [], paths: [], problems: [] });
});

Deno.test("listCommand: a name that looks like a pattern can be listed", async () => {
  assertEquals((await list(["/a[1].csv"])).paths, ["/a[1].csv"]);
});

Deno.test("listCommand: links to directories are followed, unless asked about themselves", async () => {
  assertEquals((await list(["/to-dir"])).paths, ["/to-dir/b.csv", "/to-dir/deep"]);
  const [node] = (await list(["/to-dir"], { links: true })).nodes;
  assertEquals([node!.path, node!.kind, node!.target], ["/to-dir", "symlink", "dir"]);
  assertEquals((await list(["/to-file", "/dangling"])).paths, ["/to-file", "/dangling"]);
});

Deno.test("listCommand: a dangling link is listed, and reported by walks", async () => {
  const { paths, problems } = await list(["/**"]);
  assertEquals(paths.includes("/dangling"), true);
  assertEquals(problems.length, 1);
  assertStringIncludes(problems[0]!.message, "/nowhere");
});

Deno.test("listCommand: a missing literal path is a problem, the rest is listed", async () => {
  const { paths, problems } = await list(["/no", "/a.csv"]);
  assertEquals(paths, ["/a.csv"]);
  assertEquals(problems.map(({ code }) => code), ["not-found"]);
});

Deno.test("listCommand: a broken node is listed once and reported once", async () => {
  const pond = fakePond({ "a": "", "odd": broken("teleport"), "z": "" });
  for (const options of [{}, { recursive: true }, { facts: true }]) {
    const { nodes, problems } = await list([], options, pond);
    assertEquals(nodes.map(({ path, factory }) => [path, factory]), [
      ["/a", null],
      ["/odd", "teleport"],
      ["/z", null],
    ]);
    assertEquals(problems.map(({ code }) => code), ["unknown-factory"]);
  }
});

Deno.test("listCommand: facts on demand", async () => {
  const [plain] = (await list(["/dir/b.csv"])).nodes;
  assertEquals([plain!.sizeBytes, plain!.version], [null, null]);
  const [whole] = (await list(["/dir/b.csv"], { facts: true })).nodes;
  assertEquals(whole, {
    path: "/dir/b.csv",
    kind: "file:data",
    sizeBytes: 2,
    version: 1,
    modifiedUs: 1_000_000n,
    factory: null,
    target: null,
    problem: null,
  });
});
