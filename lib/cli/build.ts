/** How this copy of the program was made. */
export interface Build {
  /**
   * What an executable rests on: `official` is Deno's own base binary, `borrowed` that of another
   * program, for machines that can't reach Deno's. None where Deno runs the sources.
   */
  readonly base: "official" | "borrowed" | null;
}

/** Compiling puts another module in the place of this one. */
export const BUILD: Build = { base: null };
