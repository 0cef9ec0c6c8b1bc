import { CODECS } from "./codec.ts";
import { isDecimal, type SchemaNode } from "./schema.ts";
import { LOGICAL, PHYSICAL, type PhysicalType, REPETITION } from "./thrift_names.ts";
import { ThriftWriter } from "./thrift_writer.ts";

/** What a footer says. */
export interface FooterContent {
  readonly root: SchemaNode;
  readonly rows: number;
  readonly rowGroups: readonly GroupContent[];
  readonly createdBy: string | null;
  readonly keyValues?: KeyValues;
}

/** Pairs that readers who don't know them pass over. */
export type KeyValues = readonly (readonly [key: string, value: string])[];

/** What a footer says of a row group; a chunk for each leaf. */
export interface GroupContent {
  readonly rows: number;
  readonly chunks: readonly ChunkContent[];
}

/** What a footer says of a column chunk. */
export interface ChunkContent {
  readonly physical: PhysicalType;
  readonly codec: string;
  /** By their number in parquet.thrift. */
  readonly encodings: readonly number[];
  readonly valueCount: number;
  /** Headers included, before and after compression. */
  readonly plainBytes: number;
  readonly compressedBytes: number;
  readonly dataPageOffset: number;
  readonly dictionaryPageOffset: number | null;
  /** As PLAIN has them. */
  readonly min: Uint8Array | null;
  readonly max: Uint8Array | null;
  readonly nullCount: number | null;
  /** Whether the bounds are values of the column (true) or only enclose them. */
  readonly isMinExact?: boolean;
  readonly isMaxExact?: boolean;
  readonly keyValues?: KeyValues;
}

/** Logical types that say more than their name. */
const WITH_FIELDS: ReadonlySet<number> = new Set([
  LOGICAL.decimal,
  LOGICAL.time,
  LOGICAL.timestamp,
  LOGICAL.integer,
]);
const MAGIC = new TextEncoder().encode("PAR1");

/** A footer with its length and the file's last four bytes. */
export function encodeFooter(content: FooterContent): Uint8Array {
  const thrift = new ThriftWriter();
  thrift.struct(() => fileMetaData(thrift, content));
  const metadata = thrift.bytes();
  const footer = new Uint8Array(metadata.length + 4 + MAGIC.length);
  footer.set(metadata);
  new DataView(footer.buffer).setUint32(metadata.length, metadata.length, true);
  footer.set(MAGIC, metadata.length + 4);
  return footer;
}

/** The numbers are those of the fields in parquet.thrift, here and below. */
function fileMetaData(thrift: ThriftWriter, content: FooterContent): void {
  const paths: string[][] = [];
  thrift.i32(1, 1);
  thrift.structs(
    2,
    flatten(content.root, [], paths),
    (node) => schemaElement(thrift, node, node === content.root),
  );
  thrift.i64(3, content.rows);
  thrift.structs(4, content.rowGroups, (group) => rowGroup(thrift, group, paths));
  if (content.keyValues) keyValues(thrift, 5, content.keyValues);
  thrift.binary(6, content.createdBy);
  // The order that bounds are in: that of the type, for every column.
  thrift.structs(7, paths, () => thrift.structField(1, () => {}));
}

/** The nodes in file order; `paths` gets those of the leaves. */
function flatten(node: SchemaNode, path: readonly string[], paths: string[][]): SchemaNode[] {
  if (node.children.length === 0) paths.push([...path]);
  return [
    node,
    ...node.children.flatMap((child) => flatten(child, [...path, child.name], paths)),
  ];
}

