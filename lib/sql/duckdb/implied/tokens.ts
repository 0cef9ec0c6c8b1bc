/** A word of a filter as the engine prints it. */
export interface Token {
  readonly is: "text" | "name" | "number" | "sign";
  /** Of texts and quoted names what is between the quotes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /\s*(?:'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([A-Za-z_][A-Za-z_0-9]*)|(\d+(?:\.\d+)?)|(::|<=|>=|!=|<>|[()<>=+\-*/%,.[\]{}:|&^~!#?@$]))/y;

/** The tokens of `text`; null where something in it is none. */
export function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (!match) return null;
    const [, quoted, named, name, number, sign] = match;
    const start = at + match[0].length - match[0].trimStart().length;
    const place = { start, end: TOKEN.lastIndex };
    if (quoted !== undefined) {
      tokens.push({ is: "text", value: quoted.replaceAll("''", "'"), ...place });
    } else if (named !== undefined) {
      tokens.push({ is: "name", value: named.replaceAll('""', '"'), ...place });
    } else if (name !== undefined) tokens.push({ is: "name", value: name, ...place });
    else if (number !== undefined) tokens.push({ is: "number", value: number, ...place });
    else tokens.push({ is: "sign", value: sign!, ...place });
  }
  return tokens;
}
