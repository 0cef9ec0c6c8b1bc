import type { Column, CsvOptions } from "../table/mod.ts";

/** How text is converted. */
export interface Conversion {
  /** The name of the file in messages. */
  readonly label: string;
  readonly schema?: readonly Column[];
}

/** How CSV text is converted. */
export interface CsvConversion extends Conversion {
  readonly csv: CsvOptions;
}
