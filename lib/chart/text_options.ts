/** How a chart is written as text. */
export interface TextOptions {
  /** Characters a line. */
  readonly width: number;
  /** Lines; bars take as many as they need. */
  readonly height: number;
  /** Colours what belongs to a line; null: letters tell lines apart. */
  readonly paint: ((text: string, line: number) => string) | null;
  /** Draws with the characters of ASCII alone; names stay as they are. */
  readonly ascii?: boolean;
}

/** The letter that stands for a line where there is no colour. */
export function letterOf(line: number): string {
  return String.fromCharCode("a".charCodeAt(0) + line);
}

/** Characters that drawings are made of, and what stands for them in ASCII. */
const PLAIN: Readonly<Record<string, string>> = {
  "│": "|",
  "┤": "+",
  "└": "+",
  "┬": "+",
  "─": "-",
  "━": "=",
  "█": "#",
  "▓": "%",
  "▒": "+",
  "░": ".",
  "▌": "#",
  "▐": " ",
  "…": "~",
};

/** Upper and lower dots of a Braille character. */
const [UPPER, LOWER] = [0x1b, 0xe4];

/** `text` with what is drawn in ASCII. */
export function plainText(text: string): string {
  return text.replace(/[│┤└┬─━█▓▒░▌▐…\u2801-\u28ff]/g, (character) => {
    const plain = PLAIN[character];
    if (plain !== undefined) return plain;
    const dots = character.charCodeAt(0) - 0x2800;
    if ((dots & LOWER) === 0) return "'";
    return (dots & UPPER) === 0 ? "." : ":";
  });
}
