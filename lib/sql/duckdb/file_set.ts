import { RecentMap } from "../../base/mod.ts";
import {
  type BytePatch,
  patchedSource,
  readParquetFooter,
  replacedEnd,
  retypedFooter,
  type RowGroup,
  type SchemaNode,
  type TopColumns,
  topColumns,
  typeForUntyped,
  utcFlagPatches,
} from "../../parquet/mod.ts";
import type { ByteSource, ParquetFile } from "../../table/mod.ts";
import type { RunOptions } from "../engine.ts";
import type { Session, SourceOptions } from "./session.ts";

interface OpenFile {
  readonly name: string;
  readonly file: ParquetFile;
  readonly source: ByteSource;
  readonly counter: NonNullable<SourceOptions["counter"]>;
  /** Pairs of offset and length. */
  readonly reads: [number, number][];
  readonly groups: readonly ByteRange[];
  readonly columns: TopColumns;
  /** The columns that were given a type. */
  readonly retyped: string;
}

/** Where a row group is. */
type ByteRange = Pick<RowGroup, "startByte" | "endByte">;

/** What a file's footer says that a query needs. */
interface FooterFacts {
  readonly patches: readonly BytePatch[];
  readonly groups: readonly ByteRange[];
  readonly columns: TopColumns;
}

/** What reading some files has cost. */
export interface FileCounters {
  readonly opened: number;
  readonly bytesRead: number;
  readonly rowGroupsTotal: number;
  readonly rowGroupsRead: number;
}

/** What the engine reads at a time. */
const BLOCK_BYTES = 16 * 1024;
/** Files whose {@linkcode FooterFacts} are kept. */
const FOOTERS_KEPT = 512;
/** How many files are opened at a time. */
const OPENED_AT_ONCE = 16;

/**
 * The Parquet files of one query, opened and made visible to the engine with their timestamps
 * marked as local: DuckDB without ICU can't compute with TIMESTAMP WITH TIME ZONE, and every time
 * here is UTC anyway.
 */
export class FileSet {
  readonly #session: Session;
  readonly #onProgress: RunOptions["onProgress"];
  readonly #open = new Map<ParquetFile, OpenFile>();
  readonly #retained = new Set<ParquetFile>();
  /** Read of files that were opened for their columns only. */
  #bytesBefore = 0;
  #bytesRead = 0;
  #bytesTotal = 0;
  /** What was open at the end. */
  #closed: readonly OpenFile[] | null = null;

  constructor(session: Session, onProgress: RunOptions["onProgress"]) {
    this.#session = session;
    this.#onProgress = onProgress;
  }

