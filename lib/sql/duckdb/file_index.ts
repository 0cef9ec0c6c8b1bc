import { mayOverlap, type ParquetFile, type TimeBounds, type TimeRange } from "../../table/mod.ts";

interface Bounded {
  readonly place: number;
  readonly bounds: TimeBounds;
  /** The latest end of this one and all before it. */
  readonly maxUpToHere: bigint;
}

const known = new WeakMap<readonly ParquetFile[], FileIndex>();

/**
 * The files of a scan by time and by schema. They are put in order once; each question is a binary
 * search.
 */
export class FileIndex {
  readonly #files: readonly ParquetFile[];
  /** By the beginning of their bounds. */
  readonly #bounded: readonly Bounded[];
  /** Places of files whose bounds aren't known: they may hold any time. */
  readonly #unbounded: readonly number[];
  /** The first place of each schema, and every place of files whose schema isn't known. */
  readonly #schemas: readonly number[];

  private constructor(files: readonly ParquetFile[]) {
    this.#files = files;
    const places = [...files.keys()];
    const bounded = places
      .flatMap((place) => {
        const { bounds } = files[place]!;
        return bounds ? [{ place, bounds }] : [];
      })
      .sort((a, b) =>
        a.bounds.minUs < b.bounds.minUs ? -1 : a.bounds.minUs > b.bounds.minUs ? 1 : 0
      );
    let max: bigint | null = null;
    this.#bounded = bounded.map(({ place, bounds }) => {
      if (max === null || bounds.maxUs > max) max = bounds.maxUs;
      return { place, bounds, maxUpToHere: max };
    });
    this.#unbounded = places.filter((place) => files[place]!.bounds === null);
    const seen = new Set<string>();
    this.#schemas = places.filter((place) => {
      const { schemaKey } = files[place]!;
      const isNew = schemaKey === null || !seen.has(schemaKey);
      if (schemaKey !== null) seen.add(schemaKey);
      return isNew;
    });
  }

  /** The index of `files`, which nobody changes; the same one for the same array. */
  static of(files: readonly ParquetFile[]): FileIndex {
    const index = known.get(files) ?? new FileIndex(files);
    known.set(files, index);
    return index;
  }

  get boundedCount(): number {
    return this.#bounded.length;
  }

  /**
   * Files that, for each of `alternatives`, may hold times in one of its ranges, in their own
   * order.
   */
  overlappingAll(alternatives: readonly (readonly TimeRange[])[]): readonly ParquetFile[] {
    const [first, ...others] = alternatives;
    if (!first) return this.#files;
    if (first.length === 0) return [];
    const places = new Set(this.#unbounded);
    for (const range of first) this.#addOverlapping(range, places);
    const files = this.#at(places);
    if (others.length === 0) return files;
    return files.filter((file) =>
      others.every((ranges) => ranges.some((range) => mayOverlap(file.bounds, range)))
    );
  }

  /**
   * `needed` plus, for each schema that no needed file has, the first file that has it: columns and
   * their types must not depend on what is left out. In their own order.
   */
  withEverySchema(needed: readonly ParquetFile[]): readonly ParquetFile[] {
    if (needed.length === this.#files.length) return this.#files;
    const seen = new Set(needed.map((file) => file.schemaKey));
    const kept = new Set(needed);
    const missing = this.#schemas.map((place) => this.#files[place]!)
      .filter((file) => !kept.has(file) && (file.schemaKey === null || !seen.has(file.schemaKey)));
    if (missing.length === 0) return needed;
    for (const file of missing) kept.add(file);
    return this.#files.filter((file) => kept.has(file));
  }

  /**
   * From the last that begins before the range ends, back to where nothing reaches into the range
   * any more.
   */
  #addOverlapping(range: TimeRange, places: Set<number>): void {
    const { startUs, endUs } = range;
    for (let at = this.#beginningBefore(endUs) - 1; at >= 0; at--) {
      const { place, bounds, maxUpToHere } = this.#bounded[at]!;
      if (startUs !== null && maxUpToHere < startUs) return;
      if (mayOverlap(bounds, range)) places.add(place);
    }
  }

  /** How many begin before `endUs`. */
  #beginningBefore(endUs: bigint | null): number {
    if (endUs === null) return this.#bounded.length;
    let [low, high] = [0, this.#bounded.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#bounded[middle]!.bounds.minUs < endUs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #at(places: ReadonlySet<number>): readonly ParquetFile[] {
    if (places.size === this.#files.length) return this.#files;
    return [...places].sort((a, b) => a - b).map((place) => this.#files[place]!);
  }
}
