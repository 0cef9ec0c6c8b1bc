import { isPondError, PondError, quoteName, quoteText } from "../base/mod.ts";
import type { CachePolicy, Converted, FileNode, Node, ResolveOptions } from "../tinyfs/mod.ts";
import { type FormatOptions, type Relation, timeColumnOf } from "../table/mod.ts";
import { isDotMatch, parseSource, type SourceName } from "../paths/mod.ts";

/** Reads a data file as a table. */
export type Convert = (
  file: FileNode,
  options: FormatOptions,
  policy: CachePolicy,
) => Promise<Converted>;

/** What sources are read with. */
export interface Reading {
  readonly convert: Convert;
  /** Told of files that a glob passes over. */
  readonly warn: (message: string) => void;
}

const DEFAULT_POLICY: CachePolicy = { ttlUs: null, refreshUs: null };

/**
 * What a path, glob or source URL names, as one relation. A glob is the union of its matches in
 * path order; directories among them are passed over.
 * @throws {PondError} `not-found`, `invalid-input` for files that are no table, whatever a node's
 *   relation throws
 */
export async function resolveSource(
  text: string,
  options: ResolveOptions,
  { convert, warn }: Reading,
): Promise<Relation> {
  const name = parseSource(text);
  const request: Request = { name, options, convert };
  const literal = name.isGlob ? await called(name.path, options) : undefined;
  if (literal) return await relationOf(literal, request);
  if (!name.isGlob) return await relationOf(await options.tree.resolve(name.path), request);
  const inputs: Relation[] = [];
  let empty: PondError | null = null;
  for await (const { path, node, captures } of options.tree.glob(name.path)) {
    if (node.kind === "directory" || isDotMatch(path, name.path)) continue;
    try {
      const relation = await relationOf(node, request);
      inputs.push(withCaptures(relation, options.captures ?? [], captures));
    } catch (error) {
      // A file without a line has no columns and no rows, so that the others hold all there is.
      if (!isPondError(error) || error.data["empty"] !== true) throw error;
      empty = error;
      warn(`${error.message}; it is passed over`);
    }
  }
  if (inputs.length === 0 && empty) throw empty;
  if (inputs.length === 1) return inputs[0]!;
  if (inputs.length > 1) return { type: "union", label: text, inputs };
  if (options.emptySchema) return { type: "empty", label: text, columns: options.emptySchema };
  throw new PondError("not-found", `cannot read ${JSON.stringify(text)}: nothing matches`, {
    hint: "declare a schema if the pattern may be without a match",
  });
}

/** The node whose very name looks like a pattern: it wins over what the pattern matches. */
async function called(path: string, { tree }: ResolveOptions): Promise<Node | undefined> {
  try {
    return await tree.resolve(path);
  } catch (error) {
    // Whatever keeps a name from being reached, the pattern may still be walked.
    if (isPondError(error)) return undefined;
    throw error;
  }
}

interface Request {
  readonly name: SourceName;
  readonly options: ResolveOptions;
  readonly convert: Convert;
}

/** The rows of `relation`, each with what the wildcards matched. */
function withCaptures(
  relation: Relation,
  names: readonly string[],
  captures: readonly string[],
): Relation {
  if (names.length === 0) return relation;
  const added = names.map((name, i) => `${quoteText(captures[i] ?? "")} AS ${quoteName(name)}`);
  return {
    type: "query",
    label: relation.label,
    sql: `SELECT ${added.join(", ")}, source.* FROM source`,
    inputs: new Map([["source", relation]]),
    time: timeColumnOf(relation),
    origin: { kind: "table", factory: null, cache: null },
  };
}

async function relationOf(node: Node, { name, options, convert }: Request): Promise<Relation> {
  if (node.broken) throw node.broken;
  if (node.kind === "directory" || node.kind === "symlink") {
    throw new PondError(
      "is-a-directory",
      `cannot read ${node.path} as a table: it is a directory`,
      {
        hint: `name what is in it: ${node.path === "/" ? "" : node.path}/*`,
      },
    );
  }
  const { format } = name;
  if (node.kind === "data") {
    if (format) return (await convert(node, format, DEFAULT_POLICY)).relation;
    throw notATable(node.path);
  }
  if (format && format.format !== "parquet") {
    throw new PondError(
      "invalid-input",
      `cannot read ${node.path} as ${format.format}: it is a ${node.kind} already`,
      { hint: "name it by its path" },
    );
  }
  if (!node.table) {
    throw new PondError(
      "internal",
      `cannot read ${node.path}: a ${node.kind} without a table view`,
    );
  }
  const { chain, cache } = options;
  return await node.table.relation(cache ? { chain, cache } : { chain });
}

function notATable(path: string): PondError {
  const base = path.toLowerCase().replace(/\.(gz|zst)$/, "");
  const scheme = base.endsWith(".jsonl") || base.endsWith(".ndjson")
    ? "jsonl"
    : base.endsWith(".parquet")
    ? "parquet"
    : "csv";
  return new PondError("invalid-input", `cannot read ${path} as a table: it is file:data`, {
    hint: `say how to read it: ${scheme}://${encodeURI(path)}`,
  });
}
