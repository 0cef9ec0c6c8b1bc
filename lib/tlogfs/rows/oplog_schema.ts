import { PondError } from "../../base/mod.ts";
import type { TableMetadata } from "../../delta/mod.ts";
import { OPLOG_SCHEMA } from "./oplog_columns.ts";

/**
 * Refuses a table whose columns are not the log's: another tool has put other rows in its place.
 * @throws {PondError} `unsupported`, naming a column
 */
export function refuseForeignSchema({ schema, partitionColumns }: TableMetadata): void {
  const refuse = (why: string) =>
    new PondError("unsupported", `cannot read the pond: another tool changed its table: ${why}`, {
      hint:
        "`pond list --at N` and other readers show it as it was before; `pond log` names who changed what",
    });
  if (partitionColumns.length > 0) throw refuse("it is partitioned now");
  for (const { name, type } of OPLOG_SCHEMA) {
    const field = schema.find((each) => each.name === name);
    if (!field) throw refuse(`column ${name} is gone`);
    if (field.type === type) continue;
    throw refuse(`column ${name} is ${JSON.stringify(field.type)} instead of ${String(type)}`);
  }
}
