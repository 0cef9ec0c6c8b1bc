import { isPondError, type PondError, shellWord, suggest } from "../base/mod.ts";
import type { PondReader } from "../pond/mod.ts";
import { isHostFile } from "./host_file.ts";
import { copyLine, nearPathHint } from "./hint_paths.ts";

/** A query that failed. */
interface FailedQuery {
  readonly query: string;
  readonly reader: PondReader | undefined;
}

const READER =
  /\bread_(csv|csv_auto|json|json_auto|ndjson|ndjson_auto|parquet)\s*\(\s*'([^']+)'[^)]*\)/i;
const BARE_PATH = /\b(from|join)\s+(\/[^\s"'`;,()]+)/gi;
const SCHEMES: Readonly<Record<string, string>> = { csv: "csv", json: "jsonl", ndjson: "jsonl" };

/** What to write instead of `query`, as far as its fault is one that people make. */
export async function queryHint(
  error: PondError,
  { query, reader }: FailedQuery,
): Promise<string | undefined> {
  const reading = READER.exec(query);
  if (reading) return await readerHint(query, reading);
  if (/^\s*show\s+(all\s+)?tables\b/i.test(query)) {
    return "`pond list '/**' -l` lists every node; `pond describe PATH` has its columns";
  }
  const explained = /^\s*explain\s+(?:analyze\s+)?/i.exec(query);
  if (explained) {
    const rest = shellWord(query.slice(explained[0].length).trim());
    return `\`pond sql --explain ${rest}\` says what a query reads, and its plan`;
  }
  const quoted = query.replace(BARE_PATH, (_, word, path) => `${word} "${path}"`);
  if (quoted !== query && isPondError(error, "invalid-query", "is-a-directory", "not-found")) {
    return `a path stands in double quotes, the query in single ones: \`pond sql ${
      shellWord(quoted)
    }\``;
  }
  if (error.code === "invalid-query") return columnHint(error, query);
  const fromHost = await hostRelationHint(error, query);
  if (fromHost !== undefined) return fromHost;
  if (!reader || !isPondError(error, "not-found")) return undefined;
  const path = error.data.path ?? /cannot read "(\/[^"]*)"/.exec(error.message)?.[1];
  return typeof path === "string" ? await nearPathHint(reader, path) : undefined;
}

/** `FROM "a.csv"`, where that is a file of the host. */
async function hostRelationHint(error: PondError, query: string): Promise<string | undefined> {
  const path = String(error.data.path ?? "");
  if (error.code !== "not-found" || !path.startsWith("/")) return undefined;
  const relative = path.slice(1);
  const hostPath = query.includes(path) ? path : relative;
  if (!query.includes(relative) || !(await isHostFile(hostPath))) return undefined;
  const name = path.split("/").at(-1)!;
  const scheme = /\.(csv|jsonl|parquet)(\.gz|\.zst)?$/i.exec(name)?.[1]?.toLowerCase();
  const relation = scheme === undefined ? `/${name}` : `${scheme}:///${name}`;
  return `${hostPath} is a file of the host: \`${copyLine(hostPath)}\`, then it is "${relation}"`;
}

/** `FROM read_csv('/x.csv')`: the relation that says the same. */
async function readerHint(query: string, [call, name, path]: RegExpExecArray): Promise<string> {
  const scheme = SCHEMES[name!.toLowerCase().replace(/_auto$/, "")];
  const absolute = path!.startsWith("/") ? path! : `/${path!.replace(/^\.\//, "")}`;
  const inPond = await isHostFile(path!) ? `/${absolute.split("/").at(-1)}` : absolute;
  const relation = scheme === undefined ? `"${inPond}"` : `"${scheme}://${inPond}"`;
  const line = `\`pond sql ${shellWord(query.replace(call!, relation))}\``;
  if (inPond === absolute && path!.startsWith("/")) return `a file is named, not read: ${line}`;
  return `a query reads files of the pond: \`pond copy ${
    shellWord(`host:${path}`)
  } ${inPond}\`, then ${line}`;
}

/** A column that isn't there: text in the wrong quotes, text without quotes, or a name mistyped. */
function columnHint({ message }: PondError, query: string): string | undefined {
  const missing = /column "?([^"]+?)"? (?:not found|does not exist)/i.exec(message)?.[1] ??
    /Table .* does not have a column named "([^"]+)"/.exec(message)?.[1];
  if (missing === undefined) return undefined;
  const name = missing.split(".").at(-1)!;
  const near = suggest(name, candidatesOf(message));
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const compared = new RegExp(
    `(=|<>|!=|\\bLIKE|\\bILIKE|\\bIN\\s*\\(|,)\\s*("?)${escaped}\\2(?![\\w".(])`,
    "i",
  ).exec(query);
  if (compared && near?.toLowerCase() !== name.toLowerCase()) {
    const why = compared[2] === '"' ? "double ones are for names" : "without them it is a name";
    const besides = near === undefined ? "" : `; or did you mean ${near}?`;
    return `text stands in single quotes, ${why}: '${name}'${besides}`;
  }
  return near === undefined ? undefined : `did you mean ${near}?`;
}

/** `Candidate bindings: "/daily.ts", "/daily.site"`: the columns' own names. */
function candidatesOf(message: string): string[] {
  const list = /Candidate bindings: (.*?)(?: \(line|$)/s.exec(message)?.[1] ?? "";
  return [...list.matchAll(/"((?:[^"]|"")+)"/g)].map(([, each]) => each!.split(".").at(-1)!);
}
