/**
 * Entry to `diff` (jsdiff): the lines in which two texts differ, as a unified diff. Loaded when texts are compared; Myers'
 * algorithm with its limits is nothing to write again.
 */

/** The part of the package that is used. */
export interface TextDiff {
  /** A unified diff with a header that names both; texts that are equal give a header alone. */
  createTwoFilesPatch(
    oldName: string,
    newName: string,
    oldText: string,
    newText: string,
    oldHeader?: string,
    newHeader?: string,
    options?: { context?: number },
  ): string;
}

/** Loads the package. */
export async function loadTextDiff(): Promise<TextDiff> {
  return await import("npm:diff@9.0.0") as TextDiff;
}
