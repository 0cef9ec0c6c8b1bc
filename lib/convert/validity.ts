/** Which rows of a column have a value. */
export class Validity {
  #bits = new Uint8Array(0);
  #nulls = 0;

  /** Makes room for `rows` rows, which have values until {@linkcode setNull} says otherwise. */
  reserve(rows: number): void {
    const needed = (rows + 7) >> 3;
    const used = this.#bits.length;
    if (needed <= used) return;
    const larger = new Uint8Array(2 * needed).fill(0xff, used);
    larger.set(this.#bits);
    this.#bits = larger;
  }

  setNull(row: number): void {
    this.#bits[row >> 3]! &= ~(1 << (row & 7));
    this.#nulls++;
  }

  /** What is known of the first `rows` rows; begins anew. */
  take(rows: number): { readonly nulls: number; readonly validity: Uint8Array | null } {
    const nulls = this.#nulls;
    if (nulls === 0) return { nulls, validity: null };
    const validity = this.#bits.slice(0, (rows + 7) >> 3);
    this.#bits.fill(0xff);
    this.#nulls = 0;
    return { nulls, validity };
  }
}
