import type { Factory } from "../tinyfs/mod.ts";

/** What a program of one's own has beside what is built in. */
export interface Extensions {
  readonly factories?: readonly Factory[];
}
