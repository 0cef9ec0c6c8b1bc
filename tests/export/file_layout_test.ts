import { PondError } from "../../lib/base/mod.ts";
import {
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "../deps.ts";
import { hours, testExport } from "./support.ts";

const SUM = "SELECT count(*)::INT, sum(v)::INT FROM source";
const HIVE = { layout: "hive", partition: ["year", "month"] } as const;
const FILES = { layout: "files" } as const;

testExport(
  "exportTable: hive puts rows into directories, new versions into new files",
  async (pond) => {
    await pond.write("/s", hours("2023-12-31", 48));
    const first = await pond.export("/s", HIVE);
    assertEquals([first.status, first.filesAdded, first.rows], ["created", 2, 48]);
    const names = pond.names("s");
    assertMatch(names[0]!, /^year=2023\/month=12\/part-00001-[0-9a-f]{16}\.parquet$/);
    assertMatch(names[1]!, /^year=2024\/month=01\/part-00001-[0-9a-f]{16}\.parquet$/);
    assertEquals((await pond.export("/s", HIVE)).status, "unchanged");
    await pond.write("/s", hours("2024-01-05", 6));
    const added = await pond.export("/s", HIVE);
    assertEquals([added.status, added.filesAdded, added.filesRemoved], ["added", 1, 0]);
    assertEquals([added.rowsAdded, added.rows, pond.names("s").length], [6, 54, 3]);
    assertEquals(await pond.fileRows("s", SUM), [[54, 1128 + 15]]);
  },
);

testExport(
  "exportTable: plain files hold the same rows; a changed table replaces its file",
  async (pond) => {
    await pond.write("/t", hours("2024-01-01", 5), "table");
    await pond.export("/t", FILES);
    const before = pond.names("t");
    await pond.write("/t", hours("2024-01-01", 9), "table");
    const changed = await pond.export("/t", FILES);
    assertEquals([changed.status, changed.filesAdded, changed.filesRemoved], ["rewritten", 1, 1]);
    assertNotEquals(pond.names("t"), before);
    assertEquals(await pond.fileRows("t", SUM), [[9, 36]]);
  },
);

testExport("exportTable: a table without rows still has its columns", async (pond) => {
  await pond.write("/t", hours("2024-01-01", 0), "table");
  assertEquals((await pond.export("/t", FILES)).filesAdded, 1);
  assertEquals(await pond.fileRows("t", "SELECT count(*)::INT FROM source"), [[0]]);
  assertEquals((await pond.export("/t", { ...HIVE, name: "h" })).filesAdded, 0);
  assertEquals((await pond.export("/t", { ...HIVE, name: "h" })).status, "unchanged");
});

testExport(
  "exportTable: other columns write all files anew, so that every file has the same",
  async (pond) => {
    await pond.write("/s", hours("2024-01-01", 5));
    await pond.export("/s", FILES);
    await pond.write("/s", hours("2024-02-01", 2, ", 'x' AS extra"));
    const grown = await pond.export("/s", FILES);
    assertEquals([grown.status, grown.filesRemoved, grown.rows], ["rewritten", 1, 7]);
    const count = "SELECT count(*)::INT, count(extra)::INT FROM source";
    assertEquals(await pond.fileRows("s", count), [[7, 2]]);
  },
);

testExport("exportTable: what a run that was cut off left is no row twice", async (pond) => {
  await pond.write("/s", hours("2024-01-01", 5));
  await pond.export("/s", FILES);
  const manifest = `${pond.out}/.pond-export/s/manifest.json`;
  const before = Deno.readTextFileSync(manifest);
  await pond.write("/s", hours("2024-02-01", 3));
  await pond.export("/s", FILES);
  // As if it had ended after the file was moved in, before the manifest.
  Deno.writeTextFileSync(manifest, before);
  Deno.mkdirSync(`${pond.out}/.pond-export/s/new-${crypto.randomUUID()}/x`, { recursive: true });
  await pond.write("/s", hours("2024-03-01", 4));
  const healed = await pond.export("/s", FILES);
  assertEquals([healed.status, healed.rowsAdded, healed.rows], ["added", 7, 12]);
  assertEquals(await pond.fileRows("s", SUM), [[12, 10 + 3 + 6]]);
  assertEquals(pond.names(".pond-export/s"), ["manifest.json", "writer.lock"]);
});

testExport(
  "exportTable: a file that is gone is written again, somebody else's is kept",
  async (pond) => {
    await pond.write("/s", hours("2024-01-01", 5));
    await pond.export("/s", FILES);
    await pond.write("/s", hours("2024-02-01", 3));
    Deno.writeTextFileSync(`${pond.out}/s/notes.txt`, "x");
    await pond.export("/s", FILES);
    assertEquals(pond.names("s").length, 3);
    Deno.removeSync(`${pond.out}/s/${pond.names("s").find((name) => name.startsWith("part-"))}`);
    const refused = await assertRejects(() => pond.export("/s", FILES), PondError);
    assertStringIncludes(refused.message, "notes.txt");
    Deno.removeSync(`${pond.out}/s/notes.txt`);
    const again = await pond.export("/s", FILES);
    assertEquals([again.status, again.rows], ["rewritten", 8]);
    assertEquals(await pond.fileRows("s", SUM), [[8, 13]]);
  },
);

testExport("exportTable: a damaged manifest and other partitions are refused", async (pond) => {
  await pond.write("/s", hours("2024-01-01", 5));
  await pond.export("/s", HIVE);
  const refused = async (partition: ("year" | "month")[], code: string) => {
    const run = () => pond.export("/s", { layout: "hive", partition });
    assertEquals((await assertRejects(run, PondError)).code, code);
  };
  await refused(["year"], "exists");
  Deno.writeTextFileSync(`${pond.out}/.pond-export/s/manifest.json`, '{"record":');
  await refused(["year", "month"], "corrupt");
});
