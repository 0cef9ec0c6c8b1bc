import { isPondError, type PondError } from "../../lib/base/mod.ts";
import { compareNames, compileGlob, parsePath } from "../../lib/paths/mod.ts";
import {
  type DirectoryNode,
  globNodes,
  type GlobOptions,
  type Match,
  resolveNode,
  walkNodes,
} from "../../lib/tinyfs/mod.ts";
import { assertEquals, assertOk, assertRejects, fc } from "../deps.ts";
import { Broken, Link, memoryRoot, type Tree } from "./memory_tree.ts";

async function globPaths(root: DirectoryNode, pattern: string, options?: Partial<GlobOptions>) {
  const problems: PondError[] = [];
  const paths: string[] = [];
  const onProblem = (problem: PondError) => void problems.push(problem);
  for await (const match of globNodes(root, pattern, { onProblem, ...options })) {
    paths.push(match.path);
  }
  return { paths, problems };
}

async function walkPaths(root: DirectoryNode, path: string) {
  const problems: PondError[] = [];
  const matches: Match[] = [];
  const onProblem = (problem: PondError) => void problems.push(problem);
  for await (const match of walkNodes(root, path, { onProblem })) matches.push(match);
  return { paths: matches.map((match) => match.path), problems };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await assertRejects(() => work);
  return isPondError(error) ? error.code : String(error);
}

const tree: Tree = {
  a: { "x.csv": "1", "y.csv": "2", sub: { "z.csv": "3" } },
  "a!": "4",
  "a.b": { deep: "5" },
  toA: new Link("a"),
  toX: new Link("/a/x.csv"),
  dangling: new Link("nowhere"),
};

Deno.test("resolveNode: links resolve inside the tree, relative to their directory", async () => {
  const root = memoryRoot({
    d: { up: new Link("../../../f"), to: new Link("e"), e: { g: "2" } },
    f: "1",
  });
  const follow = { followLast: true };
  assertEquals((await resolveNode(root, "/d/up", follow)).path, "/f");
  assertEquals((await resolveNode(root, "d/to/g", follow)).path, "/d/e/g");
  assertEquals((await resolveNode(root, "/d/to", { followLast: false })).kind, "symlink");
  assertEquals((await resolveNode(root, "/", follow)).path, "/");
});

Deno.test("resolveNode: 10 links are followed, 11 are too many", async () => {
  const links: Record<string, Link | string> = { l0: "x" };
  for (let i = 1; i <= 11; i++) links[`l${i}`] = new Link(`l${i - 1}`);
  const root = memoryRoot({ ...links, self: new Link("self") });
  const follow = { followLast: true };
  assertEquals((await resolveNode(root, "l10", follow)).path, "/l0");
  assertEquals(await codeOf(resolveNode(root, "l11", follow)), "too-many-links");
  assertEquals(await codeOf(resolveNode(root, "self/x", follow)), "too-many-links");
});

Deno.test("resolveNode: what is missing or no directory says so", async () => {
  const root = memoryRoot(tree);
  const follow = { followLast: true };
  assertEquals(await codeOf(resolveNode(root, "/a/none", follow)), "not-found");
  assertEquals(await codeOf(resolveNode(root, "/a!/x", follow)), "not-a-directory");
  assertEquals(await codeOf(resolveNode(root, "/dangling", follow)), "not-found");
  const a = await resolveNode(root, "/a", follow);
  const view = { expanding: new Set([a.id]) };
  assertEquals(await codeOf(resolveNode(root, "/a/x.csv", { ...follow, view })), "cycle");
});

Deno.test("globNodes: whole paths in byte order", async () => {
  const { paths } = await globPaths(memoryRoot(tree), "/**", { followLast: false });
  assertEquals(paths, [
    "/",
    "/a",
    "/a!",
    "/a.b",
    "/a.b/deep",
    "/a/sub",
    "/a/sub/z.csv",
    "/a/x.csv",
    "/a/y.csv",
    "/dangling",
    "/toA",
    "/toX",
  ]);
});

Deno.test("globNodes: links to directories are followed for * and names, not for **", async () => {
  const root = memoryRoot({ t: new Link("d/e"), d: { e: { f: "" }, up: new Link("..") } });
  const itself = { followLast: false };
  assertEquals((await globPaths(root, "/t/*", itself)).paths, ["/t/f"]);
  assertEquals((await globPaths(root, "/*/f", itself)).paths, ["/t/f"]);
  assertEquals((await globPaths(root, "/t/**", itself)).paths, ["/t", "/t/f"]);
  assertEquals((await globPaths(root, "/**/f", itself)).paths, ["/d/e/f"]);
  assertEquals((await globPaths(root, "/**/up/t", itself)).paths, ["/d/up/t"]);
});

