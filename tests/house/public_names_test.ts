/**
 * The names that `mod.ts` exports are a promise: adding one is a line here, taking one away a new
 * major version.
 */
import { assertEquals } from "../deps.ts";
import { readText, ROOT } from "./tree.ts";

Deno.test("mod.ts: exports exactly the names in tests/golden/public_names.txt", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", "mod.ts"],
    cwd: ROOT,
  }).output();
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout)) as {
    nodes: Record<string, { symbols: { name: string }[] }>;
  };
  const names = Object.values(nodes).flatMap(({ symbols }) => symbols.map(({ name }) => name));
  assertEquals(
    [...new Set(names)].sort(),
    readText("tests/golden/public_names.txt").trim().split("\n"),
  );
});
