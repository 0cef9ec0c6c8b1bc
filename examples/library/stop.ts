/** A query that takes too long, or that nobody waits for any more. */
import { initPond, isPondError } from "@pond/pond";

await using pond = await initPond(`${await Deno.makeTempDir()}/pond`, { threads: 1 });
const endless = "SELECT count(*) AS n FROM range(1000000000000) a, range(1000000) b";
const codeOf = async (work: Promise<unknown>) => {
  const error = await work.catch((error) => error);
  return isPondError(error) ? error.code : error;
};
console.log(await codeOf(pond.sql(endless, { timeoutMs: 200 }).rows()));
// → timeout
const controller = new AbortController();
setTimeout(() => controller.abort(), 200);
console.log(await codeOf(pond.sql(endless, { signal: controller.signal }).rows()));
// → interrupted
console.log(await pond.sql`SELECT 42 AS answer`.first());
// → { answer: 42 }
