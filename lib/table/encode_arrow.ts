import { PondError } from "../base/mod.ts";
import { loadArrow } from "../deps/arrow.ts";
import type { EncoderInput } from "./encode_text.ts";

/**
 * An Arrow IPC stream, batch by batch. The schema is the first batch's, so a result without rows has to come as
 * one empty batch.
 * @throws {PondError} `internal` without any batch
 */
export async function* encodeArrow(input: EncoderInput): AsyncGenerator<Uint8Array> {
  const { AsyncByteQueue, RecordBatchStreamWriter } = await loadArrow();
  const chunks: Uint8Array[] = [];
  class Collector extends AsyncByteQueue {
    override write(chunk: Parameters<InstanceType<typeof AsyncByteQueue>["write"]>[0]): void {
      if (chunk instanceof Uint8Array) chunks.push(chunk.slice());
    }
  }
  let writer: InstanceType<typeof RecordBatchStreamWriter> | undefined;
  for await (const batch of input.batches) {
    writer ??= new RecordBatchStreamWriter({ autoDestroy: false }).reset(
      new Collector(),
      batch.schema,
    );
    writer.write(batch);
    yield* chunks.splice(0);
  }
  if (!writer) throw new PondError("internal", "cannot write Arrow: the result has no schema");
  writer.finish();
  yield* chunks.splice(0);
}
