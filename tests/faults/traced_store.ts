/**
 * What reading a pond depends on, so that states in which that is the same need not be read again.
 */
import { Buffer } from "node:buffer";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../../lib/store/mod.ts";
import type { Files } from "./scenarios.ts";

/** Contents and listings that were looked at. */
export interface Trace {
  /** By name what was there; undefined: nothing. */
  readonly files: Map<string, Uint8Array | undefined>;
  /** By directory the names in it. */
  readonly lists: Map<string, string>;
}

/** A store of `files` that writes down all that is read from it. */
export function tracedStore(files: Files): { store: Store; trace: Trace } {
  const inner = memoryStore(files);
  const trace: Trace = { files: new Map(), lists: new Map() };
  const look = (name: string) => void trace.files.set(name, files.get(name));
  const store: Store = Object.assign(Object.create(inner) as Store, {
    read: (name: string, range?: { start: number; end: number }) => {
      look(name);
      return inner.read(name, range);
    },
    stat: (name: string) => {
      look(name);
      return inner.stat(name);
    },
    kind: (name: string) => {
      look(name);
      trace.lists.set(name, namesIn(files, name));
      return inner.kind(name);
    },
    open: (name: string) => {
      look(name);
      return inner.open(name);
    },
    list: (directory: string) => {
      trace.lists.set(directory, namesIn(files, directory));
      return inner.list(directory);
    },
  });
  return { store, trace };
}

/** Whether reading `files` would go as it went when `trace` was written down. */
export function isSame(files: Files, trace: Trace): boolean {
  for (const [name, before] of trace.files) {
    const now = files.get(name);
    if (now === before) continue;
    if (!now || !before || Buffer.compare(now, before) !== 0) return false;
  }
  for (const [directory, names] of trace.lists) {
    if (namesIn(files, directory) !== names) return false;
  }
  return true;
}

function namesIn(files: Files, directory: string): string {
  const prefix = directory === "" ? "" : `${directory}/`;
  const names = [...files.keys()].filter((name) => name.startsWith(prefix));
  return names.sort().join("\n");
}
