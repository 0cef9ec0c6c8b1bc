/** Bits of a Braille character by column and row of its dots (Unicode, block 2800). */
const DOT_BITS = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]] as const;

/** Dots of a character cell. */
export const DOTS_ACROSS = 2;
/** @see {@linkcode DOTS_ACROSS} */
export const DOTS_DOWN = 4;

/** A cell of a {@linkcode DotCanvas}. */
export interface Cell {
  readonly text: string;
  /** The line that drew there last; -1: none. */
  readonly line: number;
}

/**
 * Lines drawn as Braille dots, two across and four down in each cell. Dot (0, 0) is at the top
 * left.
 */
export class DotCanvas {
  readonly columns: number;
  readonly rows: number;
  readonly #bits: Uint8Array;
  readonly #lines: Int8Array;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.#bits = new Uint8Array(columns * rows);
    this.#lines = new Int8Array(columns * rows).fill(-1);
  }

  dot(x: number, y: number, line: number): void {
    const [column, row] = [Math.floor(x / DOTS_ACROSS), Math.floor(y / DOTS_DOWN)];
    const cell = row * this.columns + column;
    this.#bits[cell]! |= DOT_BITS[x % DOTS_ACROSS]![y % DOTS_DOWN]!;
    this.#lines[cell] = line;
  }

  /** Dots from one to the other, both included (Bresenham). */
  stroke(from: readonly [number, number], to: readonly [number, number], line: number): void {
    let [x, y] = from;
    const [dx, dy] = [Math.abs(to[0] - x), -Math.abs(to[1] - y)];
    const [stepX, stepY] = [Math.sign(to[0] - x), Math.sign(to[1] - y)];
    let error = dx + dy;
    for (;;) {
      this.dot(x, y, line);
      if (x === to[0] && y === to[1]) return;
      const twice = 2 * error;
      if (twice >= dy) [error, x] = [error + dy, x + stepX];
      if (twice <= dx) [error, y] = [error + dx, y + stepY];
    }
  }

  /** Cells of a row, from the left. */
  row(row: number): Cell[] {
    return Array.from({ length: this.columns }, (_, column) => {
      const cell = row * this.columns + column;
      const bits = this.#bits[cell]!;
      const text = bits === 0 ? " " : String.fromCharCode(0x2800 + bits);
      return { text, line: this.#lines[cell]! };
    });
  }
}
