const ZERO_WIDTH = /\p{Mn}|\p{Me}|\p{Cf}/u;

/** Ranges that terminals draw two cells wide (East Asian Width W and F, and emoji), roughly. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];

/** How many cells of a terminal `text` takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** `text` cut to `width` cells, with `…` at the end when something was cut. */
export function fitWidth(text: string, width: number): string {
  if (text.length <= width && displayWidth(text) <= width) return text;
  let [kept, used] = ["", 0];
  let [cut, cutUsed] = ["", 0];
  for (const character of text) {
    const next = characterWidth(character);
    if (used + next > width) return `${cut}…${" ".repeat(Math.max(0, width - cutUsed - 1))}`;
    kept += character;
    used += next;
    if (used <= width - 1) [cut, cutUsed] = [kept, used];
  }
  return kept;
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x300) return 1;
  if (WIDE.some(([from, to]) => code >= from && code <= to)) return 2;
  return ZERO_WIDTH.test(character) ? 0 : 1;
}
