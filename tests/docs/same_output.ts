/** What differs from run to run, and what stands for it where two outputs are compared. */
interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
  readonly becomes: string;
}

/** The pages' own data have whole seconds, so a fraction of a second is the clock's. */
const RULES: readonly Rule[] = [
  {
    name: "moments of the clock",
    pattern: /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,6}Z/g,
    becomes: "MOMENT",
  },
  {
    name: "minutes, as listings show them, and seconds before what watch ran",
    pattern: /\b\d{4}-\d\d-\d\d \d\d:\d\d(?![:\d])|^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?= \w+ \()/gm,
    becomes: "MINUTE",
  },
  {
    name: "ids",
    pattern: /\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g,
    becomes: "ID",
  },
  {
    name: "seconds that work took",
    pattern: /(?<=\bseconds"?: +)[\d.e-]+/g,
    becomes: "SECONDS",
  },
  {
    name: "sizes of what is compressed, as the runtime's zstd has it, or holds ids and moments",
    pattern:
      /(?<=^size: +|\b\d+ files?, |\b(?:size|bytes_read|\w+_bytes|bytes)"?: *)\d[\d.]*(?: \w?i?B)?/gm,
    becomes: "SIZE",
  },
];

/** Progress bars, which come and go where work takes longer than half a second. */
// deno-lint-ignore no-control-regex -- what is taken out is for the terminal
const PROGRESS = /[^\n]*\r\x1b\[K/g;

/** `text` as it stands on the terminal in the end. */
export function withoutProgress(text: string): string {
  return text.replaceAll(PROGRESS, "");
}

/** `text` with what differs from run to run told alike. */
export function comparable(text: string): string {
  let lines = text;
  for (const { pattern, becomes } of RULES) {
    lines = lines.replaceAll(pattern, becomes);
  }
  // Columns are as wide as what stands in them.
  const names = new RegExp(RULES.map(({ becomes }) => becomes).join("|"));
  return lines.split("\n").map((line) => names.test(line) ? line.replaceAll(/ +/g, " ") : line)
    .join("\n");
}
