/**
 * What every factory does, whatever it makes. A factory's test calls this with a world that its
 * example or config fits.
 */
import { isPondError, PondError } from "../../lib/base/mod.ts";
import { compareNames } from "../../lib/paths/mod.ts";
import type { ConfigSchema } from "../../lib/config/mod.ts";
import type { DirectoryNode, Factory, FileNode, Node } from "../../lib/tinyfs/mod.ts";
import { readAll } from "../../lib/table/mod.ts";
import { readConfig } from "../../lib/config/yaml/mod.ts";
import { assertEquals, assertOk, assertRejects, assertThrows } from "../deps.ts";
import { FakeWorld } from "../factories/fake_context.ts";

export interface FactoryCase {
  readonly factory: Factory;
  /** A config that is valid in the world that `prepare` makes. */
  readonly yaml: string;
  prepare?(world: FakeWorld): void | Promise<void>;
  /** Takes away what the config names; absent where it names nothing of the world. */
  destroy?(world: FakeWorld): void;
}

const PATH = "/at/node";

/** Registers the tests. */
export function testFactory(test: FactoryCase): void {
  const { factory, yaml } = test;
  const made = async () => {
    const world = new FakeWorld([factory].filter((extra) => !builtIn.has(extra.name)));
    await test.prepare?.(world);
    return { world, node: await world.mknod(PATH, factory.name, yaml) };
  };
  const criterion = (what: string, body: () => Promise<void> | void) =>
    Deno.test(`${factory.name}: ${what}`, body);

  criterion("the example is a valid config", () => {
    readConfig(factory.example, factory.schema as ConfigSchema<unknown>);
  });
  criterion("an unknown field is refused with its line", () => {
    const error = assertThrows(
      () => readConfig(`${yaml}\nsurprise: 1\n`, factory.schema as ConfigSchema<unknown>),
      PondError,
      'unknown field "surprise"',
    );
    assertOk(error.code === "invalid-config" && Number(error.data["line"]) > 1);
  });
  criterion("the node has the place, kind and factory it should have", async () => {
    const { world, node } = await made();
    const config = readConfig(yaml, factory.schema as ConfigSchema<unknown>);
    assertEquals([node.path, node.id], [PATH, world.context(PATH).id]);
    assertEquals([node.kind, node.factory], [factory.kind(config), factory.name]);
    assertEquals(node.broken, undefined);
    const { version, modifiedUs } = await node.stat();
    assertOk(version === 3 && modifiedUs !== null);
  });
  criterion("making the node asks nothing of the world", async () => {
    const { world } = await made();
    const before = [world.hostCalls, world.tables.resolutions, world.tables.conversions.length];
    world.put(PATH, factory.name, yaml);
    assertEquals(
      [world.hostCalls, world.tables.resolutions, world.tables.conversions.length],
      before,
    );
  });
  criterion("listing and stat compute no content", async () => {
    const { world, node } = await made();
    const before = work(world);
    for (const below of await everything(node)) await below.stat();
    assertEquals(work(world), before);
  });
  for (const [what, check] of Object.entries(TREE_CRITERIA)) {
    criterion(what, async () => await check((await made()).node, (await made()).node));
  }
  const { destroy } = test;
  if (!destroy) return;
  criterion("when the world is gone the node is still there and says what is missing", async () => {
    const { world, node } = await made();
    destroy(world);
    const after = world.put(PATH, factory.name, yaml);
    assertEquals([after.id, after.kind], [node.id, node.kind]);
    await checkBroken(after);
  });
}

/**
 * What holds of every dynamic node and all below it; `again` is the same node from another process.
 */
export const TREE_CRITERIA: Readonly<Record<string, (node: Node, again: Node) => Promise<void>>> = {
  "names come in byte order, get finds each and nothing else": async (node) => {
    for (const directory of (await everything(node)).filter(isDirectory)) {
      const entries = await Array.fromAsync(directory.list());
      const names = entries.map(({ name }) => name);
      assertEquals(names, [...new Set(names)].sort(compareNames));
      for (const { name, node: listed } of entries) {
        const got = await directory.get(name);
        assertEquals([got?.id, got?.kind, got?.path], [listed.id, listed.kind, listed.path]);
        assertEquals(listed.path, `${directory.path}/${name}`);
      }
      for (const name of ["no such name", "..", ".", "", "a/b", "a\0b", "__proto__"]) {
        assertEquals(await directory.get(name), undefined, JSON.stringify(name));
      }
    }
  },
  "ids are 32 hex digits, distinct, and the same in every process": async (node, again) => {
    const ids = (await everything(node)).map(({ id }) => id);
    assertEquals((await everything(again)).map(({ id }) => id), ids);
    assertEquals(new Set(ids).size, ids.length);
    for (const id of ids) assertOk(/^[0-9a-f]{32}$/.test(id), id);
  },
  "all of it is read-only": async (node) => {
    for (const directory of (await everything(node)).filter(isDirectory)) {
      assertEquals(directory.readOnly, true);
    }
  },
  "every file gives bytes, and every table a relation of its name": async (node) => {
    for (const file of (await everything(node)).filter(isFile)) {
      const source = await file.open();
      const key = source.key;
      const first = readAll(source);
      source.close();
      const second = await file.open();
      assertEquals([second.key, readAll(second)], [key, first]);
      second.close();
      await assertRejects(() => file.open({ version: 99 }), PondError, "version 99");
      assertEquals(file.table === null, file.kind === "data");
      if (!file.table) continue;
      assertEquals(new TextDecoder().decode(first.subarray(0, 4)), "PAR1");
      const relation = await file.table.relation({ chain: [] });
      assertEquals(relation.label, file.path);
      const { time, columns } = await file.table.describe();
      if (file.kind === "table") assertEquals(time, null);
      assertOk(columns === null || columns.length > 0);
    }
  },
};

/**
 * What holds of a dynamic node whose world is gone: it is there, and says what is missing when it
 * is used.
 */
export async function checkBroken(node: Node): Promise<void> {
  assertEquals(node.broken, undefined);
  await node.stat();
  let failures = 0;
  try {
    for (const file of (await everything(node)).filter(isFile)) {
      await assertRejects(() => file.open(), PondError);
      const { table } = file;
      if (table) await assertRejects(() => table.relation({ chain: [] }), PondError);
      failures++;
    }
  } catch (error) {
    // A directory that can't be listed says so itself.
    if (!isPondError(error)) throw error;
    failures++;
  }
  assertOk(failures > 0, "something is missing, and nothing said so");
}

const builtIn = new Set(new FakeWorld().registry.list().map(({ name }) => name));

/** `node` and all below it, parents first. */
async function everything(node: Node): Promise<Node[]> {
  const found: Node[] = [node];
  if (!isDirectory(node)) return found;
  for await (const entry of node.list()) found.push(...await everything(entry.node));
  return found;
}

function work({ tables }: FakeWorld): number[] {
  return [tables.conversions.length, tables.materialised.length, tables.keeps.length];
}

function isDirectory(node: Node): node is DirectoryNode {
  return node.kind === "directory";
}

function isFile(node: Node): node is FileNode {
  return node.kind !== "directory" && node.kind !== "symlink";
}
