/**
 * Door to `hyparquet-writer`: exact Parquet schemas, which the log's checkpoints need. Its own writer
 * makes data pages of version 2 only; {@linkcode loadParquetEncoding} gives the parts that pages of version 1 are made of.
 * It writes the logical type INTEGER in a way that stricter readers refuse: name the converted type alone.
 */
import type * as Writer from "npm:hyparquet-writer@0.17.0";
import type { encodeNestedValues } from "npm:hyparquet-writer@0.17.0/src/dremel.js";
import type { writeRleBitPackedHybrid } from "npm:hyparquet-writer@0.17.0/src/encoding.js";
import type { writeMetadata } from "npm:hyparquet-writer@0.17.0/src/metadata.js";
import type { writePlain } from "npm:hyparquet-writer@0.17.0/src/plain.js";
import type { serializeTCompactProtocol } from "npm:hyparquet-writer@0.17.0/src/thrift.js";

export type { ColumnSource, Writer as ParquetSink } from "npm:hyparquet-writer@0.17.0";

/** The parts of the package that encode Parquet. */
export interface ParquetEncoding {
  readonly ByteWriter: typeof Writer.ByteWriter;
  readonly encodeNestedValues: typeof encodeNestedValues;
  readonly writeRleBitPackedHybrid: typeof writeRleBitPackedHybrid;
  readonly writeMetadata: typeof writeMetadata;
  readonly writePlain: typeof writePlain;
  readonly serializeTCompactProtocol: typeof serializeTCompactProtocol;
}

let encoding: Promise<ParquetEncoding> | undefined;

let loaded: Promise<typeof Writer> | undefined;

/** The package, loaded on first use. */
export function loadHyparquetWriter(): Promise<typeof Writer> {
  return loaded ??= import("npm:hyparquet-writer@0.17.0");
}

/** The package's encoders, loaded on first use. */
export function loadParquetEncoding(): Promise<ParquetEncoding> {
  encoding ??= (async () => {
    const [bytes, dremel, rle, metadata, plain, thrift] = await Promise.all([
      import("npm:hyparquet-writer@0.17.0/src/bytewriter.js"),
      import("npm:hyparquet-writer@0.17.0/src/dremel.js"),
      import("npm:hyparquet-writer@0.17.0/src/encoding.js"),
      import("npm:hyparquet-writer@0.17.0/src/metadata.js"),
      import("npm:hyparquet-writer@0.17.0/src/plain.js"),
      import("npm:hyparquet-writer@0.17.0/src/thrift.js"),
    ]);
    return {
      ByteWriter: bytes.ByteWriter,
      encodeNestedValues: dremel.encodeNestedValues,
      writeRleBitPackedHybrid: rle.writeRleBitPackedHybrid,
      writeMetadata: metadata.writeMetadata,
      writePlain: plain.writePlain,
      serializeTCompactProtocol: thrift.serializeTCompactProtocol,
    };
  })();
  return encoding;
}
