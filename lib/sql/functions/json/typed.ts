import { toHex } from "../../../base/mod.ts";
import type { ComputedOverload, SqlFunction } from "../model/sql_function.ts";
import { type SqlType, typeText } from "../model/sql_type.ts";
import { Documents } from "./documents.ts";
import { Scanner } from "./scanner.ts";
import { toSqlValue, typeOfStructure } from "./to_value.ts";
import { parseTree } from "./tree.ts";

/** What the name of a function that converts JSON to a certain type begins with, and the type in bytes follows. */
const LENIENT = "pond_from_json_";
const STRICT = "pond_from_json_strict_";
const NAME = /pond_from_json_(strict_)?([0-9a-f]+)/g;

const encoder = new TextEncoder();

/** The name of the function that converts JSON to the type of `structure`; everything about it is in the name. */
export function converterName(structure: string, isStrict: boolean): string {
  return (isStrict ? STRICT : LENIENT) + toHex(encoder.encode(structure));
}

/**
 * The functions by such names in `sql`.
 * @throws {Error} where a structure is none
 */
export function convertersIn(sql: string): readonly SqlFunction[] {
  return [...sql.matchAll(NAME)].map(([name, strict, hex]) => {
    const structure = Uint8Array.fromHex(hex!);
    const span = { from: 0, to: structure.length };
    const type = typeOfStructure(parseTree(new Scanner().over(structure, span)));
    return {
      names: [name],
      topic: "json" as const,
      summary: "",
      example: ["", ""] as const,
      overloads: [converter(type, strict !== undefined)],
    };
  });
}

/** From a JSON text to a type. */
function converter(type: SqlType, isStrict: boolean): ComputedOverload {
  return {
    args: { json: "VARCHAR" },
    returns: typeText(type),
    call(batch, out) {
      const documents = new Documents(batch.args[0]!);
      for (let row = 0; row < batch.rows; row++) {
        if (batch.isLive(row)) out.set(row, toSqlValue(documents.tree(row), type, { isStrict }));
      }
    },
  };
}
