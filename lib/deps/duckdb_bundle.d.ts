/**
 * The package's own types pull in another version of Node's, which then disagree with Deno's about
 * buffers.
 */
// deno-lint-ignore no-explicit-any
export function loadDuckDbBundle(): Promise<any>;
