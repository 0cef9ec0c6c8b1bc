/** A series that is computed when somebody looks, and a chart of it. */
import { initPond } from "@pond/pond";
import { plot, why } from "@pond/pond/commands";

await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
const minutes = Array.from({ length: 180 }, (_, n) => ({ ts: new Date(n * 60_000), temp: n / 60 }));
await pond.change("set up", async (change) => {
  await change.append("/raw", minutes);
  await change.mknod("/hourly", {
    factory: "sql-derived-series",
    config: {
      patterns: { raw: "/raw" },
      query: "SELECT date_trunc('hour', ts) AS ts, avg(temp) AS temp FROM raw GROUP BY 1",
    },
  });
});
console.log(await pond.sql`SELECT count(*) AS hours FROM "/hourly"`.first());
// → { hours: 3 }
console.log((await why(pond, "/hourly")).map(({ path }) => path).join(" from "));
// → /hourly from /raw
const svg = new TextDecoder().decode(await plot(pond, "/hourly", { format: "svg" }));
console.log(svg.slice(0, 4));
// → <svg
