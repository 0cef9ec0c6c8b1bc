import { cachedByText, RecentMap } from "../../lib/base/mod.ts";
import { assertEquals, assertThrows } from "../deps.ts";

Deno.test("RecentMap: the value used longest ago goes first", () => {
  const map = new RecentMap<string, number>(2);
  map.set("a", 1);
  map.set("b", 2);
  assertEquals(map.get("a"), 1);
  map.set("c", 3);
  assertEquals(["a", "b", "c"].map((key) => map.get(key)), [1, undefined, 3]);
  map.set("a", 4);
  assertEquals(["a", "c"].map((key) => map.get(key)), [4, 3]);
});

Deno.test("cachedByText: one result a text, none of long texts, none of failures", () => {
  const computed: string[] = [];
  const compute = (text: string) => {
    computed.push(text);
    if (text === "bad") throw new Error("refused");
    return { text };
  };
  const remembered = cachedByText(compute, { limit: 2, maxLength: 4 });
  assertEquals(remembered("a"), { text: "a" });
  assertEquals(remembered("a") === remembered("a"), true);
  assertEquals(remembered("b"), { text: "b" });
  assertEquals(computed, ["a", "b"]);
  remembered("c"); // the third: "a" goes
  remembered("a");
  assertEquals(computed, ["a", "b", "c", "a"]);
  remembered("longer");
  remembered("longer");
  for (let i = 0; i < 2; i++) assertThrows(() => remembered("bad"), Error, "refused");
  assertEquals(computed.slice(4), ["longer", "longer", "bad", "bad"]);
});
