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
 * @example A factory of one's own: a file that says what its config says
 * ```ts
 * import { type ConfigFields, type ConfigOf, type Factory, initPond, memorySource } from "./mod.ts";
 *
 * const fields = {
 *   text: { type: { is: "string" }, required: true, help: "What the file says" },
 * } as const satisfies ConfigFields;
 *
 * const speaker: Factory<ConfigOf<typeof fields>> = {
 *   name: "speaker",
 *   description: "a file of one text",
 *   configVersion: 1,
 *   schema: { fields },
 *   example: "text: hello\n",
 *   kind: () => "data",
 *   validate: async () => {},
 *   open({ text }, { path, id, version, modifiedUs }) {
 *     const bytes = new TextEncoder().encode(text);
 *     const stat = { version, sizeBytes: bytes.length, modifiedUs, sha256: null };
 *     return {
 *       kind: "data",
 *       path,
 *       id,
 *       factory: "speaker",
 *       table: null,
 *       stat: async () => stat,
 *       open: async () => memorySource(bytes, `speaker:${text}`),
 *     };
 *   },
 * };
 *
 * const directory = await Deno.makeTempDir();
 * await using pond = await initPond(`${directory}/pond`, { factories: [speaker] });
 * await pond.transact(["example"], (change) =>
 *   change.mknod("/greeting", { factory: "speaker", yaml: "text: hello" }));
 * const source = await (await pond.read()).open("/greeting");
 * const bytes = new Uint8Array(source.sizeBytes);
 * source.readSync(0, bytes);
 * source.close();
 * if (new TextDecoder().decode(bytes) !== "hello") throw new Error("it said something else");
 * ```
 *
 * @module
 */
export {
  ERROR_CODES,
  type ErrorCode,
  type ErrorCodeFacts,
  isPondError,
  PondError,
} from "./lib/base/mod.ts";
export * from "./lib/pond/mod.ts";
export { type ByteSource, memorySource, type Relation } from "./lib/table/mod.ts";
export {
  childId,
  type DirectoryNode,
  type Entry,
  type Factory,
  type FactoryContext,
  type FileNode,
  type Node,
  type NodeStat,
  type SymlinkNode,
} from "./lib/tinyfs/mod.ts";
export {
  configError,
  type ConfigFields,
  type ConfigOf,
  type ConfigProblem,
  type ConfigSchema,
} from "./lib/config/mod.ts";
export { joinPath } from "./lib/paths/mod.ts";
