import { PondError } from "../base/mod.ts";
import {
  findTimeColumn,
  readTextOptions,
  TEXT_OPTIONS,
  type TextOption,
  type TextOptions,
} from "../table/mod.ts";
import type { ConfigFields, ConfigOf, ConfigProblem, FieldType } from "../config/mod.ts";
import { isSourceUrl } from "../paths/mod.ts";
import { checkColumns, COLUMNS_TYPE } from "./column_fields.ts";
import { TIME_COLUMN_FIELD, TTL_FIELD } from "./common_fields.ts";

/** A field for each option of CSV text. */
const csvFields: ConfigFields = Object.fromEntries(
  TEXT_OPTIONS.filter(({ formats }) => formats.includes("csv")).map((option) => [
    option.name,
    { type: fieldType(option), help: option.help, ...defaultOf(option) },
  ]),
);

function fieldType({ is, values = [] }: TextOption): FieldType {
  switch (is) {
    case "enum":
      return { is, values };
    case "text":
      return { is: "string" };
    default:
      return { is };
  }
}

/** What there is none of needs no default to be shown. */
function defaultOf({ default: value }: TextOption): { readonly default?: unknown } {
  const isNone = value === null || value === "" || Array.isArray(value) && value.join("") === "";
  return isNone ? {} : { default: value };
}

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
  time_column: {
    ...TIME_COLUMN_FIELD,
    type: { is: "texts" },
    help: `${TIME_COLUMN_FIELD.help}; [date, time] joins two columns into one, timestamp`,
  },
  schema: { type: COLUMNS_TYPE, help: "Columns that every file must have, enforced when given" },
  csv: { type: { is: "object", fields: csvFields }, default: {}, help: "How the text is read" },
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
  if (time_column?.length === 0) return { at: ["time_column"], why: "name a column" };
  if (type === "table") {
    return time_column === undefined ? undefined : {
      at: ["time_column"],
      why: "a table has no time_column",
      hint: "write type: series, or leave time_column out",
    };
  }
  if (!schema) return undefined;
  const names = schema.map(({ name }) => name);
  if (time_column === undefined) {
    return findTimeColumn(schema) ? undefined : {
      at: ["schema"],
      why: "none of the columns is known as a time column",
      hint: "name it: time_column",
    };
  }
  const missing = time_column.find((name) => !names.includes(name));
  return missing === undefined ? undefined : {
    at: ["time_column"],
    why: `the schema has no column ${JSON.stringify(missing)}`,
    hint: `it has ${names.join(", ")}`,
  };
}

function checkCsv({ csv }: CsvDirectoryConfig): ConfigProblem | undefined {
  const read = readTextOptions(givenOptions(csv), { format: "csv" });
  if (!("fault" in read)) return undefined;
  const { name, why, hint } = read.fault;
  return { at: ["csv", name], why, ...(hint === undefined ? {} : { hint }) };
}

/** The options of a config that has been checked. */
export function textOptions({ csv }: CsvDirectoryConfig): TextOptions {
  const read = readTextOptions(givenOptions(csv), { format: "csv" });
  if ("options" in read) return read.options;
  throw new PondError("internal", `cannot read the option ${read.fault.name}: ${read.fault.why}`);
}

function givenOptions(csv: CsvDirectoryConfig["csv"]): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(csv).filter(([, value]) => value !== undefined));
}
