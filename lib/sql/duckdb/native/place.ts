import type { EngineModule } from "./memory.ts";

/** An engine that functions come into. */
export interface EnginePlace {
  readonly mod: EngineModule;
  readonly exports: WebAssembly.Exports;
  readonly functionTable: WebAssembly.Table;
  /** Runs a statement. */
  runQuery(connection: number, sql: string): unknown;
}

/** A connection to the database that they come into. */
export interface Place {
  readonly bindings: EnginePlace;
  readonly connection: number;
}