function schemaElement(thrift: ThriftWriter, node: SchemaNode, isRoot: boolean): void {
  if (node.physical !== null) thrift.i32(1, PHYSICAL.indexOf(node.physical));
  if (node.typeLength > 0) thrift.i32(2, node.typeLength);
  if (!isRoot) thrift.i32(3, REPETITION.indexOf(node.repetition));
  thrift.binary(4, node.name);
  if (node.children.length > 0 || isRoot) thrift.i32(5, node.children.length);
  thrift.i32(6, node.converted);
  if (isDecimal(node)) {
    thrift.i32(7, node.scale);
    thrift.i32(8, node.precision);
  }
  if (node.logical && isWritable(node.logical)) {
    thrift.structField(10, () => logicalType(thrift, node));
  }
}

/**
 * What isn't known is left out: readers then see the physical type, as they do of what they don't
 * know.
 */
function isWritable({ id, value }: NonNullable<SchemaNode["logical"]>): boolean {
  return value.fields.size === 0 || WITH_FIELDS.has(id);
}

function logicalType(thrift: ThriftWriter, { logical, scale, precision }: SchemaNode): void {
  const { id, value } = logical!;
  switch (id) {
    case LOGICAL.decimal:
      return thrift.structField(id, () => {
        thrift.i32(1, scale);
        thrift.i32(2, precision);
      });
    case LOGICAL.time:
    case LOGICAL.timestamp:
      return thrift.structField(id, () => {
        thrift.boolean(1, value.boolean(1) ?? false);
        const unit = [...(value.struct(2)?.fields.keys() ?? [])][0] ?? 2;
        thrift.structField(2, () => thrift.structField(unit, () => {}));
      });
    case LOGICAL.integer:
      return thrift.structField(id, () => {
        thrift.i8(1, value.number(1) ?? 64);
        thrift.boolean(2, value.boolean(2) ?? true);
      });
    default:
      thrift.structField(id, () => {});
  }
}

function rowGroup(thrift: ThriftWriter, { rows, chunks }: GroupContent, paths: string[][]): void {
  const sum = (pick: (chunk: ChunkContent) => number) =>
    chunks.reduce((total, chunk) => total + pick(chunk), 0);
  const at = new Map(chunks.map((chunk, i) => [chunk, i]));
  thrift.structs(1, chunks, (chunk) => {
    thrift.i64(2, startOf(chunk));
    thrift.structField(3, () => columnMetaData(thrift, chunk, paths[at.get(chunk)!]!));
  });
  thrift.i64(2, sum((chunk) => chunk.plainBytes));
  thrift.i64(3, rows);
  if (chunks[0]) thrift.i64(5, startOf(chunks[0]));
  thrift.i64(6, sum((chunk) => chunk.compressedBytes));
}

function startOf(chunk: ChunkContent): number {
  return chunk.dictionaryPageOffset ?? chunk.dataPageOffset;
}

function columnMetaData(thrift: ThriftWriter, chunk: ChunkContent, path: string[]): void {
  thrift.i32(1, PHYSICAL.indexOf(chunk.physical));
  thrift.i32s(2, chunk.encodings);
  thrift.binaries(3, path);
  thrift.i32(4, CODECS.indexOf(chunk.codec as typeof CODECS[number]));
  thrift.i64(5, chunk.valueCount);
  thrift.i64(6, chunk.plainBytes);
  thrift.i64(7, chunk.compressedBytes);
  if (chunk.keyValues) keyValues(thrift, 8, chunk.keyValues);
  thrift.i64(9, chunk.dataPageOffset);
  thrift.i64(11, chunk.dictionaryPageOffset);
  const { min, max, nullCount } = chunk;
  if (min === null && max === null && nullCount === null) return;
  thrift.structField(12, () => {
    thrift.i64(3, nullCount);
    thrift.binary(5, max);
    thrift.binary(6, min);
    thrift.boolean(7, max === null ? undefined : chunk.isMaxExact);
    thrift.boolean(8, min === null ? undefined : chunk.isMinExact);
  });
}

function keyValues(thrift: ThriftWriter, id: number, pairs: KeyValues): void {
  thrift.structs(id, pairs, ([key, value]) => {
    thrift.binary(1, key);
    thrift.binary(2, value);
  });
}
