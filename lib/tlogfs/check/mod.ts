/**
 * Checking: whether rows, tree and blobs agree, and putting aside what is torn.
 *
 * @module
 */
export { type CheckOptions, checkTlog } from "./check.ts";
