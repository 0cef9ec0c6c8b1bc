import type { PlainColumn, PlainRow } from "../commands/mod.ts";
import type { Call } from "./call.ts";
import type { OutputFormat } from "../base/mod.ts";
import { jsonArray, jsonLine } from "./json.ts";

/** Plain rows to be written in a format of choice. */
export interface Records {
  /** For formats that know flat rows only. */
  readonly columns: readonly PlainColumn[];
  readonly rows: AsyncIterable<PlainRow> | Iterable<PlainRow>;
}

/**
 * Writes plain rows. JSON needs no engine and no Arrow; every other format goes through the
 * encoders that queries use.
 */
export async function writeRecords(
  call: Pick<Call, "output" | "terminal">,
  records: Records,
  format: OutputFormat,
): Promise<void> {
  const { output, terminal } = call;
  if (format === "json") return await output.writeAll(jsonArray(records.rows));
  if (format === "jsonl") {
    for await (const row of records.rows) await output.write(jsonLine(row));
    return;
  }
  const { encodePlainRows } = await import("../commands/mod.ts");
  const { stdout, width } = terminal;
  const options = { format, terminal: stdout, width };
  await output.writeAll(encodePlainRows(records.columns, records.rows, options));
}

/** Rows that are counted as they pass by. */
export interface CountedRows<T> extends AsyncIterable<T> {
  readonly count: number;
}

/** `rows`, counted: where none passed and something failed, standard output stays empty. */
export function counted<T>(rows: AsyncIterable<T>): CountedRows<T> {
  let count = 0;
  return {
    get count() {
      return count;
    },
    async *[Symbol.asyncIterator]() {
      for await (const row of rows) {
        count++;
        yield row;
      }
    },
  };
}
