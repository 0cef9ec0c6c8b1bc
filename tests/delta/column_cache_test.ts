import { ColumnCache } from "../../lib/delta/column_cache.ts";
import { assertEquals } from "../deps.ts";

const MIB = 1024 * 1024;

Deno.test("ColumnCache: keeps what was used last, within its bytes", () => {
  const cache = new ColumnCache();
  for (const key of ["a", "b", "c"]) cache.set(key, [key], 20 * MIB);
  assertEquals(cache.get("a"), ["a"]);
  cache.set("d", ["d"], 20 * MIB);
  assertEquals(["a", "b", "c", "d"].map((key) => cache.get(key)?.[0]), ["a", undefined, "c", "d"]);
});

Deno.test("ColumnCache: what would push out everything else is not kept", () => {
  const cache = new ColumnCache();
  cache.set("a", ["a"], MIB);
  cache.set("large", ["x"], 60 * MIB);
  assertEquals([cache.get("a"), cache.get("large")], [["a"], undefined]);
});
