import { isPondError, PondError } from "../base/mod.ts";
import {
  childId,
  type DirectoryNode,
  type Factory,
  type FactoryContext,
  type Match,
  type Node,
  type View,
} from "../tinyfs/mod.ts";
import { compareNames, fixedPrefix, isDotMatch, isGlob, joinPath, parentOf } from "../paths/mod.ts";
import { configError } from "../config/mod.ts";
import { computedDirectory } from "./computed_node.ts";
import { checkCsvConfig, CSV_FIELDS, type CsvDirectoryConfig, textOptions } from "./csv_config.ts";
import { csvFile, type CsvFileConfig } from "./csv_file.ts";
import { type CsvLayout, layOut } from "./csv_names.ts";

/**
 * A dynamic directory that finds CSV files when it is listed and shows each as a table or series.
 */
export const csvDirectory = {
  name: "csv-directory",
  description: "CSV files shown as tables or series",
  configVersion: 1,
  schema: {
    fields: CSV_FIELDS,
    rules: [
      "with `on_error: skip` or `null` the directory `.rejects` shows what was passed over of each file",
      "`time_column` goes with `type: series`",
      "`source` is a path or glob, not a URL",
    ],
    check: checkCsvConfig,
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
  async validate(config: CsvDirectoryConfig, context: FactoryContext): Promise<void> {
    if (isGlob(config.source)) return;
    const node = await context.tree.resolve(config.source).catch((error) => {
      throw error instanceof PondError ? sourceError(config, error.message, error) : error;
    });
    if (node.kind !== "data") {
      throw sourceError(config, `${config.source} is no plain file but a ${node.kind}`);
    }
  },
  open(config: CsvDirectoryConfig, context: FactoryContext): DirectoryNode {
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
      inputs: [{ name: null, source: config.source, isLiteral: false }],
      entries: async (view) => {
        const { files, directories } = await layout(view);
        const at = { path, id, file };
        if (textOptions(config).csv.on_error === "error") {
          return entriesOf({ files, directories }, at);
        }
        const rejects = layOut([...matchesIn({ files, directories })], {
          prefix: fixedPrefix(config.source),
          suffix: ".table",
        });
        return entriesOf({ files, directories }, { ...at, rejects });
      },
    });
  },
} as const satisfies Factory<CsvDirectoryConfig>;

/** The plain files that match; whatever else does (directories, tables) is no CSV. */
async function csvFilesOf(
  source: string,
  { context, view }: { context: FactoryContext; view: View | undefined },
): Promise<Match[]> {
  const expanding = new Set(view?.expanding).add(context.id);
  const matches: Match[] = [];
  for await (const match of context.tree.glob(source, { expanding })) {
    if (match.node.kind === "data" && !isDotMatch(match.path, source)) matches.push(match);
  }
  if (matches.length === 0) await checkReadable(fixedPrefix(source), { context, expanding });
  return matches;
}

/**
 * A walk passes over what it can't read. Where that leaves nothing, the reason is the answer: of a
 * host directory that is gone no empty listing should be made. A directory that isn't there (yet)
 * is no reason.
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

/** Where the rows that reading passes over are shown; globs pass over its name. */
const REJECTS = ".rejects";

function* matchesIn({ files, directories }: CsvLayout): Generator<Match> {
  yield* files.values();
  for (const below of directories.values()) yield* matchesIn(below);
}

/** Entries of one level. Those of the levels below come from the same look at the tree. */
function entriesOf(
  layout: CsvLayout,
  at: { path: string; id: string; file: CsvFileConfig; rejects?: CsvLayout },
): Map<string, () => Node> {
  const { file, rejects } = at;
  const place = (name: string, kind: "directory" | "table" | "series") => ({
    path: joinPath(at.path, name),
    id: childId(at.id, { name, kind, factory: "csv-directory", config: file.identity }),
  });
  const directory = (name: string, below: CsvLayout, shown = file) => {
    const spot = place(name, "directory");
    const entries = () => Promise.resolve(entriesOf(below, { ...spot, file: shown }));
    return computedDirectory({
      ...spot,
      factory: "csv-directory",
      version: 1,
      modifiedUs: null,
      inputs: [],
      entries,
    });
  };
  const entries: [string, () => Node][] = [];
  for (const [name, below] of layout.directories) {
    entries.push([name, () => directory(name, below)]);
  }
  const kind = file.rejects ? "table" : file.config.type;
  for (const [name, match] of layout.files) {
    entries.push([name, () => csvFile(match, place(name, kind), file)]);
  }
  if (rejects && !layout.directories.has(REJECTS)) {
    entries.push([REJECTS, () => directory(REJECTS, rejects, { ...file, rejects: true })]);
  }
  return new Map(entries.sort(([a], [b]) => compareNames(a, b)));
}

/** The config as text, for the ids of children. */
function identityOf(config: CsvDirectoryConfig): string {
  return JSON.stringify(config, (_key, value) => typeof value === "bigint" ? `${value}us` : value);
}

function sourceError(config: CsvDirectoryConfig, why: string, cause?: PondError): PondError {
  return configError(config, { at: ["source"], why }, {
    label: "csv-directory",
    ...(cause ? { cause } : {}),
  });
}
