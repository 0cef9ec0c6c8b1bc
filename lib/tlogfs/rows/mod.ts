/**
 * What a row of the log says, how it is written in columns, and the blobs that rows name; and the
 * words that all of the room speaks in.
 *
 * @module
 */
export type {
  DynamicRow,
  DynamicSpec,
  SnapshotOptions,
  Tlog,
  TlogOptions,
  TlogStats,
  TransactionChange,
  TransactionInfo,
  TransactionRecord,
  TreeSnapshot,
  TreeTransaction,
  WriteFileOptions,
} from "./api.ts";
export {
  attributesDropped,
  attributesOf,
  attributesStating,
  blockSumsOf,
  earlierPlaces,
  formatAttributes,
  isDropped,
  mergedPartsOf,
  recordedTime,
  type StatedVersions,
  withdrawnOf,
} from "./attributes.ts";
export { type Blob, BLOB_BYTES, blobHash, blobName, listBlobs, openBlob } from "./blobs.ts";
export { BlockSummer, type BlockSums } from "./block_sums.ts";
export { deltaOptions } from "./delta_options.ts";
export {
  historyOf,
  type NodeHistory,
  type SeriesPart,
  seriesParts,
  versionPart,
} from "./history.ts";
export { Inventory, type InventoryNode } from "./inventory.ts";
export type {
  Finding,
  MaintainOptions,
  MaintainReport,
  SeriesRewriter,
  SweptFiles,
} from "./maintenance_api.ts";
export type { MergedPart } from "./merged_part.ts";
export { decodeRow, encodeRow, FACT_COLUMNS, OPLOG_SCHEMA } from "./oplog_columns.ts";
export { isNewer, keepNewest, type OplogRow, type Place } from "./oplog_row.ts";
export {
  aliveName,
  findStrangers,
  isUnfinishedName,
  ownerOf,
  refuseStrangers,
  STAGED_COPY,
  type Stranger,
  strangerText,
} from "./pond_layout.ts";
export { refuseForeignSchema } from "./oplog_schema.ts";
