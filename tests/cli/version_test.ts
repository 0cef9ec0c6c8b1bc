import { VERSION } from "../../lib/cli/version.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../deps.ts";
import { scenario } from "./scenario.ts";

Deno.test("version: says what runs it, and prints the licences of what it is made of", async () => {
  await scenario(async (pond) => {
    const [first, second] = (await pond.ok("version")).split("\n");
    assertEquals(first, `pond ${VERSION}`);
    assertMatch(second!, /Deno \d+\.\d+\.\d+, \S+/);
    assertEquals(await pond.ok("--version"), `pond ${VERSION}\n`);
    const facts = JSON.parse(await pond.ok("version", "--json"));
    assertEquals(facts.version, VERSION);
    assertEquals(facts.executable, facts.base !== null);
    const licenses = await pond.ok("version", "--licenses");
    for (const word of ["DuckDB", "apache-arrow@", "Mozilla Public License", "Roboto", "Deno"]) {
      assertStringIncludes(licenses, word);
    }
  });
});