  /**
   * The engine's names for `files`, which are read as one: a column without values has the type
   * that it has in the first of them where it has some, and is text where nothing else is known.
   * @throws {PondError} what opening throws; `corrupt` or `invalid-input` for bytes that are no
   *   Parquet
   */
  async names(files: readonly ParquetFile[]): Promise<readonly string[]> {
    const wanted = [...new Set(files)];
    for (let at = 0; at < wanted.length; at += OPENED_AT_ONCE) {
      await Promise.all(wanted.slice(at, at + OPENED_AT_ONCE).map((file) => this.#add(file)));
    }
    const opened = files.map((file) => this.#open.get(file)!);
    if (opened.every(({ columns }) => columns.untyped.size === 0)) {
      return opened.map(({ name }) => name);
    }
    const types = new Map<string, SchemaNode>();
    for (const { columns } of opened) {
      for (const [name, node] of columns.typed) if (!types.has(name)) types.set(name, node);
    }
    for (const open of opened) await this.#retype(open, types);
    return files.map((file) => this.#open.get(file)!.name);
  }

  async #retype(open: OpenFile, types: ReadonlyMap<string, SchemaNode>): Promise<void> {
    const { file, source, columns } = open;
    const given = new Map<string, SchemaNode>();
    for (const [name, own] of columns.untyped) {
      const type = typeForUntyped(own, types);
      if (type && typeKey(type) !== typeKey(own)) given.set(name, type);
    }
    const retyped = JSON.stringify([...given].map(([name, type]) => [name, typeKey(type)]));
    if (open.retyped === retyped) return;
    const footer = readParquetFooter(source, file.label);
    const key = `${source.key} ${retyped}`;
    const end = retypedFooter(footer, given);
    const replaced = replacedEnd(source, { end, offset: footer.dataEnd, key });
    await this.#session.drop(open.name);
    const patches = utcFlagPatches(replaced, false, { label: file.label });
    const name = await this.#register(file, patchedSource(replaced, patches), open.counter);
    this.#open.set(file, { ...open, name, retyped });
  }

  #register(file: ParquetFile, source: ByteSource, counter: OpenFile["counter"]): Promise<string> {
    return this.#session.addSource(source, { label: file.label, counter });
  }

  /** So far; after closing, the last. */
  counters(): FileCounters {
    const counters = {
      opened: 0,
      bytesRead: this.#bytesBefore,
      rowGroupsTotal: 0,
      rowGroupsRead: 0,
    };
    for (const { counter, groups, reads } of this.#closed ?? this.#open.values()) {
      if (!counter.opened) continue;
      counters.opened++;
      counters.bytesRead += counter.bytesRead;
      counters.rowGroupsTotal += groups.length;
      counters.rowGroupsRead += groupsRead(groups, reads);
    }
    return counters;
  }

  /** How many files rows were wanted of. */
  get retainedCount(): number {
    return this.#retained.size;
  }

  /**
   * Closes what isn't in `files`, nor has been in those of an earlier query; what was read of it counts as bytes, not as a file that the query
   * needed.
   */
  async retain(files: ReadonlySet<ParquetFile>): Promise<void> {
    for (const file of files) this.#retained.add(file);
    for (const open of this.#open.values()) {
      if (this.#retained.has(open.file)) continue;
      this.#bytesBefore += open.counter.bytesRead;
      this.#bytesTotal -= open.source.sizeBytes;
      await this.#drop(open);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = [...this.#open.values()];
    for (const open of this.#closed) await this.#drop(open);
  }

  async #drop({ file, name, source }: OpenFile): Promise<void> {
    this.#open.delete(file);
    await this.#session.drop(name);
    source.close();
  }

  async #add(file: ParquetFile): Promise<void> {
    if (this.#open.has(file)) return;
    const source = await file.open();
    try {
      const { patches, groups, columns } = footerFacts(source, file.label);
      const reads: [number, number][] = [];
      const counter = {
        bytesRead: 0,
        opened: false,
        onRead: (offset: number, length: number) => {
          reads.push([offset, length]);
          this.#bytesRead += length;
          this.#onProgress?.({ bytesRead: this.#bytesRead, bytesTotal: this.#bytesTotal });
        },
      };
      const name = await this.#register(file, patchedSource(source, patches), counter);
      this.#bytesTotal += source.sizeBytes;
      this.#open.set(file, { name, file, source, counter, reads, groups, columns, retyped: "[]" });
    } catch (error) {
      source.close();
      throw error;
    }
  }
}

const footers = new RecentMap<string, FooterFacts>(FOOTERS_KEPT);

/** Equal keys, equal bytes, so equal footers too; parsing one takes as long as a small query. */
function footerFacts(source: ByteSource, label: string): FooterFacts {
  const key = `${source.sizeBytes} ${source.key}`;
  const known = footers.get(key);
  if (known) return known;
  const footer = readParquetFooter(source, label);
  const { rowGroups } = footer;
  const facts = {
    columns: topColumns(footer),
    patches: utcFlagPatches(source, false, { label }),
    groups: rowGroups.map(({ startByte, endByte }) => ({ startByte, endByte })),
  };
  footers.set(key, facts);
  return facts;
}

/** Equal for equal types. */
function typeKey(
  { physical, typeLength, converted, logical, precision, scale }: SchemaNode,
): string {
  return JSON.stringify([physical, typeLength, converted, logical?.id, precision, scale]);
}

function isSmall(group: ByteRange): boolean {
  return group.endByte - group.startByte < 2 * BLOCK_BYTES;
}

/**
 * The row groups that the engine wanted. It reads whole blocks, so a block across the edge of a
 * group may only have been wanted for the neighbour, the header or the footer: such a block counts
 * only where nothing else explains it.
 */
function groupsRead(groups: readonly ByteRange[], reads: readonly [number, number][]): number {
  const wanted = new Set<ByteRange>();
  const across: [number, number][] = [];
  for (const [start, length] of new Map(reads)) {
    const inside = groups.find((group) => start >= group.startByte && start < group.endByte);
    if (inside && start + length <= inside.endByte) wanted.add(inside);
    else across.push([start, start + length]);
  }
  const dataStart = groups[0]?.startByte ?? 0;
  const dataEnd = groups.at(-1)?.endByte ?? 0;
  for (const [start, end] of across) {
    const touched = groups.filter((group) => start < group.endByte && end > group.startByte);
    const atEdge = start < dataStart || end > dataEnd;
    const explained = touched.some((group) => wanted.has(group)) ||
      atEdge && (wanted.size > 0 || touched.every((group) => !isSmall(group)));
    if (!explained) touched.forEach((group) => wanted.add(group));
  }
  return wanted.size;
}