Deno.test("globNodes: each node once, links resolved unless asked otherwise", async () => {
  const root = memoryRoot(tree);
  assertEquals((await globPaths(root, "/*/x.csv")).paths, ["/a/x.csv"]);
  const found = await globPaths(root, "/to*");
  assertEquals(found.paths, ["/toA", "/toX"]);
  const through = await globPaths(root, "/*/*.csv");
  assertEquals(through.paths, ["/a/x.csv", "/a/y.csv"]);
});

Deno.test("globNodes: broken parts are reported and the rest is delivered", async () => {
  const root = memoryRoot({ a: { f: "" }, b: new Broken(), c: new Link("none"), d: { f: "" } });
  const { paths, problems } = await globPaths(root, "/*/f");
  assertEquals(paths, ["/a/f", "/d/f"]);
  assertEquals(problems.map((problem) => problem.code), ["io", "not-found"]);
  const all = await globPaths(root, "/*");
  assertEquals(all.paths, ["/a", "/b", "/d"]);
  assertEquals(all.problems.length, 2);
});

Deno.test("globNodes: a directory that fails while listing keeps what came before", async () => {
  const whole = memoryRoot({ a: "", b: "" });
  const root: DirectoryNode = {
    ...whole,
    async *list() {
      for await (const entry of whole.list()) {
        yield entry;
        throw new Error("the disk went away");
      }
    },
  };
  const { paths, problems } = await globPaths(root, "/*");
  assertEquals(paths, ["/a"]);
  assertOk(problems[0]!.message.includes("the disk went away"));
});

Deno.test("globNodes: a directory that is being expanded is delivered, not entered", async () => {
  const root = memoryRoot(tree);
  const view = { expanding: new Set([(await resolveNode(root, "/a", { followLast: true })).id]) };
  assertEquals((await globPaths(root, "/a*/**", { view })).paths, [
    "/a",
    "/a!",
    "/a.b",
    "/a.b/deep",
  ]);
});

Deno.test("globNodes: literal components are asked for by name, never listed", async () => {
  const inner = memoryRoot({ b: { c: "" } });
  const root: DirectoryNode = {
    ...inner,
    list: () => {
      throw new Error("listed");
    },
  };
  assertEquals(await globPaths(root, "/b/*"), { paths: ["/b/c"], problems: [] });
});

Deno.test("walkNodes: everything below, parents first, links as such, broken reported", async () => {
  const root = memoryRoot({ d: { e: { f: "" }, l: new Link("e"), x: new Broken() } });
  const { paths, problems } = await walkPaths(root, "d");
  assertEquals(paths, ["/d/e", "/d/e/f", "/d/l", "/d/x"]);
  assertEquals(problems.length, 1);
  assertEquals(await codeOf(walkPaths(root, "/none")), "not-found");
});

Deno.test("globNodes: finds what matching every path of the tree finds", async () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "!", "."), minLength: 1, maxLength: 2 })
    .filter((text) => text !== "." && text !== "..");
  const { node } = fc.letrec<{ node: Tree[string]; tree: Tree }>((tie) => ({
    tree: fc.dictionary(name, tie("node"), { maxKeys: 4 }) as fc.Arbitrary<Tree>,
    node: fc.oneof({ maxDepth: 3 }, fc.constant("file"), tie("tree")),
  }));
  const component = fc.constantFrom("*", "**", "a", "b*", "?", "[ab]*", "*.*");
  const patterns = fc.array(component, { minLength: 1, maxLength: 4 });
  await fc.assert(fc.asyncProperty(fc.dictionary(name, node), patterns, async (tree, parts) => {
    const pattern = parts.join("/");
    const root = memoryRoot(tree);
    const glob = compileGlob(pattern);
    const every = ["/", ...(await walkPaths(root, "/")).paths];
    const expected = every.filter((path) => glob.match(parsePath(path))).sort(compareNames);
    assertEquals((await globPaths(root, pattern)).paths, expected);
  }));
});

Deno.test("globNodes: 100,000 entries stream", async () => {
  const many: Record<string, string> = {};
  for (let i = 0; i < 100_000; i++) many[`f${i}`] = "";
  const root = memoryRoot({ many });
  let count = 0;
  for await (const _ of globNodes(root, "/many/*", { onProblem() {} })) count++;
  assertEquals(count, 100_000);
});
