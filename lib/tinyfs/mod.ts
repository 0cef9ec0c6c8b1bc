/**
 * The file-system model: what a node is, the tree and the walk through it, and the contract of factories. No storage and no
 * SQL: a stored file, a host file and the result of a query are the same to whoever reads the tree. A file offers its content
 * as bytes; a table or series offers metadata without content and a relation too, which is plain data that an engine can read.
 *
 * @module
 */
export { brokenNode, type BrokenNodeFacts, childId, type ChildIdentity } from "./dynamic.ts";
export { countSkipped } from "./count_skipped.ts";
export type {
  CachePolicy,
  ChildSpec,
  Converted,
  ConvertedOnce,
  Factory,
  FactoryContext,
  FactoryRegistry,
  HostEntry,
  HostFiles,
  HostListing,
  HostStat,
  KeptQuery,
  MaterialiseOptions,
  ResolveOptions,
  SkippedEntries,
  TableServices,
  TakingTableServices,
  TreeReader,
} from "./factory.ts";
export type {
  DefinitionRequest,
  DirectoryNode,
  Entry,
  FileKind,
  FileNode,
  Node,
  NodeBase,
  NodeKind,
  NodeStat,
  NodeVersion,
  OpenOptions,
  Provenance,
  ProvenanceInput,
  RelationRequest,
  SymlinkNode,
  TableView,
  View,
} from "./node.ts";
export { followLink, resolveNode, type ResolveNodeOptions } from "./resolve.ts";
export { globNodes, type GlobOptions, type Match, walkNodes, type WalkOptions } from "./walk.ts";
