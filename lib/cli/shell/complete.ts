import type { Pond } from "../../commands/mod.ts";
import type { Command } from "../command.ts";
import { OWN_COMMANDS } from "./session.ts";

const KEYWORDS =
  "SELECT FROM WHERE GROUP BY ORDER HAVING LIMIT JOIN LEFT USING ON AS AND OR NOT NULL IS IN LIKE BETWEEN CASE WHEN THEN ELSE END DISTINCT UNION ALL WITH DESC ASC COUNT SUM AVG MIN MAX INTERVAL TIMESTAMP DATE CAST QUALIFY OVER PARTITION ASOF SUMMARIZE"
    .split(" ");

/** What may be completed at the end of a line, and the word that it completes. */
export type Completion = [candidates: string[], word: string];

/** What stands around the line. */
export interface CompletionContext {
  readonly pond: Pond;
  readonly directory: string;
  readonly commands: readonly Command[];
  /** Earlier lines of the statement. */
  readonly before: string;
}

/**
 * Dot commands, paths where one stands, else columns of the relations that are named, and keywords.
 */
export async function completeLine(
  line: string,
  context: CompletionContext,
): Promise<Completion> {
  const dot = /^\.(\w*)$/.exec(line);
  if (dot) {
    const names = [...Object.keys(OWN_COMMANDS), ...context.commands.map(({ name }) => name)];
    return [startingWith(names, dot[1]!).map((name) => `.${name} `), line];
  }
  const path = /(?:"|\s)([^\s"]*)$/.exec(line)?.[1] ?? "";
  const inQuotes = ((context.before + line).match(/"/g)?.length ?? 0) % 2 === 1;
  if (line.startsWith(".") || inQuotes || path.startsWith("/")) {
    return [await pathsFor(path, context), path];
  }
  const word = /[\w.]*$/.exec(line)![0];
  const columns = await columnsOf(context.before + line, context);
  const upper = word === word.toLowerCase() ? lower : (each: string) => each;
  return [startingWith([...columns, ...KEYWORDS.map(upper)], word), word];
}

function lower(text: string): string {
  return text.toLowerCase();
}

function startingWith(names: readonly string[], start: string): string[] {
  const found = names.filter((name) => name.toLowerCase().startsWith(start.toLowerCase()));
  return [...new Set(found)].sort();
}

async function pathsFor(word: string, { pond, directory }: CompletionContext): Promise<string[]> {
  const { completePaths } = await import("../../commands/mod.ts");
  const [, scheme, path] = /^([a-z]+:\/\/)?(.*)$/s.exec(word)!;
  const found = await completePaths(pond, { word: path!, directory });
  return found.map((each) => `${scheme ?? ""}${each}`);
}

/** Columns of the tables and series that `text` names in double quotes. */
async function columnsOf(text: string, { pond, directory }: CompletionContext): Promise<string[]> {
  const { absolutePath } = await import("../../commands/mod.ts");
  const reader = await pond.read();
  const columns: string[] = [];
  for (const [, name] of text.matchAll(/"([^"*?:]+)"/g)) {
    try {
      const node = await reader.resolve(absolutePath(name!, directory));
      const table = node.kind === "directory" || node.kind === "symlink" ? null : node.table;
      for (const column of (await table?.describe())?.columns ?? []) columns.push(column.name);
    } catch {
      // What is quoted may be a column, or not be there yet.
    }
  }
  return columns;
}
