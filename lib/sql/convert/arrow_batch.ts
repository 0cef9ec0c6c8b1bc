import type { DataType, Field, loadArrow, RecordBatch, Schema } from "../../deps/arrow.ts";

import { PondError } from "../../base/mod.ts";
import type { Column } from "../../table/mod.ts";
import type { ColumnBuffers } from "./column_builder.ts";

type Arrow = Awaited<ReturnType<typeof loadArrow>>;

/** The Arrow schema of `columns`; timestamps are UTC microseconds. */
export function arrowSchema(arrow: Arrow, columns: readonly Column[]): Schema {
  return new arrow.Schema(
    columns.map(({ name, type, nullable }) =>
      new arrow.Field(name, arrowType(arrow, type), nullable)
    ),
  );
}

/** One record batch from the buffers of every column. */
export function arrowBatch(
  arrow: Arrow,
  schema: Schema,
  buffers: readonly ColumnBuffers[],
): RecordBatch {
  const rows = buffers[0]?.rows ?? 0;
  const children = buffers.map(({ data, validity, nulls, offsets }, i) => {
    const common = {
      type: (schema.fields[i] as Field).type,
      length: rows,
      nullCount: nulls,
      nullBitmap: nulls > 0 ? validity : null,
    };
    const parts = offsets ? { ...common, data, valueOffsets: offsets } : { ...common, data };
    return arrow.makeData(parts as unknown as Parameters<Arrow["makeData"]>[0]);
  });
  const type = new arrow.Struct(schema.fields);
  return new arrow.RecordBatch(
    schema,
    arrow.makeData({ type, length: rows, nullCount: 0, children }),
  );
}

function arrowType(arrow: Arrow, type: string): DataType {
  switch (type) {
    case "boolean":
      return new arrow.Bool();
    case "int8":
      return new arrow.Int8();
    case "int16":
      return new arrow.Int16();
    case "int32":
      return new arrow.Int32();
    case "int64":
      return new arrow.Int64();
    case "uint8":
      return new arrow.Uint8();
    case "uint16":
      return new arrow.Uint16();
    case "uint32":
      return new arrow.Uint32();
    case "uint64":
      return new arrow.Uint64();
    case "int128":
      return new arrow.Decimal(0, 38, 128);
    case "float":
      return new arrow.Float32();
    case "double":
      return new arrow.Float64();
    case "string":
      return new arrow.Utf8();
    case "binary":
      return new arrow.Binary();
    case "date":
      return new arrow.DateDay();
    case "time":
      return new arrow.TimeMicrosecond();
    case "timestamp":
      return new arrow.TimestampMicrosecond("UTC");
  }
  const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal) return new arrow.Decimal(Number(decimal[2]), Number(decimal[1]), 128);
  throw new PondError("internal", `cannot write a column of type ${type}`);
}
