/** The package's own types pull in another version of Node's, which then disagree with Deno's about buffers. */
// deno-lint-ignore-file no-explicit-any
declare const bundle: any;
export default bundle;
