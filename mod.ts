/**
 * pond as a library: a file system in one directory, with raw files, tables and time series, kept by a transaction log. Open one,
 * query its tables with SQL, read and write its files, look at how it was.
 *
 * @example Rows in, rows out
 * ```ts
 * import { initPond, path } from "./mod.ts";
 *
 * await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
 * await pond.change("import", async (change) => {
 *   await change.write("/notes/a.txt", "two sensors");
 *   await change.append("/sensors/north", [
 *     { ts: new Date("2026-11-01T00:00:00Z"), temp: 4.5 },
 *     { ts: new Date("2026-11-01T01:00:00Z"), temp: 5.5 },
 *   ]);
 * });
 * const since = new Date("2026-11-01T00:30:00Z");
 * for await (
 *   const { ts, temp } of pond.sql<{ ts: Temporal.Instant; temp: number }>`
 *     SELECT ts, temp FROM ${path("/sensors/*")} WHERE ts >= ${since}`
 * ) console.log(`${ts}: ${temp}`);
 * console.log(await pond.file("/notes/a.txt").text());
 * ```
 *
 * @example The pond as it was
 * ```ts
 * import { initPond } from "./mod.ts";
 *
 * await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
 * const { transaction } = await pond.change("first", (change) => change.write("/a", "one"));
 * await pond.change("second", (change) => change.write("/a", "two"));
 * const then = pond.at(transaction!);
 * console.log(await then.file("/a").text(), await pond.file("/a").text());
 * ```
 *
 * @example An answer to a request
 * ```ts
 * import { initPond, path } from "./mod.ts";
 *
 * await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
 * await pond.change("import", (change) => change.create("/sites", [{ site: "north" }]));
 * const handler = (request: Request) =>
 *   new Response(pond.sql`SELECT * FROM ${path(new URL(request.url).pathname)}`.stream("csv"));
 * console.log(await (await handler(new Request("http://localhost/sites"))).text());
 * ```
 *
 * @example A function of SQL of one's own
 * ```ts
 * import { defineFunction, initPond } from "./mod.ts";
 *
 * const dewPoint = defineFunction({
 *   name: "dew_point",
 *   args: ["float64", "float64"],
 *   returns: "float64",
 *   call: (celsius, humidity) => celsius - (100 - humidity) / 5,
 * });
 *
 * await using pond = await initPond(`${await Deno.makeTempDir()}/pond`, { functions: [dewPoint] });
 * for await (const row of pond.sql`SELECT dew_point(20.0, 50.0) AS dew`) console.log(row.dew); // 10
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
 * await using pond = await initPond(`${await Deno.makeTempDir()}/pond`, { factories: [speaker] });
 * await pond.change("example", (change) =>
 *   change.mknod("/greeting", { factory: "speaker", config: { text: "hello" } }));
 * if (await pond.file("/greeting").text() !== "hello") throw new Error("it said something else");
 * ```
 *
 * @module
 */
export {
  type Environment,
  ERROR_CODES,
  type ErrorCode,
  type ErrorCodeFacts,
  type ErrorData,
  type ErrorDataByCode,
  type ErrorDataOf,
  type InputColumn,
  isPondError,
  OUTPUT_FORMATS,
  type OutputFormat,
  PondError,
  type PondErrorOf,
  type PondErrorOptions,
  type TextPosition,
} from "./lib/base/mod.ts";
export * from "./lib/library/mod.ts";
export type {
  CheckOptions,
  ConversionProgress,
  ExplainedRelation,
  Explanation,
  Finding,
  MaintainOptions,
  MaintainReport,
  Moment,
  OpenPondOptions,
  PondStatus,
  QueryCounters,
  SweptFiles,
  TransactionChange,
  TransactionRecord,
} from "./lib/pond/mod.ts";
export {
  type ByteSource,
  type Column,
  type Compression,
  type CsvOptions,
  type DataType,
  type DecimalType,
  type DerivedQuery,
  type EmptyRelation,
  type FormatOptions,
  type ListType,
  type MapType,
  memorySource,
  type ParquetFile,
  type ParquetScan,
  type Relation,
  type RelationOrigin,
  type ScalarName,
  SCALARS,
  type ScalarType,
  type SeriesOptions,
  type StructType,
  type TableDescription,
  type TextNotes,
  type TimeBounds,
  type TimeColumn,
  type TimeRange,
  type TimeRestriction,
  type TimeUnit,
  type UnionByName,
} from "./lib/table/mod.ts";
export {
  type CachePolicy,
  childId,
  type ChildIdentity,
  type ChildSpec,
  type Converted,
  type ConvertedOnce,
  type DefinitionRequest,
  type DirectoryNode,
  type Entry,
  type Factory,
  type FactoryContext,
  type FactoryRegistry,
  type FileKind,
  type FileNode,
  type HostEntry,
  type HostFiles,
  type HostListing,
  type HostStat,
  type KeptQuery,
  type Match,
  type MaterialiseOptions,
  type Node,
  type NodeBase,
  type NodeKind,
  type NodeStat,
  type NodeVersion,
  type OpenOptions as OpenFileOptions,
  type Provenance,
  type ProvenanceInput,
  type RelationRequest,
  type ResolveOptions,
  type SkippedEntries,
  type SymlinkNode,
  type TableServices,
  type TableView,
  type TreeReader,
  type View,
} from "./lib/tinyfs/mod.ts";
export {
  configError,
  type ConfigFields,
  type ConfigOf,
  type ConfigPath,
  type ConfigProblem,
  type ConfigSchema,
  type Field,
  type FieldType,
  type FieldValue,
  type Position,
  type PresentFields,
  type ValueOf as ConfigValueOf,
} from "./lib/config/mod.ts";
export { joinPath } from "./lib/paths/mod.ts";
export type {
  ByteRange,
  EntryKind,
  LockOptions,
  Store,
  StoreEntry,
  StoreIdentity,
  StoreLock,
  StoreReader,
  StoreStat,
  StoreWriter,
} from "./lib/store/mod.ts";
export type { SqlParameters } from "./lib/sql/mod.ts";
export type { TimeValues, ValueOptions } from "./lib/encode/mod.ts";
