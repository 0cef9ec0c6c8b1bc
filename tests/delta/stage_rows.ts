import { systemEnvironment } from "../../lib/base/mod.ts";
import {
  compareRows,
  type DeltaTable,
  type Row,
  type StagedFile,
  type StageOptions,
} from "../../lib/delta/mod.ts";
import { stageSortedRows } from "../../lib/delta/stage.ts";
import type { Store } from "../../lib/store/mod.ts";

/** A data file of `rows` in the order of `table`, unseen until somebody commits it. */
export async function stageRows(
  { store, table }: { readonly store: Store; readonly table: DeltaTable },
  rows: readonly Row[],
  options: StageOptions = {},
): Promise<StagedFile> {
  const { metadata } = await table.snapshot();
  const { sortBy } = table as unknown as { readonly sortBy: readonly string[] };
  const context = {
    store,
    root: table.root,
    tmp: "tmp",
    warn: () => {},
    environment: systemEnvironment,
    schema: metadata.schema,
    sortBy,
  };
  return await stageSortedRows(context, [...rows].sort(compareRows(sortBy)), options);
}
