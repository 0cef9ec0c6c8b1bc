/**
 * Many processes write into one directory and one series at the same moment, and some of them are
 * killed: what was reported is stored, once, and nobody is told to run it again. 4 × 8 commits by
 * default; `POND_SOAK=1`: 16 × 50.
 */
import { openDeltaTable } from "../../lib/delta/mod.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";
import { checkTlog, createTlog, openTlog } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { nodeAt, parquet, transact } from "../tlogfs/fixture.ts";
import { inTemporaryDirectory, startChild } from "./child.ts";
import { once, treeOptions } from "./plan.ts";

const [WRITERS, COMMITS] = Deno.env.get("POND_SOAK") ? [16, 50] : [4, 8];
/** Of the writers so many more are killed in the middle of their work. */
const KILLED = WRITERS / 4;

/** Runs a writer; one that is to be killed is, when it has reported its second commit. */
async function runWriter(hostPath: string, writer: number): Promise<string[]> {
  const child = startChild("rebase_child.ts", [hostPath, String(writer), String(COMMITS)]);
  const reported: string[] = [];
  for await (const number of child.lines) {
    reported.push(`${writer}-${number}`);
    if (writer >= WRITERS && reported.length === 2) child.kill();
  }
  const { code, stderr } = await child.ended;
  if (writer < WRITERS) assertEquals(code, 0, stderr);
  return reported;
}

Deno.test(`commit: ${WRITERS} processes write into one directory and one series, none is in another's way`, async () => {
  await inTemporaryDirectory(async (directory) => {
    const hostPath = `${directory}/pond`;
    const options = treeOptions(hostPath, (message) => {
      throw new Error(message);
    });
    await transact(await createTlog(options), async (t) => {
      await t.makeDirectory("/d");
      await t.writeFile("/series", once(await parquet([1_000_000n])), { kind: "series" });
    });
    const all = Array.from({ length: WRITERS + KILLED }, (_, i) => runWriter(hostPath, i));
    // All have ended before the directory goes, whatever one of them says.
    await Promise.allSettled(all);
    const reported = (await Promise.all(all)).flat();
    assertOk(reported.length >= WRITERS * COMMITS);
    const { root } = await (await openTlog(options)).snapshot();
    const names = new Set<string>();
    const entries = await nodeAt(root, "/d");
    assertOk(entries.kind === "directory");
    for await (const { name } of entries.list()) names.add(name);
    for (const name of reported) assertOk(names.has(name), `${name} was reported and is gone`);
    // A killed writer may have committed once more than it said.
    assertOk(names.size <= reported.length + KILLED);
    const versions = await (await nodeAt(root, "/series") as FileNode).versions!();
    assertEquals(versions.map(({ version }) => version), [...names, ""].map((_, i) => i + 1));
    const table = await openDeltaTable(options.store, options);
    assertEquals(await Array.fromAsync(table.verify()), []);
    const wrong = (await checkTlog(options)).filter(({ severity }) => severity === "error");
    assertEquals(wrong, []);
  });
});
