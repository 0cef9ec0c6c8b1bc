/** What a stored tree should be, kept as plain objects. */

/** A file with all its versions, oldest first, or a directory. */
export type ModelNode = { readonly id: number; versions: string[] } | {
  entries: Map<string, ModelNode>;
};

export type Change =
  | { readonly op: "mkdir" | "remove" | "removeAll"; readonly path: readonly string[] }
  | { readonly op: "write"; readonly path: readonly string[]; readonly text: string }
  | { readonly op: "move"; readonly path: readonly string[]; readonly to: readonly string[] };

/** A change, or the end of a transaction; compaction comes after a commit. */
export type Operation = Change | {
  readonly op: "commit" | "abort" | "reopen" | "compact" | "compact all";
};

type Outcome =
  | "ok"
  | "not-found"
  | "not-a-directory"
  | "is-a-directory"
  | "exists"
  | "not-empty"
  | "invalid-path";

export class Model {
  root: { entries: Map<string, ModelNode> } = { entries: new Map() };
  private files = 0;

  copy(): Model {
    const model = new Model();
    model.root = copyOf(this.root) as typeof this.root;
    model.files = this.files;
    return model;
  }

  /** What `operation` comes to; the tree changes only when that is `ok`. */
  apply(operation: Change): Outcome {
    const at = this.place(operation.path);
    if (typeof at === "string") return at;
    const { parent, name, node } = at;
    switch (operation.op) {
      case "mkdir":
        if (node) return "exists";
        parent.set(name, { entries: new Map() });
        return "ok";
      case "write":
        if (node && "entries" in node) return "is-a-directory";
        if (node) node.versions.push(operation.text);
        else parent.set(name, { id: ++this.files, versions: [operation.text] });
        return "ok";
      case "move":
        return this.move(at, operation);
      default:
        if (!node) return "not-found";
        if (operation.op === "remove" && "entries" in node && node.entries.size > 0) {
          return "not-empty";
        }
        parent.delete(name);
        return "ok";
    }
  }

  private move(
    { parent, name, node }: Place,
    { path, to }: { path: readonly string[]; to: readonly string[] },
  ): Outcome {
    if (!node) return "not-found";
    const target = this.place(to);
    if (typeof target === "string") return target;
    const isInside = to.length >= path.length && path.every((name, i) => name === to[i]);
    if (isInside && ("entries" in node || to.length === path.length)) return "invalid-path";
    if (target.node && ("entries" in node || "entries" in target.node)) return "exists";
    parent.delete(name);
    target.parent.set(target.name, node);
    return "ok";
  }

  /** Texts by path; null for a directory; versions joined. */
  tree(): Record<string, string | null> {
    const tree: Record<string, string | null> = {};
    const visit = (entries: Map<string, ModelNode>, prefix: string) => {
      for (const [name, node] of entries) {
        const path = `${prefix}/${name}`;
        tree[path] = "entries" in node ? null : node.versions.join("|");
        if ("entries" in node) visit(node.entries, path);
      }
    };
    visit(this.root.entries, "");
    return Object.fromEntries(Object.entries(tree).sort(([a], [b]) => a < b ? -1 : 1));
  }

  private place(path: readonly string[]): Place | Outcome {
    let at: ModelNode = this.root;
    for (const name of path.slice(0, -1)) {
      if (!("entries" in at)) return "not-a-directory";
      const child: ModelNode | undefined = at.entries.get(name);
      if (!child) return "not-found";
      at = child;
    }
    if (!("entries" in at)) return "not-a-directory";
    const name = path[path.length - 1]!;
    return { parent: at.entries, name, node: at.entries.get(name) };
  }
}

interface Place {
  readonly parent: Map<string, ModelNode>;
  readonly name: string;
  readonly node: ModelNode | undefined;
}

function copyOf(node: ModelNode): ModelNode {
  if ("versions" in node) return { id: node.id, versions: [...node.versions] };
  return { entries: new Map([...node.entries].map(([name, child]) => [name, copyOf(child)])) };
}
