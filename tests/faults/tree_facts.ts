/** What a pond holds, in a form that can be compared. */
import { isPondError, sha256 } from "../../lib/base/mod.ts";
import type { Pond } from "../../lib/pond/mod.ts";
import { type ByteSource, readAll } from "../../lib/table/mod.ts";
import type { FileNode, Node } from "../../lib/tinyfs/mod.ts";

/** A pond's tree: by path a line that says kind, factory and the content of every version. */
export type TreeFacts = Readonly<Record<string, string>>;

/** Reads everything that is there, every version to its last byte; what can't be read is thrown. */
export async function treeFacts(pond: Pond): Promise<TreeFacts> {
  const reader = await pond.read();
  const facts: Record<string, string> = {};
  for await (const { path, node } of reader.walk("/")) {
    // What a factory shows is computed, not kept.
    const isComputed = Object.keys(facts).some((above) =>
      facts[above]!.startsWith("directory by") && path.startsWith(`${above}/`)
    );
    if (!isComputed) facts[path] = await nodeFacts(node);
  }
  if (reader.problems.length > 0) throw reader.problems[0];
  return facts;
}

async function nodeFacts(node: Node): Promise<string> {
  if (node.broken) throw node.broken;
  if (node.kind === "symlink") return `-> ${node.target}`;
  if (node.factory !== null) return `${node.kind} by ${node.factory}: ${await node.config?.()}`;
  if (node.kind === "directory") return "directory";
  const contents: string[] = [];
  for (const { version } of await node.versions?.() ?? []) {
    contents.push(await contentHash(node, version));
  }
  return `${node.kind} ${contents.join(" ")}`;
}

async function contentHash(node: FileNode, version: number): Promise<string> {
  let source: ByteSource;
  try {
    source = await node.open({ version });
  } catch (error) {
    if (isPondError(error, "expired")) return "expired";
    throw error;
  }
  try {
    return sha256(readAll(source)).slice(0, 12);
  } finally {
    source.close();
  }
}
