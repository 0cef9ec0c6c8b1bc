import type { ReadableBytes } from "../table/mod.ts";
import { readThriftPrefix, type ThriftStruct } from "./thrift_compact.ts";

/** A page's header, checked. */
export interface PageHeader {
  readonly type: "data" | "dataV2" | "dictionary" | "other";
  /** Where the body is in the file. */
  readonly bodyOffset: number;
  readonly compressedBytes: number;
  readonly plainBytes: number;
  /** CRC-32 of the body, where there is one. */
  readonly crc: number | null;
  /** A data page's values, NULLs among them; 0 for other pages. */
  readonly valueCount: number;
  /** A dictionary's entries; 0 for other pages. */
  readonly entryCount: number;
  readonly encoding: number;
  /** Version 1: how the levels are encoded. */
  readonly definitionEncoding: number;
  readonly repetitionEncoding: number;
  /** Version 2: what the levels take, which are never compressed. */
  readonly definitionBytes: number;
  readonly repetitionBytes: number;
  /** Version 2: rows that begin in the page. */
  readonly rowCount: number | null;
  /** Version 2: whether the values are compressed. */
  readonly isCompressed: boolean;
}

/** Where a column chunk's pages are. */
export interface PageRange {
  readonly startByte: number;
  /** A page that begins before this may end beyond it: old writers left a header out of the sum. */
  readonly endByte: number;
  /** Nothing of the column lies beyond. */
  readonly dataEnd: number;
  readonly valueCount: number;
}

/** `PageType` of parquet.thrift, by number. */
const TYPES = ["data", "other", "dictionary", "dataV2"] as const;
const FIRST_READ_BYTES = 256;
/** Statistics in a header hold whole values, which may be long. */
const MAX_HEADER_BYTES = 16 * 1024 * 1024;
const DEFAULTS = {
  valueCount: 0,
  entryCount: 0,
  encoding: 0,
  definitionEncoding: 0,
  repetitionEncoding: 0,
  definitionBytes: 0,
  repetitionBytes: 0,
  rowCount: null,
  isCompressed: true,
} as const;

/**
 * The headers of a column chunk's pages, in order, until all of its values have come.
 * @throws {RangeError} when the pages don't hold together or hold another number of values
 */
export function* pageHeaders(source: ReadableBytes, range: PageRange): Generator<PageHeader> {
  let offset = range.startByte;
  let values = 0;
  while (values < range.valueCount) {
    if (offset >= range.endByte) {
      throw new RangeError(`its pages have ${values} values of ${range.valueCount}`);
    }
    const header = readHeader(source, offset, range.dataEnd);
    values += header.valueCount;
    if (values > range.valueCount) {
      throw new RangeError(`its pages have more values than the ${range.valueCount} it promises`);
    }
    yield header;
    offset = header.bodyOffset + header.compressedBytes;
  }
}

/** `length` bytes at `offset`. @throws {RangeError} when the file has become shorter */
export function readRange(source: ReadableBytes, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const count = source.readSync(offset + done, bytes.subarray(done));
    if (count === 0) throw new RangeError("the file ends early");
    done += count;
  }
  return bytes;
}

function readHeader(source: ReadableBytes, offset: number, dataEnd: number): PageHeader {
  for (let size = FIRST_READ_BYTES;; size *= 8) {
    const bytes = readRange(source, offset, Math.min(size, dataEnd - offset));
    let parsed;
    try {
      parsed = readThriftPrefix(bytes);
    } catch (error) {
      // What is cut off looks damaged: then a longer piece tells.
      if (offset + bytes.length < dataEnd && size < MAX_HEADER_BYTES) continue;
      throw new RangeError(`the header of its page at ${offset} is damaged`, { cause: error });
    }
    const header = headerOf(parsed.struct, offset + parsed.length);
    if (header.bodyOffset + header.compressedBytes > dataEnd) {
      throw new RangeError(`its page at ${offset} ends outside the file`);
    }
    return header;
  }
}

/** `PageHeader` of parquet.thrift and the structs in it, by their field numbers. */
function headerOf(struct: ThriftStruct, bodyOffset: number): PageHeader {
  const type = TYPES[struct.number(1) ?? -1] ?? "other";
  const crc = struct.number(4);
  const page = {
    ...DEFAULTS,
    type,
    bodyOffset,
    plainBytes: count(struct, 2, "size"),
    compressedBytes: count(struct, 3, "compressed size"),
    crc: crc === undefined ? null : crc >>> 0,
  };
  if (type === "other") return page;
  const facts = struct.struct(type === "data" ? 5 : type === "dictionary" ? 7 : 8);
  if (!facts) throw new RangeError("the header of a page lacks what its type says");
  const values = count(facts, 1, "number of values");
  switch (type) {
    case "dictionary":
      return { ...page, entryCount: values, encoding: count(facts, 2, "encoding") };
    case "data":
      return {
        ...page,
        valueCount: values,
        encoding: count(facts, 2, "encoding"),
        definitionEncoding: count(facts, 3, "encoding of levels"),
        repetitionEncoding: count(facts, 4, "encoding of levels"),
      };
    case "dataV2":
      return {
        ...page,
        valueCount: values,
        rowCount: count(facts, 3, "number of rows"),
        encoding: count(facts, 4, "encoding"),
        definitionBytes: count(facts, 5, "size of levels"),
        repetitionBytes: count(facts, 6, "size of levels"),
        isCompressed: facts.boolean(7) ?? true,
      };
  }
}

function count(struct: ThriftStruct, field: number, what: string): number {
  const value = struct.number(field);
  if (value === undefined || value < 0 || value > 0x7fffffff) {
    throw new RangeError(`the header of a page says ${value ?? "nothing"} of its ${what}`);
  }
  return value;
}
