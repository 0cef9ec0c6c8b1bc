import assert from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initPond, isPondError, openPond, path } from "@pond/pond";
import { plot, why } from "@pond/pond/commands";
import { createDelta } from "@pond/pond/delta";
import { defineFactory, tableFromRows } from "@pond/pond/factories";

const directory = mkdtempSync(join(tmpdir(), "pond-"));
const one = defineFactory({
  name: "one",
  description: "one row",
  open: (_, context) => tableFromRows(context, () => [{ a: 1 }]),
});
const pond = await initPond(join(directory, "pond"), { factories: [one], threads: 1 });
await pond.change("import", async (change) => {
  await change.write("/notes/a.txt", "text");
  await change.append("/s", [{ ts: new Date(0), temp: 4.5 }, { ts: new Date(3600000), temp: 5.5 }]);
  await change.mknod("/one", { factory: "one", config: {} });
});
assert.equal(await pond.file("/notes/a.txt").text(), "text");
const rows = await pond.sql`SELECT * FROM ${path("/s")} WHERE temp > ${5}`.with({ times: "date" })
  .rows();
assert.deepEqual(rows, [{ ts: new Date(3600000), temp: 5.5 }]);
assert.deepEqual(await pond.sql`SELECT * FROM "/one"`.rows(), [{ a: 1 }]);
assert.equal(await new Response(pond.sql`SELECT 1 AS a`.stream("csv")).text(), "a\n1\n");
await pond.sql`SELECT 1 AS a`.writeParquet(join(directory, "a.parquet"));
assert.equal(readFileSync(join(directory, "a.parquet")).subarray(0, 4).toString(), "PAR1");
const endless = "SELECT count(*) FROM range(1000000000000) a, range(1000000) b";
const error = await pond.sql(endless, { timeoutMs: 300 }).rows().catch((error) => error);
assert.ok(isPondError(error, "timeout"), String(error));
assert.equal((await why(pond, "/s"))[0].path, "/s");
assert.match(new TextDecoder().decode(await plot(pond, "/s")), /^<svg/);
assert.equal(await pond.at(0).exists("/s"), false);
await pond.close();
const again = await openPond(join(directory, "pond"), { inline: true });
assert.equal((await again.sql`SELECT count(*) AS n FROM "/s"`.first()).n, 2);
await again.close();
const missing = await openPond(join(directory, "none")).catch((error) => error);
assert.ok(isPondError(missing, "not-found"), String(missing));
const table = await createDelta(join(directory, "delta"), { rows: [{ a: 1 }] });
assert.equal(await table.append([{ a: 2 }]), 1);
assert.deepEqual(await table.sql("SELECT sum(a) AS s FROM source").rows(), [{ s: 3 }]);
console.log("ok");
