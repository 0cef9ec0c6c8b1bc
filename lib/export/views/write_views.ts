import { isPondError, PondError } from "../../base/mod.ts";
import { checkStatement } from "../../sql/mod.ts";
import { localStore, type Store } from "../../store/mod.ts";
import { KEEPING, replaceText } from "../replace_text.ts";
import { dataPackage, pondCatalog } from "./catalog.ts";
import { dbtProject } from "./dbt_project.ts";
import { duckDbScript } from "./duckdb_script.ts";
import type { ViewGraph } from "./graph.ts";
import { SPARK_SCRIPT } from "./spark_script.ts";

const DEADLINE_MS = 10_000;
/** What every file that is made here says of itself; another is somebody else's. */
const MARK = "pond export --with-views";

/**
 * Writes beside the tables of `graph` what makes its derived nodes of them: `duckdb.sql`,
 * `pond.json`, `datapackage.json`, `run_spark.py`, and a dbt project in `dbt/` if that is asked
 * for. Files that an earlier run made are replaced one by one.
 * @param hostPath the directory of the tables, absolute
 * @throws {PondError} `exists` where a file is somebody else's; `unsupported`, `locked`,
 *   `no-space`, `io`, `permission`
 */
export async function writeViews(
  hostPath: string,
  { leaves, views }: ViewGraph,
  options: { readonly dbt: boolean },
): Promise<void> {
  // A query may end in a semicolon, and a comment after it: here more follows.
  const graph = {
    leaves,
    views: views.map((view) => ({ ...view, sql: checkStatement(view.sql).sql })),
  };
  const files = new Map([
    ["duckdb.sql", duckDbScript(graph)],
    ["pond.json", pondCatalog(graph)],
    ["run_spark.py", SPARK_SCRIPT],
    ["datapackage.json", dataPackage(graph)],
  ]);
  const project = options.dbt ? dbtProject(graph) : new Map<string, string>();
  for (const [name, text] of project) files.set(`dbt/${name}`, text);
  const store = localStore(hostPath);
  const lock = await store.lock(`${KEEPING}/views.lock`, { deadlineMs: DEADLINE_MS });
  try {
    for (const name of files.keys()) await refuseForeign(store, name, hostPath);
    for (const [name, text] of files) await replace(store, name, text);
    await removeOldModels(store, project);
  } finally {
    await lock.release();
  }
}

/** Files of the project bear no mark each, so its first file stands for all. */
async function refuseForeign(store: Store, name: string, hostPath: string): Promise<void> {
  const marked = name.startsWith("dbt/") ? "dbt/dbt_project.yml" : name;
  const present = await textOf(store, name);
  if (present === null || (await textOf(store, marked))?.includes(MARK)) return;
  const mine = name === "datapackage.json" && present.includes('"pond-export"');
  if (mine) return;
  throw new PondError(
    "exists",
    `cannot write ${hostPath}/${name}: a file that pond didn't write is there`,
    { hint: "name another directory with --to, or move that file" },
  );
}

async function textOf(store: Store, name: string): Promise<string | null> {
  try {
    return new TextDecoder().decode(await store.read(name));
  } catch (error) {
    if (isPondError(error, "not-found")) return null;
    throw error;
  }
}

async function replace(store: Store, name: string, text: string): Promise<void> {
  const temporary = `${KEEPING}/views.tmp`;
  await store.remove(temporary).catch(() => {});
  const directory = name.slice(0, Math.max(0, name.lastIndexOf("/")));
  if (directory !== "") await store.makeDirectory(directory);
  await replaceText(store, name, { temporary, text });
}

/** Models of nodes that are no more would still be run. */
async function removeOldModels(store: Store, project: ReadonlyMap<string, string>): Promise<void> {
  if (project.size === 0) return;
  for (const { name } of await store.list("dbt/models")) {
    if (name.endsWith(".sql") && !project.has(`models/${name}`)) {
      await store.remove(`dbt/models/${name}`);
    }
  }
}
