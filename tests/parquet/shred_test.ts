import {
  groupNode,
  leafNode,
  leafType,
  LIST_TYPE,
  MAP_TYPE,
  TEXT_TYPE,
} from "../../lib/parquet/mod.ts";
import { leavesOf, type SchemaNode } from "../../lib/parquet/schema.ts";
import { shred } from "../../lib/parquet/shred.ts";
import { assertEquals } from "../deps.ts";

function shredded(column: SchemaNode, rows: readonly unknown[]) {
  return leavesOf(groupNode("schema", "required", [column])).map((leaf) => {
    const { values, levels } = shred(rows, { column, leaf });
    return [values, [...levels?.definitions ?? []], [...levels?.repetitions ?? []]];
  });
}

Deno.test("shred: lists, maps and structs by their levels", () => {
  const element = leafNode("element", "optional", TEXT_TYPE);
  const list = groupNode("l", "optional", [groupNode("list", "repeated", [element])], LIST_TYPE);
  assertEquals(shredded(list, [["a", null, "b"], [], null, ["c"]]), [
    [["a", null, "b", null, null, "c"], [3, 2, 3, 1, 0, 3], [0, 1, 1, 0, 0, 0]],
  ]);
  const entry = groupNode("key_value", "repeated", [
    leafNode("key", "required", TEXT_TYPE),
    leafNode("value", "optional", TEXT_TYPE),
  ]);
  const map = groupNode("m", "optional", [entry], MAP_TYPE);
  assertEquals(shredded(map, [{ a: "1", b: null }, {}, null]), [
    [["a", "b", null, null], [2, 2, 1, 0], [0, 1, 0, 0]],
    [["1", null, null, null], [3, 2, 1, 0], [0, 1, 0, 0]],
  ]);
  const struct = groupNode("s", "optional", [leafNode("x", "optional", leafType("int64")), map]);
  assertEquals(shredded(struct, [{ x: 1n, m: { k: "v" } }, { x: null }, null]), [
    [[1n, null, null], [2, 1, 0], [0, 0, 0]],
    [["k", null, null], [3, 1, 0], [0, 0, 0]],
    [["v", null, null], [4, 1, 0], [0, 0, 0]],
  ]);
});

Deno.test("shred: required and optional leaves, and a column that no row has", () => {
  const required = leafNode("r", "required", leafType("int32"));
  assertEquals(shredded(required, [1, 2]), [[[1, 2], [], []]]);
  const optional = leafNode("o", "optional", leafType("int32"));
  assertEquals(shredded(optional, [1, null]), [[[1, null], [1, 0], [0, 0]]]);
  const struct = groupNode("s", "optional", [optional]);
  assertEquals(shredded(struct, [null, null]), [[[null, null], [0, 0], [0, 0]]]);
});
