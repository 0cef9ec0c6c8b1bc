import type { CellBlock } from "./cells.ts";
import { joinKinds, type Kind } from "./kinds.ts";
import type { ValueSyntax } from "./value_syntax.ts";

/** Widens `kinds` to hold the block's values, each column's written in its syntax. */
export function widenKinds(
  kinds: Kind[],
  block: CellBlock,
  syntaxes: readonly ValueSyntax[],
): void {
  const { bytes, starts, ends, columns, rows } = block;
  for (let column = 0; column < columns; column++) {
    const syntax = syntaxes[column]!;
    let kind = kinds[column]!;
    for (let row = 0; row < rows && kind !== "string"; row++) {
      const cell = row * columns + column;
      const start = starts[cell]!;
      if (start < 0 || syntax.fits(kind, bytes, start, ends[cell]!)) continue;
      kind = joinKinds(kind, syntax.kindOf(bytes, start, ends[cell]!));
    }
    kinds[column] = kind;
  }
}
