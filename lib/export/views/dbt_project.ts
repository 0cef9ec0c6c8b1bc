import { PondError, quoteName } from "../../base/mod.ts";
import { leafSelect } from "./duckdb_script.ts";
import { selectOf, type ViewGraph } from "./graph.ts";

/**
 * A dbt project for dbt-duckdb: a model for each table and each derived node, the derived ones with
 * `ref()` to what they read. By name of the file, below the project's directory, which is one below
 * the tables'.
 * @throws {PondError} `unsupported` for a query that can't stand in a template
 */
export function dbtProject({ leaves, views }: ViewGraph): ReadonlyMap<string, string> {
  const models = modelNames([...leaves, ...views].map(({ name }) => name));
  const files = new Map([
    ["dbt_project.yml", PROJECT],
    ["profiles.yml", PROFILES],
  ]);
  for (const leaf of leaves) {
    const select = raw(leafSelect(leaf, `../${leaf.location}`), leaf.name);
    files.set(`models/${models.get(leaf.name)}.sql`, `${comment(leaf.name)}${select}\n`);
  }
  for (const view of views) {
    const select = selectOf({ ...view, sql: raw(view.sql, view.name) }, {
      name: (name) => raw(quoteName(name), view.name),
      table: (of) => `{{ ref('${models.get(of)}') }}`,
    });
    files.set(`models/${models.get(view.name)}.sql`, `${comment(view.name)}${select}\n`);
  }
  return files;
}

const PROJECT = `# Made by \`pond export --with-views --dbt\`. In this directory:
#   dbt run --profiles-dir .
name: pond
version: "1.0.0"
config-version: 2
profile: pond
models:
  pond:
    +materialized: view
`;

const PROFILES = `pond:
  target: duckdb
  outputs:
    duckdb:
      type: duckdb
      path: pond.duckdb
      settings:
        TimeZone: UTC
`;

/** Models are words: paths with other characters than letters and digits replaced. */
function modelNames(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(names.map((name) => {
    const word = name.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "") || "pond";
    const base = /^[0-9]/.test(word) ? `t_${word}` : word;
    let model = base;
    for (let i = 2; taken.has(model); i++) model = `${base}_${i}`;
    taken.add(model);
    return [name, model];
  }));
}

function comment(name: string): string {
  return `{# ${name.replaceAll("#}", "# }")} #}\n`;
}

/** Text that a template passes on as it is. */
function raw(text: string, name: string): string {
  if (!/[{}]/.test(text)) return text;
  if (/\{%-?\s*endraw/.test(text)) {
    throw new PondError("unsupported", `cannot make a dbt model of ${name}: it says endraw`);
  }
  return `{% raw %}${text}{% endraw %}`;
}
