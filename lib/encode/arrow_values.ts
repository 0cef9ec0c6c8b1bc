import { PondError } from "../base/mod.ts";
import type { Data, DataType, RecordBatch } from "../deps/arrow.ts";
import { cellReader } from "./arrow_cells.ts";
import { momentReader, type TimeValues } from "./arrow_moments.ts";
import { type CellReader, extent, nullsOf, TYPE, type ValueReader } from "./arrow_reader.ts";

/** How values are read. */
export interface ValueOptions {
  /** Default `temporal`; `date` where the runtime has no `Temporal`. */
  readonly times?: TimeValues;
  /** Values that `JSON.stringify` takes and gives as `--format json` does. */
  readonly json?: boolean;
}

/** Readers of a batch's columns as JavaScript values, in order. */
export function valueReaders(batch: RecordBatch, options: ValueOptions = {}): ValueReader[] {
  const times = options.times ?? ("Temporal" in globalThis ? "temporal" : "date");
  return batch.data.children.map((child) =>
    readerOf(child, { json: options.json ?? false, times })
  );
}

type Options = Required<ValueOptions>;

function readerOf(data: Data, options: Options): ValueReader {
  const isNull = nullsOf(data);
  const value = valueOf(data, options);
  return (row) => isNull(row) ? null : value(row);
}

function valueOf(data: Data, options: Options): ValueReader {
  switch (data.typeId as number) {
    case TYPE.null:
      return () => null;
    case TYPE.bool:
      return (row) =>
        ((data.values[(data.offset + row) >> 3] >> ((data.offset + row) & 7)) & 1) === 1;
    case TYPE.list:
    case TYPE.largeList:
      return lists(data, options, (row) => extent(data, row));
    case TYPE.fixedSizeList: {
      const size = (data.type as DataType & { listSize: number }).listSize;
      return lists(data, options, (row) => ({ start: row * size, end: (row + 1) * size }));
    }
    case TYPE.struct:
      return structs(data, options);
    case TYPE.map:
      return maps(data, options);
    case TYPE.union:
      return unions(data, options);
    case TYPE.dictionary:
      return throughText(data, options);
    default:
      return options.json ? throughText(data, options) : scalars(data, options);
  }
}

/** JSON's values are those that the JSON format writes. */
function throughText(data: Data, { json }: Options): ValueReader {
  const cells = cellReader(data);
  return json ? (row) => JSON.parse(cells.json(row)) : (row) => cells.text(row);
}

function scalars(data: Data, options: Options): ValueReader {
  const cells = cellReader(data);
  switch (data.typeId as number) {
    case TYPE.int: {
      const values = data.values as ArrayLike<number | bigint>;
      return (row) => plainInteger(values[row]!);
    }
    case TYPE.float: {
      const isHalf = (data.type as DataType & { precision: number }).precision === 0;
      return isHalf ? (row) => Number(cells.text(row)) : (row) => data.values[row];
    }
    case TYPE.decimal:
      return isInteger(data) ? (row) => plainInteger(BigInt(cells.text(row))) : cells.text;
    case TYPE.binary:
    case TYPE.largeBinary:
      return (row) => {
        const { start, end } = extent(data, row);
        return data.values.slice(start, end);
      };
    case TYPE.fixedSizeBinary: {
      const width = (data.type as DataType & { byteWidth: number }).byteWidth;
      return (row) => data.values.slice(row * width, (row + 1) * width);
    }
    case TYPE.date:
    case TYPE.time:
    case TYPE.timestamp:
      return momentReader(data, cells, options.times);
    default:
      return textReader(data, cells);
  }
}

function textReader(data: Data, cells: CellReader): ValueReader {
  const known: number[] = [
    ...[TYPE.utf8, TYPE.largeUtf8, TYPE.interval, TYPE.duration],
  ];
  if (known.includes(data.typeId as number)) return cells.text;
  throw new PondError("unsupported", `cannot read a column of type ${data.type}: it is unknown`);
}

/** A number where that is exact. */
function plainInteger(value: number | bigint): number | bigint {
  if (typeof value === "number") return value;
  const isExact = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
  return isExact ? Number(value) : value;
}

/** The engine hands out 128-bit integers as decimals of 38 digits without a fraction. */
function isInteger({ type }: Data): boolean {
  const { scale, precision } = type as DataType & { scale: number; precision: number };
  return scale === 0 && precision === 38;
}

function lists(
  data: Data,
  options: Options,
  extentOf: (row: number) => { readonly start: number; readonly end: number },
): ValueReader {
  const item = readerOf(data.children[0]!, options);
  return (row) => {
    const { start, end } = extentOf(row);
    return Array.from({ length: end - start }, (_, i) => item(start + i));
  };
}

function structs(data: Data, options: Options): ValueReader {
  const names = data.type.children.map(({ name }: { name: string }) => name);
  return objectReader(names, data.children.map((child) => readerOf(child, options)));
}

/** Objects with `names`; one called `__proto__` is a field like any. */
export function objectReader(
  names: readonly string[],
  readers: readonly ValueReader[],
): (row: number) => Record<string, unknown> {
  return (row) => {
    const object: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      const value = readers[i]!(row);
      if (name !== "__proto__") object[name] = value;
      else Object.defineProperty(object, name, { ...PLAIN_FIELD, value });
    }
    return object;
  };
}

const PLAIN_FIELD = { configurable: true, enumerable: true, writable: true } as const;

function maps(data: Data, options: Options): ValueReader {
  if (options.json) return throughText(data, options);
  const entries = data.children[0]!;
  const [key, value] = entries.children.map((child) => readerOf(child, options));
  return (row) => {
    const { start, end } = extent(data, row);
    const map = new Map<unknown, unknown>();
    for (let i = start; i < end; i++) map.set(key!(i), value!(i));
    return map;
  };
}

/** The value alone; which member it is doesn't show. */
function unions(data: Data, options: Options): ValueReader {
  const type = data.type as DataType & {
    mode: number;
    typeIdToChildIndex: Readonly<Record<number, number>>;
  };
  const members = data.children.map((child) => readerOf(child, options));
  return (row) => {
    const member = members[type.typeIdToChildIndex[data.typeIds[row]!]!]!;
    return member(type.mode === 1 ? Number(data.valueOffsets[row]) : row);
  };
}
