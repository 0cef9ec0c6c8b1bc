import { PondError } from "../../lib/base/mod.ts";
import { initPond, openPond } from "../../lib/pond/mod.ts";
import type { Factory } from "../../lib/tinyfs/mod.ts";
import { memorySource, readAll } from "../../lib/table/mod.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../deps.ts";

/** A file of one text; version 1 calls it `text`, version 2 `says`. */
function speaker(version: 1 | 2): Factory {
  const field = version === 1 ? "text" : "says";
  const help = "What the file says";
  return {
    name: "speaker",
    description: "a file of one text",
    configVersion: version,
    schema: { fields: { [field]: { type: { is: "string" }, required: true, help } } },
    example: `${field}: hello\n`,
    upgrade(config, from) {
      const old = config as { text?: string; says?: string };
      if (from === 1) {
        old.says = old.text!;
        delete old.text;
      }
      return old;
    },
    kind: () => "data",
    validate: () => Promise.resolve(),
    open(config, { path, id, version: nodeVersion, modifiedUs }) {
      const said = (config as Record<string, string>)[field]!;
      const bytes = new TextEncoder().encode(said);
      const stat = { version: nodeVersion, sizeBytes: bytes.length, modifiedUs, sha256: null };
      return {
        kind: "data",
        path,
        id,
        factory: "speaker",
        table: null,
        stat: () => Promise.resolve(stat),
        open: () => Promise.resolve(memorySource(bytes, `speaker:${said}`)),
      };
    },
  };
}

const NESTED = "entries:\n  - name: inner\n    factory: dynamic-dir\n    config:\n" +
  "      entries: [{name: deep, factory: speaker, config: {text: deep}}]\n";

async function inDirectory(work: (hostPath: string) => Promise<void>): Promise<void> {
  const base = await Deno.makeTempDir();
  try {
    await work(`${base}/pond`);
  } finally {
    await Deno.remove(base, { recursive: true });
  }
}

/** What the file at `path` says, to a build with these factories. */
async function said(hostPath: string, path: string, factories: Factory[]): Promise<string> {
  await using pond = await openPond(hostPath, { factories });
  const source = await (await pond.read()).open(path);
  try {
    return new TextDecoder().decode(readAll(source));
  } finally {
    source.close();
  }
}

Deno.test("Factory.upgrade: a later version reads what an earlier one wrote, in directories too", async () => {
  await inDirectory(async (hostPath) => {
    {
      await using pond = await initPond(hostPath, { factories: [speaker(1)] });
      await pond.transact(["test"], async (change) => {
        await change.mknod("/old", { factory: "speaker", yaml: "text: ${env:NO_SUCH:-hi}\n" });
        await change.mknod("/dir", { factory: "dynamic-dir", yaml: NESTED });
      });
    }
    assertEquals(await said(hostPath, "/old", [speaker(2)]), "hi");
    assertEquals(await said(hostPath, "/dir/inner/deep", [speaker(2)]), "deep");
    {
      await using pond = await openPond(hostPath, { factories: [speaker(2)] });
      const old = { factory: "speaker", yaml: "text: hi\n" };
      await assertRejects(
        () => pond.transact(["test"], (change) => change.mknod("/x", old)),
        PondError,
        'unknown field "text"',
      );
      await pond.transact(["test"], async (change) => {
        await change.mknod("/new", { factory: "speaker", yaml: "says: new\n" });
      });
    }
    assertEquals(await said(hostPath, "/new", [speaker(2)]), "new");
  });
});

Deno.test("Factory.configVersion: a config of a later version is broken, says so, and is kept", async () => {
  await inDirectory(async (hostPath) => {
    {
      await using pond = await initPond(hostPath, { factories: [speaker(2)] });
      await pond.transact(["test"], async (change) => {
        await change.mknod("/new", { factory: "speaker", yaml: "says: new\n" });
      });
    }
    const error = await assertRejects(
      () => said(hostPath, "/new", [speaker(1)]),
      PondError,
      "version 2",
    );
    assertEquals(error.code, "unsupported");
    assertEquals(await said(hostPath, "/new", [speaker(2)]), "new");
  });
});

Deno.test("OpenPondOptions.factories: where a factory is unknown its nodes are broken, kept, and siblings fine", async () => {
  await inDirectory(async (hostPath) => {
    {
      await using pond = await initPond(hostPath, { factories: [speaker(1)] });
      await pond.transact(["test"], async (change) => {
        await change.mknod("/own", { factory: "speaker", yaml: "text: hi\n" });
        await change.mknod("/dir", {
          factory: "dynamic-dir",
          yaml: NESTED.replace(
            "entries:\n",
            `entries:\n  - {name: beside, factory: hostmount, config: {directory: ${Deno.cwd()}}}\n`,
          ),
        });
        await change.makeDirectory("/beside");
      });
    }
    {
      await using pond = await openPond(hostPath);
      const reader = await pond.read();
      const nodes = await Array.fromAsync(reader.root.list());
      assertEquals(nodes.map(({ name, node }) => [name, node.factory, node.broken?.code]), [
        ["beside", null, undefined],
        ["dir", "dynamic-dir", undefined],
        ["own", "speaker", "unknown-factory"],
      ]);
      const below = await Array.fromAsync(reader.glob("/dir/*"));
      assertEquals(below.map(({ path }) => path), ["/dir/beside", "/dir/inner"]);
      const error = await assertRejects(() => reader.open("/dir/inner/deep"), PondError);
      assertStringIncludes(error.message, "speaker");
      await pond.transact(["test"], (change) => change.move("/own", "/beside/own"));
    }
    assertEquals(await said(hostPath, "/beside/own", [speaker(1)]), "hi");
  });
});
