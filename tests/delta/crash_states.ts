import type { StoreOperation } from "../store/faulty.ts";

type Files = Map<string, Uint8Array>;

/** A file as the disk has it: what was synced, and what was written since. */
interface Inode {
  durable: Uint8Array;
  current: Uint8Array;
}

/** A change of a directory that is durable once the directory is synced. */
interface EntryChange {
  readonly directory: string;
  readonly apply: (entries: Map<string, Inode>) => void;
}

/** What a disk may hold when the machine stops. */
export interface CrashState {
  /** Operations that had been made; the commit is reported once all of it has. */
  readonly operations: number;
  readonly files: Files;
}

const MAX_SUBSETS = 64;
/** In a soak, unsynced bytes are cut at this many places instead of one. */
const CUTS = Deno.env.get("POND_SOAK") ? 256 : 1;

/**
 * Every content that a disk may have after a crash within `operations`, which were made on
 * `initial`: at each prefix, any of the directory entries that were not synced is lost or kept, and
 * the bytes that were not synced are missing, cut short, zeros in part or as a whole, or all there.
 * @param options `cuts`: at how many places bytes are cut
 */
export function* crashStates(
  initial: Files,
  operations: readonly StoreOperation[],
  { cuts = CUTS }: { cuts?: number } = {},
): Generator<CrashState> {
  for (let count = 0; count <= operations.length; count++) {
    const disk = replay(initial, operations.slice(0, count));
    for (const kept of subsets(disk.pending)) {
      const entries = new Map(disk.entries);
      for (const change of kept) change.apply(entries);
      for (const files of contentsOf(entries, cuts)) yield { operations: count, files };
    }
  }
}

function replay(initial: Files, operations: readonly StoreOperation[]) {
  const entries = new Map<string, Inode>();
  for (const [name, bytes] of initial) entries.set(name, { durable: bytes, current: bytes });
  const visible = new Map(entries);
  let pending: EntryChange[] = [];
  const change = (name: string, apply: EntryChange["apply"]) => {
    apply(visible);
    pending.push({ directory: parent(name), apply });
  };
  for (const { kind, name, to, bytes, offset } of operations) {
    const inode = visible.get(name);
    if (kind === "create") {
      const made: Inode = { durable: new Uint8Array(0), current: new Uint8Array(0) };
      change(name, (all) => void all.set(name, made));
    } else if (kind === "write" && inode) {
      const grown = new Uint8Array(Math.max(inode.current.length, offset! + bytes!.length));
      grown.set(inode.current);
      grown.set(bytes!, offset!);
      inode.current = grown;
    } else if (kind === "sync" && inode) inode.durable = inode.current;
    else if (kind === "publish" && inode && !visible.has(to!)) {
      change(to!, (all) => void all.set(to!, inode));
    } else if (kind === "rename" && inode) {
      change(to!, (all) => {
        all.delete(name);
        all.set(to!, inode);
      });
    } else if (kind === "remove") change(name, (all) => void all.delete(name));
    else if (kind === "syncDirectory") {
      for (const done of pending) if (done.directory === name) done.apply(entries);
      pending = pending.filter((left) => left.directory !== name);
    }
  }
  return { entries, pending };
}

/**
 * All subsets; where they are too many, some of every sort: an odd factor visits the masks in a
 * mixed order.
 */
function* subsets(changes: readonly EntryChange[]): Generator<readonly EntryChange[]> {
  const all = 2 ** changes.length;
  for (let i = 0; i < Math.min(all, MAX_SUBSETS); i++) {
    const mask = Math.imul(i, 0x9e3779b1) & (all - 1);
    yield changes.filter((_, bit) => mask & (1 << bit));
  }
  if (all > MAX_SUBSETS) yield changes;
}

function* contentsOf(entries: ReadonlyMap<string, Inode>, cuts: number): Generator<Files> {
  const unsynced = [...new Set(entries.values())].filter((inode) =>
    inode.durable !== inode.current
  );
  const choices = unsynced.map(({ durable, current }) => [
    durable,
    ...cutsOf(current, cuts),
    new Uint8Array(current.length),
    secondHalf(current),
    current,
  ]);
  for (const picks of product(choices)) {
    const picked = new Map(unsynced.map((inode, i) => [inode, picks[i]!]));
    yield new Map([...entries].map(([name, inode]) => [name, picked.get(inode) ?? inode.durable]));
  }
}

/** The later pages reached the disk, the earlier ones didn't. */
function secondHalf(bytes: Uint8Array): Uint8Array {
  return bytes.slice().fill(0, 0, bytes.length >> 1);
}

function cutsOf(bytes: Uint8Array, cuts: number): Uint8Array[] {
  const count = Math.min(cuts, bytes.length);
  return Array.from(
    { length: count },
    (_, i) => bytes.slice(0, Math.floor((bytes.length * i) / count)),
  )
    .concat([bytes.slice(0, -1)]);
}

function* product<T>(choices: readonly (readonly T[])[]): Generator<readonly T[]> {
  if (choices.length === 0) return yield [];
  for (const rest of product(choices.slice(1))) {
    for (const choice of choices[0]!) yield [choice, ...rest];
  }
}

function parent(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf("/")));
}
