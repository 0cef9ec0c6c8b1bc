import { jsonArray, jsonLine, jsonText } from "../../lib/cli/json.ts";
import { assertEquals } from "../deps.ts";

async function arrayOf(items: readonly unknown[]): Promise<string> {
  let text = "";
  for await (const piece of jsonArray(items)) text += piece;
  return text;
}

Deno.test("jsonText: integers keep their digits", () => {
  assertEquals(JSON.parse(jsonText({ a: 2n ** 60n, b: 5n, c: null })), {
    a: "1152921504606846976",
    b: 5,
    c: null,
  });
  assertEquals(jsonLine({ a: 1n }), '{"a":1}\n');
});

Deno.test("jsonArray: any number of items is one array", async () => {
  assertEquals(await arrayOf([]), "[]\n");
  assertEquals(JSON.parse(await arrayOf([1])), [1]);
  assertEquals(JSON.parse(await arrayOf([{ a: 1 }, null])), [{ a: 1 }, null]);
});
