/** Rows that JSON takes as they are. */
import { initPond } from "@pond/pond";

await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
await pond.change(
  "import",
  (change) =>
    change.create("/orders", [{ id: 9007199254740993n, price: "1.25", at: new Date(0) }], {
      schema: { price: "decimal(10,2)" },
    }),
);
const query = pond.sql`SELECT * FROM "/orders"`;
const { id, price, at } = (await query.first())!;
console.log(id, price, String(at));
// → 9007199254740993n 1.25 1970-01-01T00:00:00Z
console.log(await Response.json(await query.with({ json: true }).rows()).text());
// → [{"id":"9007199254740993","price":"1.25","at":"1970-01-01T00:00:00Z"}]
