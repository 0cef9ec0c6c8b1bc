import { createDelta, type Delta, openDelta } from "../../lib/library/delta/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { codeOf } from "./support.ts";

async function inDirectory(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await work(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function rowsOf(table: Delta, version?: number) {
  const text = "SELECT * FROM source ORDER BY site";
  return table.sql(text, version === undefined ? {} : { version }).rows();
}

Deno.test("delta: created, appended to, overwritten, read as of a version", () =>
  inDirectory(async (directory) => {
    const place = `${directory}/sensors`;
    const created = await createDelta(place, { rows: [{ site: "a", temp: 1.5 }] });
    assertEquals(await created.version(), 0);
    const table = await openDelta(new URL(`file://${place}`));
    assertEquals(await table.append([{ site: "b", temp: 2 }]), 1);
    assertEquals(await rowsOf(created), [{ site: "a", temp: 1.5 }, { site: "b", temp: 2 }]);
    assertEquals(await table.overwrite([{ site: "c", temp: 3 }]), 2);
    assertEquals(await rowsOf(table), [{ site: "c", temp: 3 }]);
    assertEquals((await rowsOf(table, 1)).length, 2);
    const [newest] = await Array.fromAsync(table.history());
    assertEquals([newest!.version, newest!.operation], [2, "WRITE"]);
    assertEquals((await table.read({ at: newest!.at }).rows()).length, 1);
    assertEquals((await table.columns()).map(({ name, type }) => [name, type]), [
      ["site", "string"],
      ["temp", "double"],
    ]);
    const mean = table.sql("SELECT avg(temp) AS m FROM source WHERE site = ?", { params: ["c"] });
    assertEquals(await mean.first(), { m: 3 });
    assertEquals(await codeOf(rowsOf(table, 9)), "not-found");
    assertEquals(await codeOf(createDelta(place, { rows: [{ a: 1 }] })), "exists");
    assertEquals(await codeOf(openDelta(`${directory}/none`)), "not-found");
    assertEquals(await codeOf(createDelta(`${directory}/none`)), "usage");
  }));

Deno.test("delta: a schema is held, and grows where that is asked for", () =>
  inDirectory(async (directory) => {
    const schema = { site: "string", price: "decimal(10,2)", at: "timestamp" };
    const table = await createDelta(`${directory}/t`, { schema });
    assertEquals(await table.read().rows(), []);
    await table.append([{ site: "a", price: "1.25", at: new Date(0) }]);
    assertEquals(await codeOf(table.append([{ site: 1 }])), "invalid-input");
    assertEquals(await codeOf(table.append([{ site: "b", more: 1 }])), "invalid-input");
    await table.append([{ site: "b", tags: ["x"] }], { mergeSchema: true });
    const rows = await rowsOf(table);
    assertEquals(rows.map(({ site, price, tags }) => [site, price, tags]), [
      ["a", "1.25", null],
      ["b", null, ["x"]],
    ]);
    assertEquals(
      await codeOf(table.append([{ t: Temporal.PlainTime.from("12:00") }])),
      "invalid-input",
    );
    await table.overwrite([{ other: 1 }], { mergeSchema: true });
    assertEquals(await table.read().rows(), [{ other: 1 }]);
    assertEquals((await rowsOf(table, 2)).length, 2);
  }));

Deno.test("delta: writers at once all get in; checkpoints and vacuum keep what is needed", () =>
  inDirectory(async (directory) => {
    const place = `${directory}/t`;
    await createDelta(place, { rows: [{ site: "0", n: 0 }], checkpointInterval: 3 });
    const tables = await Promise.all(
      [1, 2, 3].map(() => openDelta(place, { checkpointInterval: 3 })),
    );
    await Promise.all(tables.map((table, i) => table.append([{ site: `${i + 1}`, n: i + 1 }])));
    const [table] = tables;
    assertEquals(await table!.sql("SELECT sum(n) AS s, count(*) AS c FROM source").rows(), [
      { s: 6, c: 4 },
    ]);
    await table!.overwrite([{ site: "x", n: 1 }]);
    await table!.checkpoint();
    const names = [...Deno.readDirSync(`${place}/_delta_log`)].map(({ name }) => name);
    assertOk(names.some((name) => name.endsWith(".checkpoint.parquet")));
    assertEquals((await table!.vacuum({ dryRun: true })).dataFiles, []);
    assertEquals((await table!.vacuum({ retentionMs: 0 })).dataFiles.length, 4);
    assertEquals(await rowsOf(table!), [{ site: "x", n: 1 }]);
  }));
