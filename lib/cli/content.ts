import type { Content } from "../commands/mod.ts";
import { type OutputFormat, PondError, type TimeZone } from "../base/mod.ts";
import type { Call } from "./call.ts";
import type { Progress } from "./progress.ts";

/** Rows of a grid on a terminal, unless all are asked for: a screen or so. */
const MOST_ROWS = 40;

/** How content is written. */
export interface WriteOptions {
  readonly format: OutputFormat | undefined;
  readonly progress: Progress;
  /** Every row of a grid, however many. */
  readonly all?: boolean | undefined;
  /** Whose local time moments are shown in. */
  readonly zone?: TimeZone | undefined;
  /** Keeps spreadsheets from taking texts for formulas. */
  readonly csvSafe?: boolean | undefined;
}

/**
 * Writes the content of a file or the rows of a query; rows as `format`, else a grid on a terminal
 * and CSV elsewhere.
 */
export async function writeContent(
  call: Pick<Call, "output" | "terminal">,
  content: Content,
  { format, progress, all = false, zone, csvSafe = false }: WriteOptions,
): Promise<void> {
  const { output, terminal } = call;
  if (zone) await checkZone(content, { format, zone });
  const isCsv = content.is === "rows" && (format ?? (terminal.stdout ? "table" : "csv")) === "csv";
  if (csvSafe && !isCsv) {
    if (content.is === "rows") await content.result[Symbol.asyncDispose]();
    throw new PondError(
      "usage",
      "cannot make this safe for spreadsheets: it is not written as CSV",
      {
        hint: "--csv-safe goes with --format csv",
      },
    );
  }
  if (content.is === "bytes") {
    progress.clear();
    return await output.writeAll(content.chunks);
  }
  if (content.is === "parquet") {
    await content.write((chunk) => output.writeSync(chunk));
    return progress.clear();
  }
  const { encodeRows } = await import("../commands/mod.ts");
  await using result = content.result;
  const chosen = format === undefined || format === "parquet"
    ? terminal.stdout ? "table" : "csv"
    : format;
  const { stdout, width } = terminal;
  const mostRows = stdout && !all ? MOST_ROWS : undefined;
  const options = { format: chosen, terminal: stdout, width, types: stdout, mostRows, csvSafe };
  for await (
    const chunk of encodeRows(
      zone ? { columns: result.columns, batches: result.batches, zone } : result,
      options,
    )
  ) {
    progress.clear();
    await output.write(chunk);
  }
  progress.clear();
}

/**
 * Refuses, and closes, what is written without texts of times.
 * @throws {PondError} `usage`
 */
async function checkZone(
  content: Content,
  { format, zone }: { readonly format: OutputFormat | undefined; readonly zone: TimeZone },
): Promise<void> {
  if (content.is === "rows" && format !== "arrow") return;
  if (content.is === "rows") await content.result[Symbol.asyncDispose]();
  const isBytes = content.is === "bytes" && format !== "parquet";
  const what = isBytes ? "bytes are written as they are" : `${format ?? "parquet"} holds moments`;
  throw new PondError("usage", `cannot show times in ${zone.name}: ${what}, not their texts`, {
    hint: "--timezone goes with csv, json, jsonl, md and the grid",
  });
}
