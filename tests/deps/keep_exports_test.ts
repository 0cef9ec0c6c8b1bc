/** What the executable's engine is made with. */
import { keepExports } from "../../.ci/keep_exports.ts";
import { assertEquals } from "../deps.ts";

/** Two functions that return 1 and 2, exported as `one` and `two`. */
const MODULE = Uint8Array.from([
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 127],
  ...[3, 3, 2, 0, 0],
  ...[7, 13, 2, 3, 111, 110, 101, 0, 0, 3, 116, 119, 111, 0, 1],
  ...[10, 11, 2, 4, 0, 65, 1, 11, 4, 0, 65, 2, 11],
]);

Deno.test("keepExports: of the exports those that are named stay, and still are what they were", async () => {
  const lean = keepExports(MODULE, ["two", "three"]);
  const { instance } = await WebAssembly.instantiate(new Uint8Array(lean)) as unknown as {
    instance: WebAssembly.Instance;
  };
  assertEquals(Object.keys(instance.exports), ["two"]);
  assertEquals((instance.exports.two as () => number)(), 2);
  assertEquals(keepExports(MODULE, ["one", "two"]), MODULE);
});
