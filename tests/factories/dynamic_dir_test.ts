import { PondError } from "../../lib/base/mod.ts";
import { dynamicDir } from "../../lib/factories/dynamic_dir.ts";
import type { DirectoryNode, FileNode } from "../../lib/tinyfs/mod.ts";
import { testFactory } from "../contract/factory_contract.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import { FakeWorld } from "./fake_context.ts";

const yaml = `entries:
  - {name: raw, factory: hostmount, config: {directory: /host/d}}
  - name: inner
    factory: dynamic-dir
    config:
      entries:
        - name: t
          factory: sql-derived-table
          config: {source: /t.table}
`;

function prepare(world: FakeWorld): FakeWorld {
  world.host.set("/host/d/x.csv", "a\n");
  world.stored.set("/t.table", {
    kind: "table",
    columns: [{ name: "a", type: { is: "int64" }, nullable: true }],
  });
  return world;
}

testFactory({
  factory: dynamicDir,
  yaml,
  prepare: (world) => void prepare(world),
  destroy: (world) => {
    world.host.clear();
    world.stored.clear();
  },
});

Deno.test("dynamic-dir: nested nodes, each of its own factory", async () => {
  const world = prepare(new FakeWorld());
  await world.mknod("/d", "dynamic-dir", yaml);
  const found: [string, string | null][] = [];
  for await (const { path, node } of world.tree.glob("/d/**")) found.push([path, node.factory]);
  assertEquals(found, [
    ["/d", "dynamic-dir"],
    ["/d/inner", "dynamic-dir"],
    ["/d/inner/t", "sql-derived-table"],
    ["/d/raw", "hostmount"],
    ["/d/raw/x.csv", "hostmount"],
  ]);
});

Deno.test("dynamic-dir: a child's error has its line, its entry and its own code", async () => {
  const world = prepare(new FakeWorld());
  const cases: [yaml: string, code: string, line: number, message: string][] = [
    [yaml.replace("/host/d", "/gone"), "not-found", 2, 'entry "raw"'],
    [yaml.replace("source: /t", "sorce: /t"), "invalid-config", 9, 'unknown field "sorce"'],
    [yaml.replace("hostmount", "hostmont"), "unknown-factory", 2, "hostmont"],
    [yaml.replace("name: inner", "name: raw"), "invalid-config", 3, '"raw" is there twice'],
    [yaml.replace("name: inner", "name: a/b"), "invalid-config", 3, "can't be a name"],
    ["entries: [{name: a, factory: hostmount}]", "invalid-config", 1, "directory is missing"],
  ];
  for (const [config, code, line, message] of cases) {
    const error = await assertRejects(
      () => world.mknod("/d", "dynamic-dir", config),
      PondError,
      message,
    );
    assertEquals([error.code, error.data["line"]], [code, line], error.message);
    assertOk(error.hint, error.message);
  }
});

Deno.test("dynamic-dir: one broken entry leaves the others alone", async () => {
  const world = prepare(new FakeWorld());
  const directory = world.put(
    "/d",
    "dynamic-dir",
    `${yaml}  - {name: odd, factory: from-the-future, config: {}}\n`,
  ) as DirectoryNode;
  const entries = await Array.fromAsync(directory.list());
  assertEquals(entries.map(({ name, node }) => [name, node.broken?.code]), [
    ["inner", undefined],
    ["odd", "unknown-factory"],
    ["raw", undefined],
  ]);
  (await (await world.tree.resolve("/d/inner/t") as FileNode).open()).close();
});

Deno.test("dynamic-dir: variables of a child are expanded once, by the child", async () => {
  const world = prepare(new FakeWorld());
  world.variables.set("DIR", "/host/d");
  world.variables.set("ODD", "${env:DIR}");
  const withVariable = yaml.replace("/host/d", '"${env:DIR}"');
  const directory = await world.mknod("/d", "dynamic-dir", withVariable) as DirectoryNode;
  const id = (await directory.get("raw"))!.id;
  assertEquals(
    (await Array.fromAsync((await directory.get("raw") as DirectoryNode).list())).length,
    1,
  );
  world.variables.set("DIR", "/elsewhere");
  assertEquals((await directory.get("raw"))!.id, id);
  const twice = yaml.replace("/host/d", '"${env:ODD}"');
  await assertRejects(
    () => world.mknod("/e", "dynamic-dir", twice),
    PondError,
    "absolute host path",
  );
});
