import { CSV_DEFAULTS, findTimeColumn } from "../table/mod.ts";
import type { ConfigFields, ConfigOf, ConfigProblem } from "../config/mod.ts";
import { isSourceUrl } from "../paths/mod.ts";
import { checkColumns, COLUMNS_TYPE } from "./column_fields.ts";
import { TIME_COLUMN_FIELD, TTL_FIELD } from "./common_fields.ts";

const csvFields = {
  delimiter: {
    type: { is: "string" },
    default: CSV_DEFAULTS.delimiter,
    help: "One character between values",
  },
  header: {
    type: { is: "boolean" },
    default: CSV_DEFAULTS.header,
    help: "Whether the first line names the columns",
  },
  quote: {
    type: { is: "string" },
    default: CSV_DEFAULTS.quote,
    help: "One character around values; empty: none",
  },
  escape: {
    type: { is: "string" },
    default: CSV_DEFAULTS.escape,
    help: "One character before a quote within quotes; empty: none",
  },
  null: {
    type: { is: "string" },
    default: CSV_DEFAULTS.null,
    help: "The text that stands for NULL",
  },
  skip: { type: { is: "integer" }, default: CSV_DEFAULTS.skip, help: "Lines to pass over first" },
  ragged: {
    type: { is: "enum", values: ["error", "fill"] },
    default: CSV_DEFAULTS.ragged,
    help: "A row with too few values: an error, or filled up with NULL",
  },
  encoding: {
    type: { is: "enum", values: ["utf8", "latin1"] },
    default: CSV_DEFAULTS.encoding,
    help: "How the text is encoded",
  },
} as const satisfies ConfigFields;

/** The fields of csv-directory. */
export const CSV_FIELDS = {
  source: {
    type: { is: "pattern" },
    required: true,
    help: "Pond path or glob of the CSV files; .gz and .zst are read compressed",
  },
  type: {
    type: { is: "enum", values: ["table", "series"] },
    default: "table",
    help: "What each file is shown as",
  },
  time_column: TIME_COLUMN_FIELD,
  schema: { type: COLUMNS_TYPE, help: "Columns that every file must have, enforced when given" },
  csv: { type: { is: "object", fields: csvFields }, default: {}, help: "How the text is cut" },
  cache: {
    type: { is: "object", fields: { ttl: TTL_FIELD } },
    help: "How long converted files are kept",
  },
} as const satisfies ConfigFields;

/** A config of csv-directory. */
export type CsvDirectoryConfig = ConfigOf<typeof CSV_FIELDS>;

/** Checks the rules across fields, and characters and columns. */
export function checkCsvConfig(config: CsvDirectoryConfig): ConfigProblem | undefined {
  return checkSource(config) ?? checkTime(config) ?? checkCsv(config);
}

function checkSource({ source }: CsvDirectoryConfig): ConfigProblem | undefined {
  if (!isSourceUrl(source)) return undefined;
  return {
    at: ["source"],
    why: `expected a pond path or glob, got the URL ${source}`,
    hint: "write the path alone; the csv field says how the text is cut",
  };
}

function checkTime({ type, time_column, schema }: CsvDirectoryConfig): ConfigProblem | undefined {
  const problem = schema && checkColumns(schema, ["schema"]);
  if (problem) return problem;
  if (type === "table") {
    return time_column === undefined ? undefined : {
      at: ["time_column"],
      why: "a table has no time_column",
      hint: "write type: series, or leave time_column out",
    };
  }
  if (!schema) return undefined;
  const column = time_column === undefined
    ? findTimeColumn(schema)
    : schema.find(({ name }) => name === time_column);
  if (column) return undefined;
  const names = schema.map(({ name }) => name).join(", ");
  return time_column === undefined
    ? {
      at: ["schema"],
      why: "none of the columns is known as a time column",
      hint: "name it: time_column",
    }
    : {
      at: ["time_column"],
      why: `the schema has no column ${JSON.stringify(time_column)}`,
      hint: `it has ${names}`,
    };
}

function checkCsv({ csv }: CsvDirectoryConfig): ConfigProblem | undefined {
  const oneCharacter = /^[^\r\n]$/u;
  const hint = 'write one character; a tab is "\\t", in double quotes';
  if (!oneCharacter.test(csv.delimiter)) {
    return { at: ["csv", "delimiter"], why: "expected one character", hint };
  }
  for (const name of ["quote", "escape"] as const) {
    if (csv[name] !== "" && !oneCharacter.test(csv[name])) {
      return { at: ["csv", name], why: "expected one character, or none", hint };
    }
  }
  if (csv.delimiter === csv.quote) {
    return { at: ["csv", "quote"], why: "it is the delimiter as well" };
  }
  return csv.skip >= 0 ? undefined : { at: ["csv", "skip"], why: "expected 0 or more lines" };
}
