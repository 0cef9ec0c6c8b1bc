/**
 * The program `pond`, and how to make one of one's own.
 *
 * @example A program with a factory of its own
 * ```ts no-eval
 * import { main } from "@pond/pond/cli";
 * import { tableFromRows } from "@pond/pond/factories";
 *
 * const primes = tableFromRows("primes", {
 *   description: "the first primes",
 *   rows: () => [{ prime: 2 }, { prime: 3 }, { prime: 5 }],
 * });
 * if (import.meta.main) Deno.exit(await main(Deno.args, { factories: [primes] }));
 * ```
 *
 * @module
 */
import { main } from "./lib/cli/mod.ts";

export { main } from "./lib/cli/mod.ts";
export type { Extensions } from "./lib/commands/mod.ts";

if (import.meta.main) Deno.exit(await main(Deno.args));
