import { hashParts, PondError } from "../base/mod.ts";
import { baseName, isDotMatch, parseSource, sourcePath } from "../paths/mod.ts";
import { type TextNotes, timeColumnOf } from "../table/mod.ts";
import type { FileNode, TableServices, TreeReader } from "../tinyfs/mod.ts";

/** What a source URL is looked up with. */
export interface SourceContext {
  readonly tables: TableServices;
  readonly tree: TreeReader;
}

/**
 * What a source URL names (`csv:///raw/x.csv`), as a node without a place in the tree: a table, or
 * a series where it has a time column. Its path is the URL.
 * @throws {PondError} `invalid-input`, `not-found`; what reading the files throws
 */
export async function sourceNode(url: string, context: SourceContext): Promise<FileNode> {
  const { tables, tree } = context;
  const relation = await tables.resolve(url, { chain: [], tree });
  const time = timeColumnOf(relation);
  const kind = time ? "series" as const : "table" as const;
  return {
    kind,
    path: url,
    id: hashParts(["source", url]),
    factory: null,
    provenance: () => ({
      query: null,
      inputs: [{ name: null, source: url, isLiteral: false }],
      hostPath: null,
    }),
    stat: () => Promise.resolve({ version: 1, sizeBytes: null, modifiedUs: null, sha256: null }),
    open: () => tables.materialise(relation, { kind, label: url }),
    table: {
      async describe() {
        const files = relation.type === "parquet" ? relation.files : null;
        const notes = await notesOf(url, context);
        return {
          format: parseSource(url).format!.format,
          columns: await tables.columns(relation),
          rows: files?.reduce<number | null>((sum, { rows }) => addedTo(sum, rows), 0) ?? null,
          time,
          bounds: files?.length === 1 ? files[0]!.bounds : null,
          ...(notes ? { notes } : {}),
        };
      },
      relation: () => Promise.resolve(relation),
    },
  };
}

/**
 * The URL with its time column, so that it names a series; by default the column is found by its
 * name.
 */
export function seriesUrl(url: string, timeColumn = ""): string {
  const separator = /\?(?=[A-Za-z_]+=)/.test(url) ? "&" : "?";
  return `${url}${separator}time_column=${encodeURIComponent(timeColumn)}`;
}

/** What a file is called that is made of a URL's content. */
export function nameOfSource(url: string): string {
  const name = baseName(sourcePath(url)).replace(/\.(gz|zst)$/i, "");
  return name.replace(/\.(csv|tsv|txt|jsonl|ndjson|parquet)$/i, "") || name;
}

function addedTo(sum: number | null, rows: number | null): number | null {
  return sum === null || rows === null ? null : sum + rows;
}

/** What the conversions of all files that `url` names left out. */
async function notesOf(
  url: string,
  { tables, tree }: SourceContext,
): Promise<TextNotes | undefined> {
  const { path, isGlob, format } = parseSource(url);
  let all: TextNotes | undefined;
  const policy = { ttlUs: null, refreshUs: null };
  const matches = isGlob ? tree.glob(path) : [{ path, node: await tree.resolve(path) }];
  for await (const match of matches) {
    if (match.node.kind !== "data" || (isGlob && isDotMatch(match.path, path))) continue;
    try {
      const { notes } = await tables.convert(match.node, format!, policy);
      if (notes) {
        all = {
          passedOver: notes.passedOver + (all?.passedOver ?? 0),
          example: all?.example ?? notes.example,
          unfinished: all?.unfinished ?? notes.unfinished,
        };
      }
    } catch (error) {
      // An empty file of a glob has been passed over, and said so.
      if (!(error instanceof PondError) || error.data["empty"] !== true) throw error;
    }
  }
  return all;
}
