import type { RowConflict } from "../../delta/mod.ts";
import { isMaintenance } from "../maintain/mod.ts";
import type { Target } from "./target.ts";

/**
 * What a transaction rests on. Another writer is in its way when it changed an entry of a directory that this one
 * changed or removed, or moved or removed a directory on the way to one.
 */
export class TouchedDirectories {
  /** Paths by directory id. */
  private readonly changed = new Map<string, string>();
  /** Directories that must stay where they are, by id. */
  private readonly needed = new Map<string, string>();
  private found: string | undefined;

  /** The path of the directory in which another writer was found to be in the way. */
  get inTheWay(): string | undefined {
    return this.found;
  }

  /** An entry of the target's directory is changed. */
  place({ parent }: Target): void {
    this.changed.set(parent.id, parent.path);
    for (const id of parent.lineage) this.needed.set(id, parent.path);
  }

  /** The directory is removed: what another writer puts into it would be lost. */
  removed(directoryId: string, path: string): void {
    this.changed.set(directoryId, path);
  }

  /** The test for the log. */
  conflict(): RowConflict {
    return {
      ignores: isMaintenance,
      columns: ["part_id", "node_id", "deleted"],
      test: (row) => {
        const leaving = row["deleted"] === true ? this.needed.get(`${row["node_id"]}`) : undefined;
        const path = this.changed.get(`${row["part_id"]}`) ?? leaving;
        this.found ??= path;
        return path !== undefined;
      },
    };
  }
}
