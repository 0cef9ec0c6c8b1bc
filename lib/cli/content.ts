import type { Content } from "../commands/mod.ts";
import type { Call } from "./call.ts";
import type { OutputFormat } from "../base/mod.ts";
import type { Progress } from "./progress.ts";

/** Rows of a grid on a terminal, unless all are asked for: a screen or so. */
const MOST_ROWS = 40;

/** How content is written. */
export interface WriteOptions {
  readonly format: OutputFormat | undefined;
  readonly progress: Progress;
  /** Every row of a grid, however many. */
  readonly all?: boolean | undefined;
}

/** Writes the content of a file or the rows of a query; rows as `format`, else a grid on a terminal and CSV elsewhere. */
export async function writeContent(
  call: Pick<Call, "output" | "terminal">,
  content: Content,
  { format, progress, all = false }: WriteOptions,
): Promise<void> {
  const { output, terminal } = call;
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
  const options = { format: chosen, terminal: stdout, width, types: stdout, mostRows };
  for await (const chunk of encodeRows(result, options)) {
    progress.clear();
    await output.write(chunk);
  }
  progress.clear();
}
