/** The pond as it was, and what changed since. */
import { initPond } from "@pond/pond";

await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
const { transaction } = await pond.change(
  "first",
  (change) => change.create("/prices", [{ item: "a", price: 1 }, { item: "b", price: 2 }]),
);
await pond.change(
  "rise",
  (change) => change.replace("/prices", pond.sql`SELECT item, price + 1 AS price FROM "/prices"`),
);

const total = `SELECT sum(price) AS total FROM "/prices"`;
console.log(await pond.at(transaction!).sql(total).first(), await pond.sql(total).first());
// → { total: 3 } { total: 5 }
for await (const { transaction, argv } of pond.log()) console.log(transaction, argv[0]);
// → 2 rise
// → 1 first
// → 0 init
