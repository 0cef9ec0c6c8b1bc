import { isPondError, PondError } from "../base/mod.ts";
import { findTimeColumn } from "../table/mod.ts";
import {
  childId,
  compareNames,
  configError,
  type ConfigFields,
  type ConfigOf,
  type ConfigProblem,
  CSV_DEFAULTS,
  type DirectoryNode,
  type Factory,
  type FactoryContext,
  fixedPrefix,
  isGlob,
  isSourceUrl,
  joinPath,
  type Match,
  type Node,
  parentOf,
  type View,
} from "../tinyfs/mod.ts";
import { checkColumns, COLUMNS_TYPE } from "./column_fields.ts";
import { TIME_COLUMN_FIELD, TTL_FIELD } from "./common_fields.ts";
import { computedDirectory } from "./computed_node.ts";
import { csvFile, type CsvFileConfig } from "./csv_file.ts";
import { type CsvLayout, layOut } from "./csv_names.ts";

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

const fields = {
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

type Config = ConfigOf<typeof fields>;

/** A dynamic directory that finds CSV files when it is listed and shows each as a table or series. */
export const csvDirectory = {
  name: "csv-directory",
  description: "CSV files shown as tables or series",
  configVersion: 1,
  schema: {
    fields,
    rules: ["`time_column` goes with `type: series`", "`source` is a path or glob, not a URL"],
    check: (config: Config) => checkSource(config) ?? checkTime(config) ?? checkCsv(config),
  },
  example: `source: /raw/**/*.csv
type: series
time_column: timestamp
schema:
  - {name: timestamp, type: timestamp, nullable: false}
  - {name: temp, type: double}
csv: {delimiter: ",", header: true}
cache: {ttl: 24h}
`,
  kind: () => "directory",
  async validate(config: Config, context: FactoryContext): Promise<void> {
    if (isGlob(config.source)) return;
    const node = await context.tree.resolve(config.source).catch((error) => {
      throw error instanceof PondError ? sourceError(config, error.message, error) : error;
    });
    if (node.kind !== "data") {
      throw sourceError(config, `${config.source} is no plain file but a ${node.kind}`);
    }
  },
  open(config: Config, context: FactoryContext): DirectoryNode {
    const suffix = `.${config.type}`;
    const file: CsvFileConfig = { config, context, identity: identityOf(config) };
    const layout = async (view?: View) => {
      const matches = await csvFilesOf(config.source, { context, view });
      return layOut(matches, { prefix: fixedPrefix(config.source), suffix });
    };
    const { path, id, version, modifiedUs } = context;
    return computedDirectory({
      path,
      id,
      factory: "csv-directory",
      version,
      modifiedUs,
      entries: async (view) => entriesOf(await layout(view), { path, id, file }),
    });
  },
} as const satisfies Factory<Config>;

/** The plain files that match; whatever else does (directories, tables) is no CSV. */
async function csvFilesOf(
  source: string,
  { context, view }: { context: FactoryContext; view: View | undefined },
): Promise<Match[]> {
  const expanding = new Set(view?.expanding).add(context.id);
  const matches: Match[] = [];
  for await (const match of context.tree.glob(source, { expanding })) {
    if (match.node.kind === "data") matches.push(match);
  }
  if (matches.length === 0) await checkReadable(fixedPrefix(source), { context, expanding });
  return matches;
}

/**
 * A walk passes over what it can't read. Where that leaves nothing, the reason is the answer: of a host directory that
 * is gone no empty listing should be made. A directory that isn't there (yet) is no reason.
 * @throws {PondError} what listing `path`, or the nearest directory above it that is there, throws
 */
async function checkReadable(
  path: string,
  { context, expanding }: { context: FactoryContext; expanding: ReadonlySet<string> },
): Promise<void> {
  let node: Node;
  try {
    node = await context.tree.resolve(path, { expanding });
  } catch (error) {
    if (!isPondError(error, "not-found")) throw error;
    if (path !== "/") await checkReadable(parentOf(path), { context, expanding });
    return;
  }
  if (node.kind !== "directory" || expanding.has(node.id)) return;
  for await (const _ of node.list({ expanding })) return;
}

/** Entries of one level. Those of the levels below come from the same look at the tree. */
function entriesOf(
  layout: CsvLayout,
  at: { path: string; id: string; file: CsvFileConfig },
): Map<string, () => Node> {
  const { file } = at;
  const place = (name: string, kind: "directory" | "table" | "series") => ({
    path: joinPath(at.path, name),
    id: childId(at.id, { name, kind, factory: "csv-directory", config: file.identity }),
  });
  const directory = (name: string, below: CsvLayout) => {
    const spot = place(name, "directory");
    const entries = () => Promise.resolve(entriesOf(below, { ...spot, file }));
    return computedDirectory({
      ...spot,
      factory: "csv-directory",
      version: 1,
      modifiedUs: null,
      entries,
    });
  };
  const entries: [string, () => Node][] = [];
  for (const [name, below] of layout.directories) {
    entries.push([name, () => directory(name, below)]);
  }
  for (const [name, match] of layout.files) {
    entries.push([name, () => csvFile(match, place(name, file.config.type), file)]);
  }
  return new Map(entries.sort(([a], [b]) => compareNames(a, b)));
}

/** The config as text, for the ids of children. */
function identityOf(config: Config): string {
  return JSON.stringify(config, (_key, value) => typeof value === "bigint" ? `${value}us` : value);
}

function checkSource({ source }: Config): ConfigProblem | undefined {
  if (!isSourceUrl(source)) return undefined;
  return {
    at: ["source"],
    why: `expected a pond path or glob, got the URL ${source}`,
    hint: "write the path alone; the csv field says how the text is cut",
  };
}

function checkTime({ type, time_column, schema }: Config): ConfigProblem | undefined {
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

function checkCsv({ csv }: Config): ConfigProblem | undefined {
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

function sourceError(config: Config, why: string, cause?: PondError): PondError {
  return configError(config, { at: ["source"], why }, {
    label: "csv-directory",
    ...(cause ? { cause } : {}),
  });
}
