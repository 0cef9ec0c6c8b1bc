import type { TransactionChange } from "../rows/mod.ts";

/** Changes named in a commit; a larger transaction says only how many there were. */
const MAX_CHANGES = 1000;

/** A change, and the node that it is one of. */
interface NodeChange extends TransactionChange {
  readonly nodeId: string;
}

/** What a transaction did, by path, as its commit will say: the outcome, not the steps. */
export class ChangeList {
  readonly #changes = new Map<string, NodeChange>();

  /** A node was made, or got a version. */
  wrote({ path, kind, version, nodeId }: Omit<NodeChange, "action">): void {
    const isNew = version === 1 || this.#changes.get(path)?.action === "created";
    const action = isNew ? "created" : "updated";
    this.#changes.set(path, { path, kind, version, nodeId, action });
  }

  /** A node is, or is made of, what it once was; or is without a version. */
  took(action: "restored" | "withdrawn", change: Omit<NodeChange, "action">): void {
    this.#changes.set(change.path, { ...change, action });
  }

  /** Another writer was faster: the node's last version is `version` now. */
  renumber(nodeId: string, version: number): void {
    for (const [path, change] of this.#changes) {
      if (change.nodeId === nodeId) this.#changes.set(path, { ...change, version });
    }
  }

  /** A node was removed, with all below it. */
  removed(change: Omit<NodeChange, "action">): void {
    const wasNew = this.#changes.get(change.path)?.action === "created";
    this.#changes.delete(change.path);
    if (change.kind === "directory") {
      for (const path of this.#below(change.path)) this.#changes.delete(path);
    }
    if (!wasNew) this.#changes.set(change.path, { ...change, action: "removed" });
  }

  /** A node came to `change.path`; what was done below it before is now done there. */
  moved(from: string, change: Omit<NodeChange, "action">): void {
    const before = this.#changes.get(from);
    this.#changes.delete(from);
    const action = before?.action === "created" ? "created" : "moved";
    const origin = action === "moved" ? { from: before?.from ?? from } : {};
    this.#changes.set(change.path, { ...change, action, ...origin });
    if (change.kind !== "directory") return;
    for (const path of this.#below(from)) {
      const below = this.#changes.get(path)!;
      this.#changes.delete(path);
      const moved = change.path + path.slice(from.length);
      this.#changes.set(moved, { ...below, path: moved });
    }
  }

  /** For `commitInfo`: how many of each action, and the first of them by name. */
  toCommitInfo(): {
    readonly counts: Readonly<Record<string, number>>;
    readonly changes: readonly TransactionChange[];
  } {
    const counts: Record<string, number> = {};
    for (const { action } of this.#changes.values()) counts[action] = (counts[action] ?? 0) + 1;
    const first = [...this.#changes.values()].slice(0, MAX_CHANGES);
    return { counts, changes: first.map(({ nodeId: _nodeId, ...change }) => change) };
  }

  #below(path: string): string[] {
    return [...this.#changes.keys()].filter((other) => other.startsWith(`${path}/`));
  }
}
