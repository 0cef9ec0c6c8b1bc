/**
 * Makes DuckDB 0.9.1 answer as today's does. A query is text when it comes in and text when it goes out: refused where the
 * old engine's answer would be wrong and can't be set right ({@linkcode checkedForEngine}), rewritten where its words alone
 * tell what is meant ({@linkcode mendedOnce}), and rewritten again where that takes types, for which the engine itself is
 * asked through a {@linkcode TypeDoor} ({@linkcode mendTyped}). What no rewriting reaches is a setting or a macro of the
 * prelude. `../README.md` lists what is mended, refused and left; `tests/differential/` holds all of it to a native DuckDB.
 *
 * @module
 */
export type { Reference, Statement } from "../syntax/mod.ts";
export { checkedForEngine, mendedOnce } from "./known_text.ts";
export { mendTyped } from "./mend_typed.ts";
export { type Extent, type Planner, type Reads, TypeDoor } from "./type_door.ts";
export { type InputColumns, standIn, type TypedColumn, withInputs } from "./stand_in.ts";
export { MacroShelf } from "./macro_shelf.ts";
export { ASOF_BY_INTERVALS, DISABLED_RULES, MACROS, SETTINGS } from "./prelude.ts";
