import { Documents } from "../json/documents.ts";
import { type Json, JsonObject } from "../json/tree.ts";
import { jsonText } from "../json/write.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const jsonMergePatch: SqlFunction = {
  names: ["json_merge_patch"],
  topic: "json",
  summary: "A JSON text with the changes of others (RFC 7396): null removes a member.",
  example: [`json_merge_patch('{"a": 1, "b": 2}', '{"b": null, "c": 3}')`, '{"a":1,"c":3}'],
  overloads: [{
    args: { json: "VARCHAR", patch: "VARCHAR" },
    rest: "VARCHAR",
    returns: "JSON",
    call(batch, out) {
      const [first, ...patches] = batch.args.map((arg) => new Documents(arg));
      for (let row = 0; row < batch.rows; row++) {
        if (!batch.isLive(row)) continue;
        const merged = patches.reduce(
          (all, each) => patched(all, each.tree(row)),
          first!.tree(row),
        );
        out.set(row, jsonText(merged));
      }
    },
  }],
};

function patched(target: Json, patch: Json): Json {
  if (!(patch instanceof JsonObject)) return patch;
  const members = new Map(target instanceof JsonObject ? target.members : []);
  for (const [key, value] of patch.members) {
    if (value === null) members.delete(key);
    else members.set(key, patched(members.get(key) ?? null, value));
  }
  return new JsonObject([...members]);
}
