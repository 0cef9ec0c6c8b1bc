import { ERROR_CODES } from "../base/mod.ts";
import { TEXT_OPTIONS } from "../table/mod.ts";

/** A page of help about no single command. */
export interface Topic {
  readonly name: string;
  readonly summary: string;
  text(): string;
}

/** Pages that `pond help NAME` prints, in the order help lists them. */
export const TOPICS: readonly Topic[] = [
  { name: "sources", summary: "what stands for a table in a query or a config", text: sources },
  { name: "sql", summary: "what a query may say, and which engine answers it", text: sql },
  { name: "globs", summary: "patterns for paths, of the pond and of the host", text: globs },
  { name: "config", summary: "the YAML of dynamic nodes and of apply", text: config },
  { name: "exit-codes", summary: "the status with which a command ends", text: exitCodes },
];

function sources(): string {
  return `pond help sources: what stands for a table

  "/daily"                   a table or series of the pond, stored or computed
  "/sensors/*.series"        a glob: the union of what it matches, by column name
  "csv:///raw/x.csv"         bytes of the pond, read as CSV; a glob too
  "jsonl:///raw/x.jsonl"     one JSON object a line
  "parquet:///raw/x.parquet" Parquet that was copied in as data
  "table:///x", "series:///x"  Parquet again, as a table or as a series

Options follow a question mark: "csv:///raw/*.csv?delimiter=;&null=NA&null=---". One with several
texts is given several times. A csv-directory has the same under \`csv:\`.

${optionsText()}

With time_column=NAME CSV is a series, and with two of them, date and time, these are joined into
one, timestamp; without a name the column is found by its own. With rejects=true CSV and JSON lines
give what on_error passes over in place of the rows: file, line, column, value, why.
Types are inferred from the whole file; a \`schema\` in a csv-directory declares them.

In SQL a source stands in double quotes. In a config it is the value of source, of an entry of
patterns, or a name in the query. On the command line cat, plot, describe, why, freeze and copy take
one.

Files of the host are no sources: \`pond copy host:x.csv /raw/\` brings one in, and a hostmount
(\`pond factories hostmount\`) shows a directory of the host as it is at that moment.
`;
}

/** The options of text formats, a paragraph each. */
function optionsText(): string {
  return TEXT_OPTIONS.map(({ name, placeholder, values, help, formats, default: value }) => {
    const shown = values ? values.join("|") : placeholder;
    const isNone = value === null || value === "" || Array.isArray(value) && value.join("") === "";
    const where = formats.length === 1 ? "" : ` (${formats.join(", ")})`;
    const text = `${help}${isNone ? "" : `. Default ${JSON.stringify(value)}`}${where}`;
    return `  ${name}=${shown}\n${wrapped(text, 92).map((line) => `      ${line}`).join("\n")}`;
  }).join("\n");
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const line = lines[lines.length - 1]!;
    if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}

function sql(): string {
  return `pond help sql: what a query may say

A query is one SELECT (or WITH … SELECT). DuckDB answers it, in a sandbox: it reads the relations that
the query names and nothing else, it writes nothing, and it needs no network.

  pond sql 'SELECT site, avg(temp) FROM "/sensors/*" GROUP BY site'
  pond cat /sensors/lake --sql 'SELECT count(*) FROM source'
  pond cat /sensors/lake --where 'temp > 20' --time-start now-7d

Double quotes are for names (paths and columns), single quotes for text: WHERE "site" = 'lake'.
The shell eats one layer of quotes, so put the query in single quotes, or read it from a file
(-f FILE) or from standard input (-).

All times are UTC: a time column is a TIMESTAMP, whatever its file says. A series has one time
column; a restriction of it, in WHERE or by --time-start and --time-end (start inclusive, end
exclusive), opens only the versions that can hold such rows. --explain shows what was opened.

What is a relation: \`pond help sources\`. Functions of DuckDB 1.1 work, and those that
\`pond sql --functions\` lists: JSON (data->>'$.site.name', json_each) and time zones
(ts AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Vienna' is local time).
`;
}

function globs(): string {
  return `pond help globs: patterns for paths

  *       any text within one component: /raw/*.csv
  ?       one character
  [a-z]   one of these; [!a-z] one of the others
  **      any number of whole components: '/**/*.series'

Quote a pattern, or the shell puts files of the host in its place. Names that begin with a dot are
listed with -a, or where the pattern itself has a dot there. Matches come sorted by path, each once;
\`**\` follows no links. A node whose very name looks like a pattern is itself: '/t[1]' is the node
called t[1], where there is one.

Each wildcard captures its text: $0, $1 and so on in the names that some factories give.

After host: pond expands patterns itself, braces too: \`pond copy 'host:data/{2025,2026}-*.csv' /raw/\`.
`;
}

function config(): string {
  return `pond help config: the YAML of dynamic nodes

\`pond mknod --factory NAME PATH FILE\` makes a dynamic node from a config; the pond keeps it and its
versions like any content. \`pond show --config PATH\` prints it, \`pond mknod --overwrite\` writes the
next version. \`pond factories\` lists the factories, \`pond factories NAME\` their fields and an example.

  source: "/raw/*.csv"        # a text that begins with * is quoted
  query: |
    SELECT site, avg(temp) AS temp
    FROM source
    GROUP BY site

Unknown fields are errors. \${env:NAME} stands for an environment variable when the node is opened.
Not allowed: anchors and aliases, tags, more than 64 KiB, more than 32 levels.

\`pond apply -f FILE\` makes the pond be what documents say (kind, path, spec), all in one
transaction: \`pond apply --help\` has an example.
`;
}

function exitCodes(): string {
  const byStatus = new Map<number, string[]>();
  for (const { exit, meaning } of Object.values(ERROR_CODES)) {
    byStatus.set(exit, [...byStatus.get(exit) ?? [], meaning]);
  }
  const rows = [...byStatus].sort(([a], [b]) => a - b).flatMap(([status, meanings]) =>
    meanings.map((meaning, i) => `  ${i === 0 ? String(status).padStart(3) : "   "}  ${meaning}`)
  );
  return `pond help exit-codes: the status with which a command ends

    0  done
${rows.join("\n")}

Where part of the work failed and the rest was done, the status is 1. Standard output stays empty
where nothing succeeded; what went wrong stands on standard error, one line, with a hint below it
where there is one.
`;
}
