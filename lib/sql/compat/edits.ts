/**
 * Text to put in place of a part of an SQL text, or around it. Offsets of its first character and
 * after its last.
 */
export type Edit =
  | { readonly start: number; readonly end: number; readonly text: string }
  | {
    readonly start: number;
    readonly end: number;
    readonly before: string;
    readonly after: string;
  };

interface Insertion {
  readonly at: number;
  readonly text: string;
  /**
   * Of two at one place, the lower comes first: what ends there, the shortest first, then what
   * begins there, the longest first.
   */
  readonly order: number;
}

/** `sql` with `edits` done. What is put around a part stands around what is done within it. */
export function applyEdits(sql: string, edits: readonly Edit[]): string {
  const insertions: Insertion[] = [];
  const replaced: { start: number; end: number; text: string }[] = [];
  for (const edit of edits) {
    if ("text" in edit) {
      replaced.push(edit);
      continue;
    }
    const { start, end, before, after } = edit;
    const length = end - start;
    insertions.push({ at: start, text: before, order: sql.length - length });
    insertions.push({ at: end, text: after, order: length - sql.length - 1 });
  }
  const cuts = [
    ...insertions.map(({ at, text, order }) => ({ start: at, end: at, text, order })),
    ...replaced.map((edit) => ({ ...edit, order: Infinity })),
  ].map((cut, i) => ({ ...cut, i })).sort((a, b) =>
    a.start - b.start || a.order - b.order || (a.order < 0 ? b.i - a.i : a.i - b.i)
  );
  let [done, at] = ["", 0];
  for (const { start, end, text } of cuts) {
    done += sql.slice(at, start) + text;
    at = Math.max(at, end);
  }
  return done + sql.slice(at);
}
