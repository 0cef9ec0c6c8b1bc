/**
 * Door to `apache-arrow`: record batches and their IPC form. Types cost nothing; {@linkcode loadArrow}
 * loads the code where it is needed.
 */
export type { Data, DataType, Field, RecordBatch, Schema, Vector } from "npm:apache-arrow@21.2.0";

/** The package, loaded on first use (60–80 ms). */
export function loadArrow(): Promise<typeof import("npm:apache-arrow@21.2.0")> {
  return import("npm:apache-arrow@21.2.0");
}
