import { type Converter, type SqlFunction, typeText } from "../../calls/mod.ts";
import { Documents } from "./documents.ts";
import { Scanner } from "./scanner.ts";
import { toSqlValue, typeOfStructure } from "./to_value.ts";
import { parseTree } from "./tree.ts";

/**
 * The function that converts a JSON text as `converter` says.
 * @throws {Error} where the structure is none
 */
export function converterFunction({ name, structure, isStrict }: Converter): SqlFunction {
  const span = { from: 0, to: structure.length };
  const type = typeOfStructure(parseTree(new Scanner().over(structure, span)));
  return {
    names: [name],
    topic: "json",
    summary: "",
    example: ["", ""],
    overloads: [{
      args: { json: "VARCHAR" },
      returns: typeText(type),
      call(batch, out) {
        const documents = new Documents(batch.args[0]!);
        for (let row = 0; row < batch.rows; row++) {
          if (batch.isLive(row)) out.set(row, toSqlValue(documents.tree(row), type, { isStrict }));
        }
      },
    }],
  };
}
