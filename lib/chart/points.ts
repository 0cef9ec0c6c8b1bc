/** Points in order of x; a y that is NaN is a gap. */
export interface Points {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

/** How {@linkcode PointCollector} reduces. */
export interface ReductionOptions {
  /** Points kept as they are before anything is reduced. */
  readonly capacity?: number;
  /**
   * Parts of the horizontal axis of which the extremes are kept; at most an eighth of `capacity`.
   */
  readonly buckets?: number;
}

/**
 * What is kept of a bucket: first, least, greatest, last value, and a gap where it has no value at
 * all.
 */
const KEPT_A_BUCKET = 4;

/**
 * Collects any number of points, in any order, in bounded memory. When there are too many, each of
 * some thousand parts of the horizontal axis keeps its first, least, greatest and last point (the
 * M4 aggregation of Jugel et al., VLDB 2014): a chart of fewer pixels than that looks as it would
 * with all points, spikes included.
 */
export class PointCollector {
  readonly #xs: Float64Array;
  readonly #ys: Float64Array;
  readonly #buckets: number;
  #used = 0;
  #least = Infinity;
  #greatest = -Infinity;

  constructor({ capacity = 65_536, buckets = 4096 }: ReductionOptions = {}) {
    this.#xs = new Float64Array(capacity);
    this.#ys = new Float64Array(capacity);
    this.#buckets = Math.min(buckets, Math.floor(capacity / (2 * KEPT_A_BUCKET)));
  }

  /** @param y NaN for a gap */
  add(x: number, y: number): void {
    if (this.#used === this.#xs.length) this.#reduce();
    this.#xs[this.#used] = x;
    this.#ys[this.#used] = y;
    this.#used++;
    if (x < this.#least) this.#least = x;
    if (x > this.#greatest) this.#greatest = x;
  }

  /** What is kept, in order of x; points of equal x in the order they came. */
  points(): Points {
    const order = Uint32Array.from({ length: this.#used }, (_, i) => i)
      .sort((a, b) => this.#xs[a]! - this.#xs[b]! || a - b);
    return {
      xs: Float64Array.from(order, (i) => this.#xs[i]!),
      ys: Float64Array.from(order, (i) => this.#ys[i]!),
    };
  }

  /**
   * Buckets are as wide as a power of two and begin at its multiples, so those of an earlier
   * reduction lie whole in those of a later one: reducing again loses no extreme.
   */
  #reduce(): void {
    const width = bucketWidth(this.#least, this.#greatest, this.#buckets);
    const first = Math.floor(this.#least / width);
    const count = Math.floor(this.#greatest / width) - first + 1;
    const kept = Array.from({ length: KEPT_A_BUCKET }, () => new Int32Array(count).fill(-1));
    for (let i = 0; i < this.#used; i++) {
      this.#offer(i, Math.floor(this.#xs[i]! / width) - first, kept);
    }
    const indices = new Set<number>();
    for (const each of kept) for (const i of each) if (i >= 0) indices.add(i);
    const order = Uint32Array.from(indices).sort();
    order.forEach((from, to) => {
      this.#xs[to] = this.#xs[from]!;
      this.#ys[to] = this.#ys[from]!;
    });
    this.#used = order.length;
  }

  /**
   * Makes point `i` stand for its bucket where it is more extreme than what does; a gap stands only
   * where no value is.
   */
  #offer(i: number, bucket: number, kept: readonly Int32Array[]): void {
    const [firsts, lows, highs, lasts] = kept as [Int32Array, Int32Array, Int32Array, Int32Array];
    const [x, y] = [this.#xs[i]!, this.#ys[i]!];
    const first = firsts[bucket]!;
    const isGap = Number.isNaN(y);
    if (first >= 0 && isGap) return;
    if (first < 0 || Number.isNaN(this.#ys[first]!)) {
      for (const each of kept) each[bucket] = i;
      return;
    }
    if (x < this.#xs[first]!) firsts[bucket] = i;
    if (y < this.#ys[lows[bucket]!]!) lows[bucket] = i;
    if (y > this.#ys[highs[bucket]!]!) highs[bucket] = i;
    if (x >= this.#xs[lasts[bucket]!]!) lasts[bucket] = i;
  }
}

/**
 * The least power of two of which `buckets` cover all from `least` to `greatest`, wherever they
 * begin.
 */
export function bucketWidth(least: number, greatest: number, buckets: number): number {
  const span = greatest - least;
  // One more bucket is touched than fits in between; below this width indices would no longer be
  // exact.
  const smallest = Math.max(Math.abs(least), Math.abs(greatest), Number.MIN_VALUE * 2 ** 60) *
    2 ** -52;
  return 2 ** Math.ceil(Math.log2(Math.max(span / (buckets - 1), smallest)));
}
