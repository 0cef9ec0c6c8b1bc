/**
 * The whole of pond with a factory of one's own. `deno compile -A --include ../../lib/sql/duckdb/session_worker.ts primes.ts`
 * makes it an executable.
 */
import { main } from "@pond/pond/cli";
import { defineFactory, tableFromRows } from "@pond/pond/factories";

const primes = defineFactory({
  name: "primes",
  description: "the first primes",
  open: (_config, context) =>
    tableFromRows(context, () => [2, 3, 5, 7].map((prime) => ({ prime }))),
});
if (import.meta.main) Deno.exit(await main(Deno.args, { factories: [primes] }));
