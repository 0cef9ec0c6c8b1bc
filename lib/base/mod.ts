/**
 * Words everyone uses: the one error class with its table of codes, ids, microsecond time,
 * hashes, and text made safe for a terminal. Nothing here reads or writes anything; clock and
 * chance are handed in as an {@linkcode Environment}.
 *
 * @module
 */
export * from "./bytes_read.ts";
export * from "./calendar.ts";
export * from "./abort.ts";
export * from "./environment.ts";
export type {
  ErrorData,
  ErrorDataByCode,
  ErrorDataOf,
  InputColumn,
  TextPosition,
} from "./error_data.ts";
export type { ErrorCode } from "./error_code.ts";
export * from "./errors.ts";
export * from "./float16.ts";
export * from "./hash.ts";
export * from "./ids.ts";
export * from "./limits.ts";
export * from "./output_formats.ts";
export * from "./pace.ts";
export * from "./printable.ts";
export * from "./quote_name.ts";
export * from "./recent_map.ts";
export * from "./shell_word.ts";
export * from "./size.ts";
export * from "./strptime.ts";
export * from "./suggest.ts";
export * from "./time.ts";
export * from "./time_zone.ts";
export * from "./unfinished.ts";
