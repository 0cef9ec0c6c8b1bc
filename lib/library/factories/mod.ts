/**
 * Factories of one's own: how one is defined, and tables that it computes from rows, text or SQL. A
 * pond that has a node of such a factory is opened with it; without it the node lists as broken and
 * is kept intact.
 *
 * @module
 */
export {
  type ComputedTableOptions,
  type CsvTableOptions,
  type RowsTableOptions,
  type SqlTableOptions,
  tableFromCsv,
  tableFromRows,
  tableFromSql,
} from "../computed_table.ts";
export { defineFactory, type FactorySpec } from "../define_factory.ts";
