/**
 * Bytes by name: a small interface ({@linkcode Store}) with put-if-absent as its one atomic step, and its
 * implementations for the local disk, for memory and for tests that make it fail. Beside them the host reader,
 * which reads files outside the pond and follows no links.
 *
 * @module
 */
export * from "./faulty.ts";
export * from "./host_files.ts";
export * from "./local.ts";
export * from "./memory.ts";
export * from "./store.ts";
