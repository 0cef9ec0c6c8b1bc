/** To other engines and back: Parquet, Arrow and Delta. */
import { initPond } from "@pond/pond";
import { exportTables } from "@pond/pond/commands";
import { openDelta } from "@pond/pond/delta";

const directory = await Deno.makeTempDir();
await using pond = await initPond(`${directory}/pond`);
await pond.change("import", (change) => change.create("/sites", [{ site: "a" }, { site: "b" }]));

await pond.sql`SELECT * FROM "/sites"`.writeParquet(`${directory}/sites.parquet`);
const arrow = await pond.sql`SELECT * FROM "/sites"`.table();
await pond.change("back", async (change) => {
  await change.create("/from-parquet", await Deno.readFile(`${directory}/sites.parquet`));
  await change.create("/from-arrow", arrow);
});
const both = `SELECT count(*) AS n FROM "/from-*"`;
console.log(await pond.sql(both).first());
// → { n: 4 }
await Array.fromAsync(exportTables(pond, "/sites", { to: `${directory}/out` }));
console.log(await (await openDelta(`${directory}/out/sites`)).read().rows());
// → [ { site: "a" }, { site: "b" } ]
