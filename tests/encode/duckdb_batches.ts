import { createSqlEngine } from "../../lib/sql/mod.ts";
import type { EncoderInput } from "../../lib/encode/mod.ts";

/**
 * Started here, since what it opens while it starts would count as a leak of the test that needs it
 * first.
 */
export const engine = createSqlEngine();
await engine.columns({ sql: "SELECT 1 AS a", relations: new Map() });

/** The result of `sql`, which names no relation, as an encoder gets it. */
export async function duckDbRows(sql: string): Promise<EncoderInput> {
  return await engine.run({ sql, relations: new Map() });
}

/** All chunks as text. */
export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text;
}
