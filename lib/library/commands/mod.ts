/**
 * What the commands of the program do, for scripts: each takes a pond and gives plain values.
 *
 * @module
 */
export {
  describe,
  list,
  type ListNodesOptions,
  log,
  type LogEntriesOptions,
  plot,
  type PlotChartOptions,
  type ProblemOptions,
  show,
  why,
} from "./reading.ts";
export {
  apply,
  type ApplyDocumentsOptions,
  copy,
  type CopyFilesOptions,
  exportTables,
  type ExportTablesOptions,
  exportViews,
  type ExportViewsOptions,
  freeze,
} from "./writing.ts";
export type {
  Action,
  AppliedDocument,
  Copied,
  Described,
  DescribedColumn,
  ExportedTable,
  ExportedView,
  ExportLayout,
  FrozenNode,
  KindName,
  ListedNode,
  LoggedChange,
  LoggedTransaction,
  ShownNode,
  WhyHost,
  WhyInput,
  WhyNode,
  WhyVersion,
} from "../../commands/mod.ts";
