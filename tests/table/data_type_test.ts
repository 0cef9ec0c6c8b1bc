import { type DataType, formatType, isMoment, isNumeric, parseType } from "../../lib/table/mod.ts";
import { assertEquals, fc } from "../deps.ts";
import { typeOf } from "./types.ts";

Deno.test("formatType, parseType: a type comes back from its text", () => {
  fc.assert(
    fc.property(typeOf(), (type) => assertEquals(parseType(formatType(type)), type)),
    { numRuns: 500 },
  );
});

Deno.test("formatType: names are quoted where they would not be read back", () => {
  const field = (name: string): DataType => ({
    is: "struct",
    fields: [{ name, type: { is: "int64" } }],
  });
  const texts = ["a", "a b", "a: b", "x<y>", 'say "q"', "a, b", " a", ""].map((name) =>
    formatType(field(name))
  );
  assertEquals(texts, [
    "struct<a: int64>",
    "struct<a b: int64>",
    'struct<"a: b": int64>',
    'struct<"x<y>": int64>',
    'struct<"say ""q""": int64>',
    'struct<"a, b": int64>',
    'struct<" a": int64>',
    'struct<"": int64>',
  ]);
});

Deno.test("parseType: with or without blanks, and nothing that is no type", () => {
  assertEquals(parseType("decimal(9, 2)"), { is: "decimal", precision: 9, scale: 2 });
  assertEquals(parseType("map<string,list<int8>>"), {
    is: "map",
    key: { is: "string" },
    value: { is: "list", of: { is: "int8" } },
  });
  const wrong = ["", "int", "INT64", "int64 ", "decimal", "decimal(0,0)", "decimal(2,3)", "list<>"];
  const nested = ["list<int8, int8>", "map<int8>", "struct<>", "struct<int8>", "struct<a: int8"];
  const quoted = ['struct<"a: int8>', "struct<a:b: int8>", "list<int8>>", "constructor"];
  for (const text of [...wrong, ...nested, ...quoted]) assertEquals(parseType(text), undefined);
  assertEquals(parseType("list<".repeat(100_000)), undefined);
});

Deno.test("isNumeric, isMoment: what is drawn to the right and what an axis of time has", () => {
  const names = ["int8", "uint64", "int128", "float", "decimal(4,1)", "date", "timestamp", "time"];
  const types = names.map((name) => parseType(name)!);
  assertEquals(types.map(isNumeric), [true, true, true, true, true, false, false, false]);
  assertEquals(types.map(isMoment), [false, false, false, false, false, true, true, false]);
});
