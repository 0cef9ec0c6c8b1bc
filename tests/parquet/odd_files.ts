import { encodeFooter } from "../../lib/parquet/footer_writer.ts";
import type { CODECS } from "../../lib/parquet/codec.ts";
import type { SchemaNode } from "../../lib/parquet/schema.ts";
import type { PhysicalType } from "../../lib/parquet/thrift_names.ts";
import { ThriftStruct } from "../../lib/parquet/thrift_compact.ts";
import { ThriftWriter } from "../../lib/parquet/thrift_writer.ts";

/** A page as it stands in the file. */
export interface OddPage {
  readonly type: "data" | "dataV2" | "dictionary";
  readonly values: number;
  readonly encoding?: number;
  /** Compressed, where the column is. */
  readonly body: Uint8Array;
  readonly plainBytes?: number;
  readonly crc?: number;
  /** Version 2. */
  readonly definitionBytes?: number;
  readonly nulls?: number;
}

/** A column of a file with one row group. */
export interface OddColumn {
  readonly node: SchemaNode;
  readonly codec?: typeof CODECS[number];
  readonly pages: readonly OddPage[];
  readonly valueCount: number;
  readonly min?: Uint8Array;
  readonly max?: Uint8Array;
  readonly nullCount?: number;
}

/** A leaf or group of a schema; what isn't said is the simplest. */
export function node(facts: Partial<SchemaNode> & { readonly name: string }): SchemaNode {
  return {
    physical: null,
    typeLength: 0,
    repetition: "required",
    converted: null,
    scale: 0,
    precision: 0,
    logical: null,
    children: [],
    ...facts,
  };
}

/** A member of `LogicalType` that says nothing but its name. */
export function logical(id: number): NonNullable<SchemaNode["logical"]> {
  return { id, value: new ThriftStruct() };
}

/**
 * A file of one row group whose pages are whatever `columns` say; columns that are leaves of groups
 * come in order.
 */
export function oddFile(
  columns: readonly OddColumn[],
  options: {
    readonly rows: number;
    readonly saidRows?: number;
    readonly root?: readonly SchemaNode[];
    readonly createdBy?: string;
    readonly keyValues?: readonly (readonly [string, string])[];
  },
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [new TextEncoder().encode("PAR1")];
  let offset = 4;
  const chunks = columns.map(({ node, codec = "UNCOMPRESSED", pages, ...column }) => {
    const start = offset;
    let dataPageOffset = start;
    for (const page of pages) {
      const header = pageHeader(page);
      if (page.type === "dictionary") dataPageOffset = offset + header.length + page.body.length;
      parts.push(header, page.body);
      offset += header.length + page.body.length;
    }
    return {
      physical: node.physical as PhysicalType,
      codec,
      encodings: [...new Set(pages.map(({ encoding = 0 }) => encoding))],
      valueCount: column.valueCount,
      plainBytes: offset - start,
      compressedBytes: offset - start,
      dataPageOffset,
      dictionaryPageOffset: dataPageOffset > start ? start : null,
      min: column.min ?? null,
      max: column.max ?? null,
      nullCount: column.nullCount ?? null,
    };
  });
  const root = node({ name: "schema", children: options.root ?? columns.map(({ node }) => node) });
  parts.push(encodeFooter({
    root,
    rows: options.saidRows ?? options.rows,
    rowGroups: columns.length > 0 ? [{ rows: options.rows, chunks }] : [],
    createdBy: options.createdBy ?? "odd writer",
    ...(options.keyValues ? { keyValues: options.keyValues } : {}),
  }));
  return joined(parts);
}

/** Numbers as PLAIN has them. */
export function plain(kind: "int32" | "int64" | "float", values: readonly number[]): Uint8Array {
  const bytes = kind === "int32"
    ? Int32Array.from(values)
    : kind === "float"
    ? Float32Array.from(values)
    : BigInt64Array.from(values, BigInt);
  return new Uint8Array(bytes.buffer);
}

/** Texts as PLAIN has them. */
export function plainTexts(texts: readonly string[]): Uint8Array {
  return joined(texts.map((text) => {
    const bytes = new TextEncoder().encode(text);
    return joined([plain("int32", [bytes.length]), bytes]);
  }));
}

/** All of `parts`, one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

function pageHeader(page: OddPage): Uint8Array {
  const thrift = new ThriftWriter();
  const { type, values, encoding = 0, body, definitionBytes = 0 } = page;
  thrift.struct(() => {
    thrift.i32(1, type === "data" ? 0 : type === "dictionary" ? 2 : 3);
    thrift.i32(2, page.plainBytes ?? body.length);
    thrift.i32(3, body.length);
    thrift.i32(4, page.crc);
    thrift.structField(type === "data" ? 5 : type === "dictionary" ? 7 : 8, () => {
      thrift.i32(1, values);
      if (type !== "dataV2") thrift.i32(2, encoding);
      if (type === "data") {
        thrift.i32(3, 3);
        thrift.i32(4, 3);
      }
      if (type !== "dataV2") return;
      thrift.i32(2, page.nulls ?? 0);
      thrift.i32(3, values);
      thrift.i32(4, encoding);
      thrift.i32(5, definitionBytes);
      thrift.i32(6, 0);
    });
  });
  return thrift.bytes().slice();
}
