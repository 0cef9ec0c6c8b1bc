import { PondError } from "../../lib/base/mod.ts";
import { hostmount } from "../../lib/factories/hostmount.ts";
import type { DirectoryNode, FileNode } from "../../lib/tinyfs/mod.ts";
import { testFactory } from "../contract/factory_contract.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import { FakeWorld } from "./fake_context.ts";

const yaml = "directory: /host/logs\n";

function worldWithLogs(): FakeWorld {
  const world = new FakeWorld();
  world.host.set("/host/logs/b.txt", "bee");
  world.host.set("/host/logs/a/deep/c.csv", "x,y");
  world.host.set("/host/secret.txt", "no");
  return world;
}

testFactory({
  factory: hostmount,
  yaml,
  prepare: (world) => void worldWithLogs().host.forEach((text, path) => world.host.set(path, text)),
  destroy: (world) => world.host.clear(),
});

Deno.test("hostmount: shows the host at any depth, with its sizes and times", async () => {
  const world = worldWithLogs();
  await world.mknod("/m", "hostmount", yaml);
  const paths: string[] = [];
  for await (const { path } of world.tree.glob("/m/**")) paths.push(path);
  assertEquals(paths, ["/m", "/m/a", "/m/a/deep", "/m/a/deep/c.csv", "/m/b.txt"]);
  const file = await world.tree.resolve("/m/b.txt") as FileNode;
  assertEquals([file.kind, file.factory, file.table], ["data", "hostmount", null]);
  assertEquals(await file.stat(), {
    version: 1,
    sizeBytes: 3,
    modifiedUs: 5_000n,
    changedUs: 5_000n,
    sha256: null,
  });
});

Deno.test("hostmount: changes on the host are seen at the next look", async () => {
  const world = worldWithLogs();
  const mount = await world.mknod("/m", "hostmount", yaml) as DirectoryNode;
  const names = async () => (await Array.fromAsync(mount.list())).map(({ name }) => name);
  assertEquals(await names(), ["a", "b.txt"]);
  world.host.delete("/host/logs/b.txt");
  world.host.set("/host/logs/c.txt", "new");
  assertEquals(await names(), ["a", "c.txt"]);
  assertEquals(await mount.get("b.txt"), undefined);
});

Deno.test("hostmount: a file that has gone says so", async () => {
  const world = worldWithLogs();
  await world.mknod("/m", "hostmount", yaml);
  const file = await world.tree.resolve("/m/b.txt") as FileNode;
  world.host.delete("/host/logs/b.txt");
  assertEquals((await assertRejects(() => file.stat(), PondError)).code, "not-found");
  assertEquals((await assertRejects(() => file.open(), PondError)).code, "not-found");
});

Deno.test("hostmount: mknod refuses relative, missing and linked directories", async () => {
  const world = worldWithLogs();
  const refused = (directory: string, message: string) =>
    assertRejects(
      () => world.mknod("/m", "hostmount", `directory: ${directory}`),
      PondError,
      message,
    );
  const relative = await refused("logs", "line 1:12: directory: expected an absolute host path");
  assertEquals(relative.code, "invalid-config");
  const missing = await refused("/nowhere", "line 1:12");
  assertEquals(missing.code, "not-found");
  world.context("/m").host.mountRoot = () => Promise.resolve("/real/logs");
  const linked = await refused("/host/logs", "symbolic link");
  assertEquals(linked.hint, "write directory: /real/logs");
  await assertRejects(() => world.mknod("/m", "hostmount", `${yaml}cache: {ttl: 1h}`), PondError);
});

Deno.test("hostmount: names no pond path can say are told of once", async () => {
  const world = worldWithLogs();
  world.skippedNames = 2;
  const mount = await world.mknod("/m", "hostmount", yaml) as DirectoryNode;
  await Array.fromAsync(mount.list());
  await Array.fromAsync(mount.list());
  assertEquals(
    world.warnings.filter((text) => text.includes("/m: left out 2 invalid names")).length,
    1,
  );
});

Deno.test("hostmount: while the host directory is away the node has facts of its own", async () => {
  const world = worldWithLogs();
  const mount = await world.mknod("/m", "hostmount", yaml) as DirectoryNode;
  assertEquals((await mount.stat()).modifiedUs, 5_000n);
  world.host.clear();
  assertEquals((await mount.stat()).modifiedUs, 1_000n);
  assertOk(mount.broken === undefined);
  await assertRejects(() => Array.fromAsync(mount.list()), PondError, "/host/logs");
});
