/** Colours a terminal is asked for, by what they mean. */
const STYLES = {
  directory: "\x1b[1;34m",
  symlink: "\x1b[36m",
  dynamic: "\x1b[35m",
} as const;

/** `text` in the colour of `style`, or plain when there is none. */
export function paint(text: string, style: keyof typeof STYLES | null, color: boolean): string {
  return color && style !== null ? `${STYLES[style]}${text}\x1b[0m` : text;
}

/** The style of a node's name. */
export function styleOf(
  { kind, factory }: { readonly kind: string; readonly factory: string | null },
): keyof typeof STYLES | null {
  if (factory !== null) return "dynamic";
  return kind === "directory" || kind === "symlink" ? kind : null;
}

/** Colours of a chart's lines: like those of a picture, as far as sixteen colours go. */
const LINE_STYLES = [34, 31, 32, 35, 33, 36, 94, 91, 92, 95];

/** `text` in the colour of a chart's line. */
export function paintLine(text: string, line: number): string {
  return `\x1b[${LINE_STYLES[line % LINE_STYLES.length]}m${text}\x1b[0m`;
}
