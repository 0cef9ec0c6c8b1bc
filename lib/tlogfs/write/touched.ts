import { joinPath } from "../../paths/mod.ts";
import type { OplogRow, Place } from "../rows/mod.ts";
import type { Target } from "./target.ts";

/** A place whose state a transaction depends on: the node and version there, or nothing. */
export interface Dependency {
  readonly place: Place;
  readonly row: OplogRow | undefined;
}

/** What a transaction rests on, besides the nodes that it changes. */
export class TouchedPlaces {
  /** Directories that must stay where they are, by id. */
  readonly needed = new Map<string, OplogRow>();
  /** Directories that are removed, by id: what another writer puts into one would be lost. */
  readonly removedDirectories = new Set<string>();
  /** Nodes whose content was read. */
  readonly read = new Set<string>();
  readonly dependencies: Dependency[] = [];
  /** Paths of directories by id. */
  readonly #paths = new Map<string, string>();

  /** An entry of the target's directory is changed. */
  place({ parent }: Target): void {
    this.#paths.set(parent.id, parent.path);
    for (const row of parent.lineage) this.needed.set(row.nodeId, row);
  }

  /** The directory is removed, with all that it holds. */
  removed(directoryId: string, path: string): void {
    this.#paths.set(directoryId, path);
    this.removedDirectories.add(directoryId);
  }

  /** What is at the target now must be there still. */
  dependOn({ parent, name, row }: Target): void {
    this.#paths.set(parent.id, parent.path);
    this.dependencies.push({ place: { partId: parent.id, name }, row });
  }

  /** Where a place is, as far as it was asked for by path. */
  pathOf({ partId, name }: Place): string {
    const directory = this.#paths.get(partId);
    return directory === undefined ? name : joinPath(directory, name);
  }
}
