/** How a chart is written as text. */
export interface TextOptions {
  /** Characters a line. */
  readonly width: number;
  /** Lines; bars take as many as they need. */
  readonly height: number;
  /** Colours what belongs to a line; null: letters tell lines apart. */
  readonly paint: ((text: string, line: number) => string) | null;
}

/** The letter that stands for a line where there is no colour. */
export function letterOf(line: number): string {
  return String.fromCharCode("a".charCodeAt(0) + line);
}
