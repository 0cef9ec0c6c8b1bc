/**
 * The half of delta.py that is TypeScript: `write DIR` makes a table, `read DIR` prints rows of one
 * that another tool wrote.
 */
import { createDelta, openDelta } from "../../lib/library/delta/mod.ts";

const [what, directory] = Deno.args;
if (what === "write") {
  const table = await createDelta(directory!, {
    rows: [{ site: "a", n: 1, price: "1.25", at: new Date("2026-01-01T00:00:00.5Z"), tags: ["x"] }],
    schema: { price: "decimal(10,2)" },
  });
  await table.append([{ site: "b", n: 2, price: "-0.5", at: new Date(0), tags: [] }]);
  await table.overwrite([{ site: "c", n: 9007199254740993n, price: "3", at: null, tags: null }]);
  await table.append([{ site: "d", n: -1, more: true }], { mergeSchema: true });
  await table.checkpoint();
} else {
  const table = await openDelta(directory!);
  for await (const row of table.sql("SELECT * FROM source ORDER BY n", { json: true })) {
    console.log(JSON.stringify(row));
  }
  if (what === "append") await table.append([{ n: 100, site: "from pond" }]);
}
