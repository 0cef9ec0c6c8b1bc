import type { UserFunction } from "../pond/mod.ts";
import type { Factory } from "../tinyfs/mod.ts";

/** What a program of one's own has beside what is built in. */
export interface Extensions {
  /** Factories beside those that are built in. */
  readonly factories?: readonly Factory[];
  /** Functions that SQL can call, beside its own. */
  readonly functions?: readonly UserFunction[];
}
