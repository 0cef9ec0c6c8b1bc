/**
 * pond, as this project has it. In a project of yours the address is that of a release's `pond.js`,
 * which `deno.lock` then holds to its checksum.
 */
import { main } from "../../cli.ts";

if (import.meta.main) Deno.exit(await main(Deno.args));
