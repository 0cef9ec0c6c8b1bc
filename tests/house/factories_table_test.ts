/** What README says about factories is what the registry says. */
import { assertEquals } from "../deps.ts";
import { tableInReadme, tableOfRegistry } from "./factories_table.ts";

Deno.test("README: its table of factories is the registry's", async () => {
  assertEquals(tableInReadme(), await tableOfRegistry());
});
