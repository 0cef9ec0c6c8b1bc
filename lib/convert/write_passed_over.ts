import { type ColumnBatch, type ParquetTarget, writeParquetFile } from "../parquet/mod.ts";
import type { Column } from "../table/mod.ts";
import { CellWriter } from "./cell_writer.ts";
import { newColumnBuilder } from "./column_builder.ts";
import type { PassedOver } from "./passed_over.ts";
import { formatOfColumn } from "./readers.ts";
import { takeAll } from "./row_groups.ts";

const COLUMNS: readonly Column[] = [
  { name: "file", type: { is: "string" }, nullable: false },
  { name: "line", type: { is: "int64" }, nullable: false },
  { name: "column", type: { is: "string" }, nullable: true },
  { name: "value", type: { is: "string" }, nullable: true },
  { name: "why", type: { is: "string" }, nullable: false },
];

/** Writes what was passed over of the file `label` as Parquet, a row each. */
export async function writePassedOver(
  target: ParquetTarget,
  items: readonly PassedOver[],
  { label }: { readonly label: string },
): Promise<void> {
  const builders = COLUMNS.map((column) => newColumnBuilder(formatOfColumn(column)));
  function* batches(): Generator<readonly ColumnBatch[], null> {
    const cells = new CellWriter(COLUMNS.length);
    const append = () => {
      const block = cells.take();
      builders.forEach((builder, i) => builder.append(block, i));
    };
    for (const { line, column, value, why } of items) {
      cells.beginRow(line);
      for (const text of [label, String(line), column, value, why]) cells.add(text);
      if (cells.isFull) append();
    }
    append();
    yield takeAll(builders);
    return null;
  }
  await writeParquetFile(batches(), { columns: COLUMNS, target });
}
