/** Words that no shell changes. */
const PLAIN = /^(?![=~])[\w@%+=:,./-]+$/;

/** Characters that a line can't show as they are. */
const UNSAFE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/**
 * `word` as bash, zsh and fish-like shells read it back: as it is where that is safe, else in
 * single quotes, and in `$'…'` where a control character would act on the terminal.
 */
export function shellWord(word: string): string {
  if (PLAIN.test(word)) return word;
  if (!UNSAFE.test(word)) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = [...word].map((character) => {
    if (character === "\\" || character === "'") return `\\${character}`;
    return UNSAFE.test(character) ? escapeOf(character) : character;
  });
  return `$'${escaped.join("")}'`;
}

function escapeOf(character: string): string {
  const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const code = character.codePointAt(0)!;
  return named[character] ??
    (code < 0x80
      ? `\\x${code.toString(16).padStart(2, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`);
}
