/**
 * pond as a library: open a pond, read its tree, query tables and series, write in transactions, register
 * factories. Every command of the program is a thin reader of the same API.
 *
 * @example A pond in a temporary directory
 * ```ts
 * import { initPond } from "./mod.ts";
 *
 * const directory = await Deno.makeTempDir();
 * await using pond = await initPond(`${directory}/pond`);
 * await pond.transact(["example"], async (change) => {
 *   await change.makeDirectory("/notes");
 *   await change.writeFile("/notes/hello.txt", new Blob(["hello"]).stream(), {});
 * });
 * const reader = await pond.read();
 * for await (const match of reader.glob("/notes/*")) console.log(match.path);
 * ```
 *
 * @module
 */
export { ERROR_CODES, type ErrorCode, isPondError, PondError } from "./lib/base/mod.ts";
export * from "./lib/pond/mod.ts";
