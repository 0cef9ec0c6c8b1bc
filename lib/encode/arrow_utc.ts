import type { Arrow, Data, DataType, Field, RecordBatch } from "../deps/arrow.ts";

/**
 * `batch` with its moments marked as UTC, as Parquet's are: the engine hands them out without a
 * zone. The values stay where they are.
 */
export function markUtc(arrow: Arrow, batch: RecordBatch): RecordBatch {
  const type = utcType(arrow, batch.data.type);
  if (type === batch.data.type) return batch;
  const schema = new arrow.Schema(type.children as Field[], batch.schema.metadata);
  return new arrow.RecordBatch(schema, retyped(batch.data, type) as typeof batch.data);
}

/** `type`, the same object where no moment is in it. */
function utcType(arrow: Arrow, type: DataType): DataType {
  if (arrow.DataType.isTimestamp(type)) return new arrow.Timestamp(type.unit, "UTC");
  const before = type.children as readonly Field[] | null | undefined ?? [];
  const after = before.map((field) => {
    const inner = utcType(arrow, field.type);
    return inner === field.type ? field : field.clone({ type: inner });
  });
  if (after.every((field, i) => field === before[i])) return type;
  // A type is its class and its fields; the class stays, so its size, order of keys and the like
  // do.
  return Object.assign(Object.create(Object.getPrototypeOf(type)), type, { children: after });
}

function retyped(data: Data, type: DataType): Data {
  if (type === data.type) return data;
  const fields = type.children as readonly Field[] | null | undefined ?? [];
  const children = data.children.map((child, i) => retyped(child, fields[i]!.type));
  return data.clone(type, data.offset, data.length, data.nullCount, undefined, children);
}
