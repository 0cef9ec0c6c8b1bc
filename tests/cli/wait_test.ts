import { COMMANDS } from "../../lib/cli/program/command_list.ts";
import { localStore } from "../../lib/store/mod.ts";
import { assertEquals, assertMatch, assertOk } from "../deps.ts";
import { scenario } from "./scenario.ts";

/** Commands that write no transaction, nor anything else that others may be writing. */
const NEVER_WAIT = new Set(
  "init cat sql plot list tree describe show log why factories status cache completions help version diff check watch shell page verify"
    .split(" "),
);

Deno.test("--wait: every command that writes takes it, and no other", () => {
  for (const { name, flags } of COMMANDS) {
    assertEquals(Object.hasOwn(flags, "wait"), !NEVER_WAIT.has(name), name);
  }
});

Deno.test("--wait and POND_WAIT: how long a command waits for another writer", async () => {
  await scenario(async (pond) => {
    const store = localStore(`${pond.directory}/.pond`);
    const held = await store.lock("tmp/writer.lock", { deadlineMs: 0 });
    assertMatch(await pond.fails(4, "mkdir", "/a", "--wait", "20ms"), /another writer, pid \d+/);
    const { code, stderr } = await pond.run(["mkdir", "/a"], { env: { POND_WAIT: "20ms" } });
    assertEquals(code, 4, stderr);
    const wrong = await pond.run(["mkdir", "/a"], { env: { POND_WAIT: "soon" } });
    assertEquals(wrong.code, 2, wrong.stderr);
    const waiting = pond.run(["mkdir", "/a", "--wait", "1m"]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await held.release();
    assertEquals((await waiting).code, 0);
    assertOk((await pond.ok("list")).includes("/a/"));
  });
});
