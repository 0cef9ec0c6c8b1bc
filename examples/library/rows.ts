/** Rows in, rows out. */
import { initPond, path } from "@pond/pond";

await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
await pond.change("import", (change) =>
  change.append("/sensors/north", [
    { ts: new Date("2026-11-01T00:00:00Z"), temp: 4.5 },
    { ts: new Date("2026-11-01T01:00:00Z"), temp: 5.5 },
  ]));
for await (const { ts, temp } of pond.sql`SELECT * FROM ${path("/sensors/*")}`) {
  console.log(`${ts} ${temp}`);
}
// → 2026-11-01T00:00:00Z 4.5
// → 2026-11-01T01:00:00Z 5.5
