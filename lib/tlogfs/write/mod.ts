/**
 * Writing: a transaction collects rows and blobs, follows its own changes, and knows which
 * directories it rests on.
 *
 * @module
 */
export { StoredTransaction } from "./transaction.ts";
export { type Composition, type PendingNode, PendingRows } from "./pending.ts";
