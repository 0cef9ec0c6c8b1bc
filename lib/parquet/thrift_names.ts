/** How a leaf's values are laid out. */
export type PhysicalType =
  | "boolean"
  | "int32"
  | "int64"
  | "int96"
  | "float"
  | "double"
  | "bytes"
  | "fixed";

/** `Type`, by its number. */
export const PHYSICAL: readonly PhysicalType[] = [
  "boolean",
  "int32",
  "int64",
  "int96",
  "float",
  "double",
  "bytes",
  "fixed",
];
/** `FieldRepetitionType`, by its number. */
export const REPETITION = ["required", "optional", "repeated"] as const;

/** Numbers of `ConvertedType`. */
export const CONVERTED = {
  utf8: 0,
  map: 1,
  mapKeyValue: 2,
  list: 3,
  enum: 4,
  decimal: 5,
  date: 6,
  timeMillis: 7,
  timeMicros: 8,
  timestampMillis: 9,
  timestampMicros: 10,
  uint8: 11,
  uint16: 12,
  uint32: 13,
  uint64: 14,
  int8: 15,
  int16: 16,
  int32: 17,
  int64: 18,
  json: 19,
  interval: 21,
} as const;

/** Field ids of the members of `LogicalType`. */
export const LOGICAL = {
  string: 1,
  map: 2,
  list: 3,
  enum: 4,
  decimal: 5,
  date: 6,
  time: 7,
  timestamp: 8,
  integer: 10,
  unknown: 11,
  json: 12,
  uuid: 14,
  float16: 15,
} as const;

/** `Encoding` of parquet.thrift, by number. */
export const ENCODING_NAMES = [
  "PLAIN",
  "GROUP_VAR_INT",
  "PLAIN_DICTIONARY",
  "RLE",
  "BIT_PACKED",
  "DELTA_BINARY_PACKED",
  "DELTA_LENGTH_BYTE_ARRAY",
  "DELTA_BYTE_ARRAY",
  "RLE_DICTIONARY",
  "BYTE_STREAM_SPLIT",
] as const;

/** The numbers of those that pond writes. */
export const ENCODINGS = {
  PLAIN: 0,
  RLE: 3,
  BIT_PACKED: 4,
  DELTA_BINARY_PACKED: 5,
  RLE_DICTIONARY: 8,
} as const;
