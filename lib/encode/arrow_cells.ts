import { PondError, type TimeZone } from "../base/mod.ts";
import type { Data, DataType, RecordBatch } from "../deps/arrow.ts";
import { type CellReader, extent, nullsOf, TYPE } from "./arrow_reader.ts";
import { scalarReader } from "./arrow_scalars.ts";
import { jsonString } from "./cell_text.ts";

/** The readers of a batch's columns, in order; moments in `zone`, else in UTC. */
export function cellReaders(batch: RecordBatch, zone?: TimeZone): CellReader[] {
  return batch.data.children.map((child) => cellReader(child, zone));
}

/** The reader of one column, or of what is nested in one. */
export function cellReader(data: Data, zone?: TimeZone): CellReader {
  if (data.typeId as number === TYPE.dictionary) return dictionary(data, zone);
  return scalarReader(data, zone) ?? nestedReader(data, zone);
}

function nestedReader(data: Data, zone?: TimeZone): CellReader {
  switch (data.typeId as number) {
    case TYPE.list:
    case TYPE.largeList: {
      const items = cellReader(data.children[0]!, zone);
      return raw(data, (row) => {
        const { start, end } = extent(data, row);
        return list(items, start, end);
      });
    }
    case TYPE.fixedSizeList: {
      const items = cellReader(data.children[0]!, zone);
      const size = (data.type as DataType & { listSize: number }).listSize;
      return raw(data, (row) => list(items, row * size, (row + 1) * size));
    }
    case TYPE.struct:
      return structs(data, zone);
    case TYPE.map:
      return maps(data, zone);
    case TYPE.union:
      return unions(data, zone);
    default:
      throw new PondError(
        "unsupported",
        `cannot write a column of type ${data.type}: it is unknown`,
      );
  }
}

function dictionary(data: Data, zone?: TimeZone): CellReader {
  const chunks = data.dictionary!.data.map((chunk) => ({
    length: chunk.length,
    reader: cellReader(chunk, zone),
  }));
  const find = (row: number): { reader: CellReader; at: number } => {
    let at = Number(data.values[row]);
    for (const { length, reader } of chunks) {
      if (at < length) return { reader, at };
      at -= length;
    }
    throw new PondError("internal", "cannot read a dictionary column: an index is outside");
  };
  const isNullIndex = nullsOf(data);
  const isNull = (row: number) => {
    if (isNullIndex(row)) return true;
    const { reader, at } = find(row);
    return reader.isNull(at);
  };
  const text = (row: number) => {
    const { reader, at } = find(row);
    return reader.text(at);
  };
  const json = (row: number) => {
    const { reader, at } = find(row);
    return reader.json(at);
  };
  return { isNull, text, json, numeric: chunks[0]?.reader.numeric ?? false };
}

function list(items: CellReader, start: number, end: number): string {
  let text = "[";
  for (let i = start; i < end; i++) text += (i > start ? "," : "") + jsonOrNull(items, i);
  return `${text}]`;
}

function structs(data: Data, zone?: TimeZone): CellReader {
  const fields = data.children.map((child, i) => ({
    key: `${jsonString(data.type.children[i]!.name)}:`,
    reader: cellReader(child, zone),
  }));
  return raw(
    data,
    (row) => `{${fields.map(({ key, reader }) => key + jsonOrNull(reader, row)).join(",")}}`,
  );
}

/** An object, keys as text. */
function maps(data: Data, zone?: TimeZone): CellReader {
  const entries = data.children[0]!;
  const [keys, values] = [0, 1].map((i) => cellReader(entries.children[i]!, zone));
  return raw(data, (row) => {
    const { start, end } = extent(data, row);
    const parts: string[] = [];
    for (let i = start; i < end; i++) {
      parts.push(`${jsonString(keys!.text(i))}:${jsonOrNull(values!, i)}`);
    }
    return `{${parts.join(",")}}`;
  });
}

/** The value alone; which member it is doesn't show. */
function unions(data: Data, zone?: TimeZone): CellReader {
  const type = data.type as DataType & {
    mode: number;
    typeIdToChildIndex: Readonly<Record<number, number>>;
  };
  const members = data.children.map((child) => cellReader(child, zone));
  const memberOf = (row: number) => members[type.typeIdToChildIndex[data.typeIds[row]!]!]!;
  const at = (row: number) => type.mode === 1 ? Number(data.valueOffsets[row]) : row;
  return {
    isNull: (row) => memberOf(row).isNull(at(row)),
    text: (row) => memberOf(row).text(at(row)),
    json: (row) => memberOf(row).json(at(row)),
    numeric: false,
  };
}

function jsonOrNull(reader: CellReader, row: number): string {
  return reader.isNull(row) ? "null" : reader.json(row);
}

/** A nested value is JSON everywhere. */
function raw(data: Data, json: (row: number) => string): CellReader {
  return { isNull: nullsOf(data), text: json, json, numeric: false };
}
