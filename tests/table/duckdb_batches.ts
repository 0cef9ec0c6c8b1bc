import { loadArrow } from "../../lib/deps/arrow.ts";
import type { Column, EncoderInput } from "../../lib/table/mod.ts";
import { openLocalSession } from "../../lib/sql/duckdb/local_session.ts";

let session: ReturnType<typeof openLocalSession> | undefined;

/** The result of trusted SQL as an encoder gets it, with the columns' type words where they matter. */
export async function duckDbRows(
  sql: string,
  types: Readonly<Record<string, string>> = {},
): Promise<EncoderInput> {
  session ??= openLocalSession({ prelude: [] });
  const { tableFromIPC } = await loadArrow();
  const table = tableFromIPC(await (await session).run(sql));
  const columns: Column[] = table.schema.fields.map(({ name }) => ({
    name,
    type: types[name] ?? "string",
    nullable: true,
  }));
  return {
    columns,
    batches: (async function* () {
      yield* table.batches;
    })(),
  };
}

/** All chunks as text. */
export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text;
}
