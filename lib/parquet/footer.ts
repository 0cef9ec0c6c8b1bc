import { PondError } from "../base/mod.ts";
import { CODECS } from "./codec.ts";
import { readableSchema } from "./readable_schema.ts";
import {
  columnsOf,
  isText,
  leavesOf,
  schemaKeyOf,
  type SchemaLeaf,
  type SchemaNode,
  schemaTree,
} from "./schema.ts";
import { PHYSICAL, type PhysicalType } from "./thrift_names.ts";
import type { Column, ReadableBytes } from "../table/mod.ts";
import { readThriftStruct, ThriftStruct } from "./thrift_compact.ts";

/** A Parquet file's footer. */
export interface ParquetFooter {
  readonly columns: readonly Column[];
  readonly rows: number;
  /** False where the writer left the count of all row groups out. */
  readonly hasRowCount: boolean;
  /** Whether it names columns of geometry, as GeoParquet does. */
  readonly isGeo: boolean;
  readonly rowGroups: readonly RowGroup[];
  /** Equal for files whose schemas are equal. */
  readonly schemaKey: string;
  readonly createdBy: string | null;
  /** Codecs in use, as parquet.thrift names them. */
  readonly codecs: ReadonlySet<string>;
  /** The schema as the file has it, and as it is read: see {@linkcode readableSchema}. */
  readonly storedRoot: SchemaNode;
  readonly root: SchemaNode;
  /** Leaves of {@linkcode root} in file order; index of {@linkcode RowGroup.chunks}. */
  readonly leaves: readonly SchemaLeaf[];
  /** Where the footer begins: pages end before. */
  readonly dataEnd: number;
}

/** One row group and the bytes that it takes. */
export interface RowGroup {
  readonly rows: number;
  readonly startByte: number;
  readonly endByte: number;
  readonly chunks: readonly ColumnChunk[];
}

/** One leaf column of a row group. */
export interface ColumnChunk {
  readonly physical: PhysicalType;
  readonly startByte: number;
  readonly endByte: number;
  /** Bounds as PLAIN-encoded values; null where the writer left them out. */
  readonly min: Uint8Array | null;
  readonly max: Uint8Array | null;
  /** Whether a bound of text was cut inside a character and so is none. */
  readonly hasCutBounds: boolean;
  readonly nullCount: number | null;
  readonly valueCount: number;
  /** As parquet.thrift names it. */
  readonly codec: string;
  /** Encodings that its pages may be in, by their number in parquet.thrift. */
  readonly encodings: readonly number[];
  readonly plainBytes: number;
  readonly dataPageOffset: number;
  readonly dictionaryPageOffset: number | null;
}

/** Footers beyond this are refused: a file that needs one is no file to read by its footer. */
const MAX_FOOTER_BYTES = 64 * 1024 * 1024;
const MAX_COLUMNS = 65_536;
const MAGIC = 0x31524150;

/**
 * Reads a Parquet file's footer, checking every count and offset against the file.
 * @param label names the file in errors
 * @throws {PondError} `invalid-input` when the bytes are not Parquet; `corrupt` when they start as
 *   Parquet and don't hold together; `unsupported` for encrypted footers and columns kept in other
 *   files
 */
export function readParquetFooter(source: ReadableBytes, label: string): ParquetFooter {
  const { bytes, offset } = readFooterBytes(source, label);
  return footerOf(parseFooter(bytes, label), { label, dataEnd: offset });
}

/**
 * The footer's Thrift struct and where it stands in the file.
 * @throws {PondError} as {@linkcode readParquetFooter}
 */
export function readFooterStruct(
  source: ReadableBytes,
  label: string,
): { readonly struct: ThriftStruct; readonly offset: number } {
  const { bytes, offset } = readFooterBytes(source, label);
  return { struct: parseFooter(bytes, label), offset };
}

