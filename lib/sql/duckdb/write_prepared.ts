import type { ParquetTarget, WriteSummary } from "../../parquet/mod.ts";
import { losslessSql, lostValue } from "./lossless.ts";
import { writeParquetFrom } from "./parquet_output.ts";
import { describe, type Prepared } from "./prepared.ts";
import type { Session } from "./session.ts";
import { userError } from "./user_error.ts";

/**
 * Writes the rows of a prepared query as Parquet, each value as it is.
 * @throws {PondError} as `SqlEngine.writeParquet`
 */
export async function writePrepared(
  session: Session,
  prepared: Prepared,
  to: { readonly target: ParquetTarget; readonly label: string },
): Promise<WriteSummary> {
  const compiled = prepared.compile();
  const sql = losslessSql(compiled.sql, await describe(session, compiled));
  try {
    return await writeParquetFrom(session, sql, to);
  } catch (error) {
    throw await userError(lostValue(error), { compiled, session });
  }
}
