import { loadTextDiff } from "../deps/diff.ts";
import type { PondReader } from "../pond/mod.ts";
import type { Node } from "../tinyfs/mod.ts";

/** One of two things that are compared. */
export interface DiffSide {
  readonly reader: PondReader;
  readonly path: string;
  readonly node: Node | undefined;
}

/** Both. */
export interface Sides {
  readonly before: DiffSide;
  readonly after: DiffSide;
}

/** The configs of two dynamic nodes, as text; undefined where they are the same, or there are none. */
export async function diffConfigs({ before, after }: Sides): Promise<string | undefined> {
  const [old, young] = await Promise.all([before.node, after.node].map(configOf));
  if (old === undefined || young === undefined || old === young) return undefined;
  return await textPatch({ before, after }, [old, young]);
}

async function configOf(node: Node | undefined): Promise<string | undefined> {
  return node === undefined || node.kind === "symlink" ? undefined : await node.config?.();
}

/** A unified diff of two texts that say what the nodes are; undefined where they are equal. */
export async function textPatch(
  { before, after }: Sides,
  [old, young]: readonly [string, string],
): Promise<string | undefined> {
  if (old === young) return undefined;
  const { createTwoFilesPatch } = await loadTextDiff();
  const names = [before, after].map(({ path, reader }) =>
    `${path} (transaction ${reader.transaction})`
  );
  return createTwoFilesPatch(names[0]!, names[1]!, old, young).replace(/^=+\n/, "");
}
