/**
 * Door to `apache-arrow`: record batches and their IPC form. Types cost nothing;
 * {@linkcode loadArrow} loads the code where it is needed.
 */
export type {
  Data,
  DataType,
  Field,
  RecordBatch,
  Schema,
  Table,
  Vector,
} from "npm:apache-arrow@21.2.0";

/** The package itself. */
export type Arrow = typeof import("npm:apache-arrow@21.2.0");

let loaded: Promise<Arrow> | undefined;

/**
 * The package, loaded on first use (60–80 ms). Importing it again would cost a millisecond each
 * time.
 */
export function loadArrow(): Promise<Arrow> {
  return loaded ??= import("npm:apache-arrow@21.2.0");
}
