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
