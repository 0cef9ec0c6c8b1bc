import { fixedPrefix, isGlob } from "../paths/mod.ts";
import type { ApplyDocument, Wanted } from "./apply_documents.ts";

/**
 * Documents so that each comes after those that it needs: what its directory is, and what it names;
 * else in their order, also where they need each other.
 */
export function inOrderOfNeed(documents: readonly ApplyDocument[]): readonly ApplyDocument[] {
  const ordered: ApplyDocument[] = [];
  const seen = new Set<ApplyDocument>();
  const names = new Map(documents.map((each) => [each, namesIn(each.wanted)]));
  const visit = (document: ApplyDocument) => {
    if (seen.has(document)) return;
    seen.add(document);
    for (const other of documents) {
      if (other !== document && needs(document, other, names.get(document)!)) visit(other);
    }
    ordered.push(document);
  };
  // What comes twice for one path counts in its order.
  documents.forEach(visit);
  return ordered;
}

function needs(
  { path }: ApplyDocument,
  other: ApplyDocument,
  names: readonly string[],
): boolean {
  if (path.startsWith(`${other.path}/`)) return true;
  return path !== other.path && names.some((name) => {
    if (name === other.path || name.startsWith(`${other.path}/`)) return true;
    const fixed = isGlob(name) ? fixedPrefix(name) : name;
    return `${other.path}/`.startsWith(fixed === "/" ? "/" : `${fixed}/`) && isGlob(name);
  });
}

/** Everything in a document that reads like a path of the pond. */
function namesIn(wanted: Wanted): readonly string[] {
  switch (wanted.kind) {
    case "mkdir":
      return [];
    case "copy":
      return pathsIn(wanted.source);
    case "ingest":
      return wanted.sources.flatMap(pathsIn);
    case "mknod":
      return wanted.factory === "hostmount" ? [] : pathsIn(wanted.yaml);
  }
}

function pathsIn(text: string): string[] {
  if (text.startsWith("host:")) return [];
  const found = text.matchAll(/(?:^|[\s"'`[{,:])(?:[a-z]+:\/\/)?(\/[^\s"'`,\]})?]+)/g);
  return [...found].map(([, path]) => path!);
}
