/**
 * Bytes by name: a small interface ({@linkcode Store}) with put-if-absent as its one atomic step,
 * and its implementation for the local disk; tests have one in memory and one that fails on
 * purpose. Beside it the host reader, which reads files outside the pond and follows no links.
 *
 * @module
 */
export * from "./host_files.ts";
export * from "./local.ts";
export * from "./pack/mod.ts";
export * from "./store.ts";