function readFooterBytes(
  source: ReadableBytes,
  label: string,
): { bytes: Uint8Array; offset: number } {
  const start = readExactly(source, 0, Math.min(4, source.sizeBytes));
  if (source.sizeBytes < 12 || magicOf(start, 0) !== MAGIC) {
    throw new PondError(
      "invalid-input",
      `cannot read ${label} as Parquet: it doesn't begin with "PAR1"`,
    );
  }
  const tail = readExactly(source, source.sizeBytes - 8, 8);
  if (new TextDecoder().decode(tail.subarray(4)) === "PARE") {
    throw new PondError("unsupported", `cannot read ${label} as Parquet: its footer is encrypted`);
  }
  if (magicOf(tail, 4) !== MAGIC) throw corrupt(label, `it doesn't end with "PAR1"`);
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true);
  if (length > MAX_FOOTER_BYTES) throw corrupt(label, `its footer claims ${length} bytes`);
  const offset = source.sizeBytes - 8 - length;
  if (offset < 4) throw corrupt(label, `its footer claims ${length} bytes, more than the file has`);
  return { bytes: readExactly(source, offset, length), offset };
}

function parseFooter(bytes: Uint8Array, label: string): ThriftStruct {
  try {
    return readThriftStruct(bytes);
  } catch (error) {
    throw corrupt(label, `its footer is damaged (${(error as Error).message})`, error);
  }
}

function footerOf(
  footer: ThriftStruct,
  at: { readonly label: string; readonly dataEnd: number },
): ParquetFooter {
  const { label } = at;
  const elements = structs(footer.list(2));
  if (elements.length === 0 || elements.length > MAX_COLUMNS) {
    throw corrupt(label, `its schema has ${elements.length} elements`);
  }
  let storedRoot: SchemaNode;
  try {
    storedRoot = schemaTree(elements);
  } catch (error) {
    throw corrupt(label, (error as Error).message, error);
  }
  const root = readableSchema(storedRoot);
  const storedLeaves = leavesOf(storedRoot);
  const codecs = new Set<string>();
  const rowGroups = structs(footer.list(4)).map((group) =>
    rowGroupOf(group, { ...at, leaves: storedLeaves, codecs })
  );
  const saidRows = countOf(footer.number(3), label, "row count");
  const rows = rowGroups.reduce((sum, group) => sum + group.rows, 0);
  // An early parquet-rs left the count at 0.
  if (rows !== saidRows && saidRows !== 0) {
    throw corrupt(label, "its row groups don't add up to its row count");
  }
  return {
    columns: columnsOf(root),
    rows,
    hasRowCount: rows === saidRows,
    isGeo: structs(footer.list(5)).some((pair) => textOf(pair.bytes(1)) === "geo"),
    rowGroups,
    schemaKey: schemaKeyOf(root),
    createdBy: textOf(footer.bytes(6)),
    codecs,
    storedRoot,
    root,
    leaves: root === storedRoot ? storedLeaves : leavesOf(root),
    dataEnd: at.dataEnd,
  };
}

interface GroupContext {
  readonly label: string;
  readonly dataEnd: number;
  readonly leaves: readonly SchemaLeaf[];
  readonly codecs: Set<string>;
}

function rowGroupOf(group: ThriftStruct, context: GroupContext): RowGroup {
  const { label, leaves } = context;
  const columns = structs(group.list(1));
  if (columns.length !== leaves.length) {
    throw corrupt(label, `a row group has ${columns.length} columns of ${leaves.length}`);
  }
  const chunks = columns.map((column, i) => chunkOf(column, leaves[i]!, context));
  const used = chunks.filter(({ valueCount }) => valueCount > 0);
  return {
    rows: countOf(group.number(3), label, "row group's row count"),
    startByte: used.reduce((least, chunk) => Math.min(least, chunk.startByte), context.dataEnd),
    endByte: used.reduce((most, chunk) => Math.max(most, chunk.endByte), 4),
    chunks,
  };
}

