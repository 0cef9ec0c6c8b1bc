import { join } from "../../lib/deps/std_path.ts";
import { localStore } from "../../lib/store/mod.ts";
import { assertEquals, assertMatch, assertOk, assertStringIncludes } from "../deps.ts";
import { type Scenario, scenario } from "./scenario.ts";

const large = "a content of 64 KiB and more\n".repeat(4000);

/** Runs `pond …words`, and what it says on a terminal. */
async function said(pond: Scenario, ...words: string[]): Promise<string> {
  const { code, stderr, stdout } = await pond.run(words, { columns: 80 });
  assertEquals([code, stdout], [0, ""], stderr);
  return stderr;
}

function blobIn(pond: Scenario, copy: string): string {
  for (const { name } of Deno.readDirSync(join(pond.directory, copy, "blobs"))) {
    const [file] = Deno.readDirSync(join(pond.directory, copy, "blobs", name));
    if (file) return join(pond.directory, copy, "blobs", name, file.name);
  }
  throw new Error("no blob");
}

Deno.test("push, pull, clone, verify: a backup is made, brought up to date, written to and read back", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("x", large), "/x");
    await pond.ok("copy", pond.host("y", "1"), "/y");
    const planned = await pond.ok("push", "--dry-run", "copy");
    assertMatch(
      planned,
      /^would push 3 transactions to \/.*\/copy: now at 2, \d+ files, [\d.]+ KiB\n$/,
    );
    await pond.fails(3, "--pond", "copy", "list");
    assertMatch(
      await said(pond, "push", "copy"),
      /^pushed 3 transactions to \/.*\/copy: now at 2, .*\n$/,
    );
    assertEquals(await pond.ok("--pond", "copy", "list"), "/x\n/y\n");
    assertEquals(await pond.ok("--pond", "copy", "cat", "/x"), large);
    assertEquals(await pond.ok("--pond", "copy", "fsck"), "");
    assertMatch(
      await said(pond, "push", "copy"),
      /^nothing to copy: .* are both at transaction 2\n$/,
    );
    assertEquals((await pond.run(["push", "copy", "--quiet"], { columns: 80 })).stderr, "");
    await pond.ok("--pond", "copy", "copy", pond.host("z", "2"), "/z");
    const refused = await pond.fails(4, "push", "copy");
    assertMatch(
      refused,
      /copy: it is ahead by 1 transaction \(3, this pond 2\)\nhint: pond pull copy /,
    );
    const pulled = JSON.parse(await pond.ok("pull", "copy", "--json"));
    assertEquals([pulled.status, pulled.transactions, pulled.before, pulled.transaction], [
      "copied",
      1,
      2,
      3,
    ]);
    assertEquals(await pond.ok("cat", "/z"), "2");
    await pond.ok("rm", "/y");
    const { code, stderr } = await pond.run(["pull", "copy"]);
    assertEquals(code, 0);
    assertMatch(stderr, /^nothing to pull: .* is behind \(3, this pond 4\)\n$/);
    assertMatch(await said(pond, "clone", "copy", "before", "--at", "1"), /^copied 2 transactions/);
    assertEquals(await pond.ok("--pond", "before", "list"), "/x\n");
    await pond.ok("--pond", "before", "mkdir", "/d");
    const diverged = await pond.fails(4, "push", "before");
    assertMatch(
      diverged,
      /different ways from transaction 2 on \(here `pond copy host:y \/y`, there `pond --pond before mkdir \/d`\)/,
    );
    await pond.fails(1, "clone", ".pond", "before");
    await pond.ok("push", "copy");
    assertEquals(await pond.ok("verify", "copy"), "");
    assertMatch(await said(pond, "verify", "copy"), /^\/.*\/copy is whole\n$/);
  });
});

Deno.test("verify: damage is found and named, and what is gone comes back", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("x", large), "/x");
    await pond.ok("push", "copy");
    const blob = blobIn(pond, "copy");
    const bytes = Deno.readFileSync(blob);
    bytes[70_000]! ^= 8;
    Deno.writeFileSync(blob, bytes);
    const { code, stdout, stderr } = await pond.run(["verify", "copy"]);
    assertEquals(code, 9);
    assertMatch(stdout, /^blobs\/..\/[0-9a-f]{64} {2}\/x version 1: .*hash in its name\n$/);
    assertMatch(stderr, /cannot vouch for \/.*\/copy: 1 thing is wrong\nhint: push again/);
    // Damage doesn't spread.
    assertStringIncludes(await pond.fails(7, "clone", "copy", "other"), "hash in its name");
    Deno.removeSync(blob);
    await pond.ok("push", "copy");
    assertEquals(await pond.ok("verify", "copy"), "");
    await pond.fails(3, "verify", "nowhere");
  });
});

Deno.test("push: what is no copy is refused, and nothing of it changes", async () => {
  await scenario(async (pond) => {
    assertStringIncludes(await pond.fails(2, "push", "."), "this pond itself");
    assertStringIncludes(await pond.fails(2, "push", ".pond/tmp/inside"), "inside of it");
    Deno.mkdirSync(join(pond.directory, "full"));
    Deno.writeTextFileSync(join(pond.directory, "full", "notes.txt"), "mine");
    assertStringIncludes(await pond.fails(1, "push", "full"), '"notes.txt" is');
    assertEquals([...Deno.readDirSync(join(pond.directory, "full"))].length, 1);
    await pond.ok("init", "other", "--quiet");
    assertStringIncludes(await pond.fails(4, "push", "other"), "it is another pond");
    await pond.fails(3, "pull", "nowhere");
    await pond.fails(2, "push");
    await pond.fails(2, "clone", ".pond");
    await pond.fails(3, "clone", ".pond", "later", "--at", "7");
    assertOk(!Array.from(Deno.readDirSync(pond.directory)).some(({ name }) => name === "later"));
  });
});

Deno.test("push: --wait ends at another writer of the copy", async () => {
  await scenario(async (pond) => {
    await pond.ok("push", "copy");
    await pond.ok("mkdir", "/a");
    const held = await localStore(join(pond.directory, "copy"))
      .lock("tmp/writer.lock", { deadlineMs: 0 });
    assertMatch(await pond.fails(4, "push", "copy", "--wait", "20ms"), /another writer, pid \d+/);
    await held.release();
    await pond.ok("push", "copy");
  });
});

Deno.test("push, pull, clone: links inside a copy are never followed", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("x", large), "/x");
    const victim = join(pond.directory, "victim");
    for (const part of ["data", "blobs", "tmp", "cache", "data/_delta_log", "quarantine"]) {
      Deno.mkdirSync(victim);
      Deno.writeTextFileSync(join(victim, "file"), "mine");
      const copy = join(pond.directory, "linked");
      Deno.mkdirSync(join(copy, part, ".."), { recursive: true });
      Deno.symlinkSync(victim, join(copy, part));
      assertStringIncludes(await pond.fails(7, "push", "linked"), "symbolic link", part);
      assertEquals((await pond.run(["clone", "linked", "new"])).code, 7, part);
      assertEquals([...Deno.readDirSync(victim)].map(({ name }) => name), ["file"], part);
      Deno.removeSync(copy, { recursive: true });
      Deno.removeSync(victim, { recursive: true });
    }
    // A link in place of one content.
    await pond.ok("push", "copy");
    const blob = blobIn(pond, "copy");
    Deno.renameSync(blob, `${pond.directory}/elsewhere`);
    Deno.symlinkSync(`${pond.directory}/elsewhere`, blob);
    await pond.fails(7, "clone", "copy", "new2");
    assertEquals((await pond.run(["verify", "copy"])).code, 9);
  });
});
