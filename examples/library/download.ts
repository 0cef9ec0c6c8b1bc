/** What comes over the network goes into the pond as it comes, and is a table there. */
import { initPond, table } from "@pond/pond";

await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
const response = await fetch("data:text/csv,site;temp%0Anorth;4,5%0Asouth;7,0%0A");
await pond.change("download", (change) => change.write("/raw/sites.csv", response));

const sites = table("/raw/sites.csv", { format: "csv", delimiter: ";", decimal: "," });
console.log(await pond.sql`SELECT max(temp) AS warmest FROM ${sites}`.first());
// → { warmest: 7 }