function chunkOf(column: ThriftStruct, leaf: SchemaLeaf, context: GroupContext): ColumnChunk {
  const { label, dataEnd } = context;
  const named = JSON.stringify(leaf.path.join("."));
  const meta = column.struct(3);
  if (column.fields.has(1) || !meta) {
    throw new PondError(
      "unsupported",
      `cannot read ${label} as Parquet: its column ${named} is kept in another file or encrypted`,
    );
  }
  if (PHYSICAL[meta.number(1) ?? -1] !== leaf.node.physical) {
    throw corrupt(label, `its column ${named} has another type than its schema says`);
  }
  const codec = CODECS[meta.number(4) ?? 0] ?? `codec ${meta.number(4)}`;
  context.codecs.add(codec);
  const valueCount = countOf(meta.number(5), label, "value count");
  const dataPageOffset = countOf(meta.number(9), label, "page offset");
  const dictionary = meta.number(11) ?? 0;
  const hasDictionary = dictionary > 0 && dictionary < dataPageOffset;
  const startByte = hasDictionary ? dictionary : dataPageOffset;
  const endByte = startByte + countOf(meta.number(7), label, "column size");
  // Without values there need be no page, and writers then give any offset.
  if (valueCount > 0 && (startByte < 4 || endByte > dataEnd)) {
    throw corrupt(label, `its column ${named} lies outside the file`);
  }
  return {
    physical: leaf.node.physical!,
    startByte,
    endByte,
    valueCount,
    codec,
    encodings: (meta.list(2) ?? []).map(Number),
    plainBytes: countOf(meta.number(6), label, "uncompressed size"),
    dataPageOffset,
    dictionaryPageOffset: hasDictionary ? dictionary : null,
    ...statisticsOf(meta.struct(12), leaf.node, label),
  };
}

/**
 * Bounds and NULLs. The older two fields are in an order that writers did not agree on for anything
 * but signed numbers, so they count for these alone.
 */
function statisticsOf(
  statistics: ThriftStruct | undefined,
  node: SchemaNode,
  label: string,
): Pick<ColumnChunk, "min" | "max" | "nullCount" | "hasCutBounds"> {
  const nullCount = statistics?.number(3);
  const { physical } = node;
  const isNumber = physical !== "bytes" && physical !== "fixed" && physical !== "int96";
  const older = (field: number) => isNumber ? statistics?.bytes(field) : undefined;
  const hasCutBounds = isText(node) &&
    [1, 2, 5, 6].some((field) => !isUtf8(statistics?.bytes(field)));
  return {
    hasCutBounds,
    min: hasCutBounds ? null : statistics?.bytes(6) ?? older(2) ?? null,
    max: hasCutBounds ? null : statistics?.bytes(5) ?? older(1) ?? null,
    nullCount: nullCount === undefined ? null : countOf(nullCount, label, "null count"),
  };
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function isUtf8(bytes: Uint8Array | undefined): boolean {
  if (bytes === undefined || bytes.every((byte) => byte < 0x80)) return true;
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    // The answer, not a failure.
    return false;
  }
}

function textOf(bytes: Uint8Array | undefined): string | null {
  return bytes ? new TextDecoder().decode(bytes) : null;
}

function structs(list: readonly unknown[] | undefined): ThriftStruct[] {
  return (list ?? []).filter((value) => value instanceof ThriftStruct);
}

function countOf(value: number | undefined, label: string, what: string): number {
  if (value === undefined || value < 0 || !Number.isSafeInteger(value)) {
    throw corrupt(label, `its ${what} is ${value ?? "missing"}`);
  }
  return value;
}

function readExactly(source: ReadableBytes, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const count = source.readSync(offset + done, bytes.subarray(done));
    if (count === 0) throw new PondError("io", "cannot read a Parquet footer: the file ends early");
    done += count;
  }
  return bytes;
}

function magicOf(bytes: Uint8Array, offset: number): number {
  if (bytes.length < offset + 4) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(offset, true);
}

function corrupt(label: string, why: string, cause?: unknown): PondError {
  return new PondError("corrupt", `cannot read ${label} as Parquet: ${why}`, { cause });
}
