import { withSortedAsOf } from "./asof.ts";
import { guardInLists } from "./in_lists.ts";
import { checkScalars } from "./scalar_subqueries.ts";
import type { TypeDoor } from "./type_door.ts";
import { typeCalls } from "./typed_calls.ts";
import { typeComparisons } from "./typed_comparisons.ts";

/**
 * A query, {@linkcode mendedOnce} already, with what takes the types of what stands in it.
 * @throws {PondError} `invalid-query` for a literal that can't be read as what it meets, `unsupported` for what can't be mended
 */
export async function mendTyped(sql: string, door: TypeDoor): Promise<string> {
  const typed = await typeComparisons(await typeCalls(sql, door), door);
  return withSortedAsOf(guardInLists(checkScalars(typed)));
}
