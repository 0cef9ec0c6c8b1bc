import { loadArrow } from "../deps/arrow.ts";
import { arrowSchema } from "./arrow_type.ts";
import { markUtc } from "./arrow_utc.ts";
import type { EncoderInput } from "./encode_text.ts";

/**
 * An Arrow IPC stream, batch by batch, moments marked as UTC. A result without any batch gets its
 * schema from the columns' words.
 */
export async function* encodeArrow(input: EncoderInput): AsyncGenerator<Uint8Array> {
  const arrow = await loadArrow();
  const chunks: Uint8Array[] = [];
  class Collector extends arrow.AsyncByteQueue {
    override write(
      chunk: Parameters<InstanceType<typeof arrow.AsyncByteQueue>["write"]>[0],
    ): void {
      if (chunk instanceof Uint8Array) chunks.push(chunk.slice());
    }
  }
  const writer = new arrow.RecordBatchStreamWriter({ autoDestroy: false });
  let started = false;
  for await (const batch of input.batches) {
    const marked = markUtc(arrow, batch);
    if (!started) writer.reset(new Collector(), marked.schema);
    started = true;
    writer.write(marked);
    yield* chunks.splice(0);
  }
  if (!started) writer.reset(new Collector(), arrowSchema(arrow, input.columns));
  writer.finish();
  yield* chunks.splice(0);
}
