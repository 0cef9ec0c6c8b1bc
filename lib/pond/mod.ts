/**
 * The composition root: opens a pond, wires storage, factories, engine and cache, and offers readers,
 * transactions and queries to commands and library users.
 *
 * @module
 */
export * from "./api.ts";
export { initPond, openPond } from "./pond.ts";
