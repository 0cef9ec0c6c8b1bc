/**
 * `text` with everything a terminal would act on made visible: C0 and C1 controls, DEL, bidi
 * controls, line separators and lone surrogates become `\u{…}` escapes. Newlines and tabs too,
 * unless `keepLines` says the text is meant to have lines.
 */
export function printable(text: string, options: { keepLines?: boolean } = {}): string {
  const kept = options.keepLines ? "\n\t" : "";
  return text.replace(UNSAFE, (c) => kept.includes(c) ? c : escapeOf(c));
}

/** Controls (Cc), lone surrogates (Cs), bidi controls and marks, line and paragraph separators. */
const UNSAFE = /\p{Cc}|\p{Cs}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

function escapeOf(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  if (character === "\r") return "\\r";
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
