/** A Delta table in a directory of its own, without a pond. */
import { createDelta } from "@pond/pond/delta";

const table = await createDelta(`${await Deno.makeTempDir()}/sensors`, {
  rows: [{ site: "north", temp: 4.5 }],
});
console.log(await table.append([{ site: "south", temp: 7 }]));
// → 1
console.log(await table.overwrite([{ site: "east", temp: 1 }]));
// → 2
console.log(await table.sql("SELECT site FROM source").first());
// → { site: "east" }
const mean = table.sql("SELECT avg(temp) AS mean FROM source", { version: 1 });
console.log(await mean.first());
// → { mean: 5.75 }
