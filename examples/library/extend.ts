/** A factory and a SQL function of one's own. */
import { defineFunction, initPond } from "@pond/pond";
import { defineFactory, tableFromRows } from "@pond/pond/factories";

const squares = defineFactory({
  name: "squares",
  description: "numbers and their squares",
  fields: { count: { type: { is: "integer" }, required: true, help: "How many" } },
  open: ({ count }, context) =>
    tableFromRows(context, () => Array.from({ length: count }, (_, n) => ({ n, square: n * n }))),
});
const fahrenheit = defineFunction({
  name: "fahrenheit",
  args: ["double"],
  returns: "double",
  call: (celsius) => celsius * 1.8 + 32,
});
const own = { factories: [squares], functions: [fahrenheit] };
await using pond = await initPond(`${await Deno.makeTempDir()}/pond`, own);
await pond.change(
  "make",
  (change) => change.mknod("/squares", { factory: "squares", config: { count: 4 } }),
);
console.log(await pond.sql`SELECT fahrenheit(max(square)) AS f FROM "/squares"`.first());
// → { f: 48.2 }
