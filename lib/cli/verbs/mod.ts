/**
 * The table of verbs, in the order help shows them. Each file holds one: its description and how its result
 * is rendered; the command itself is loaded when it runs.
 *
 * @module
 */
import type { Verb } from "../verb.ts";
import { cache } from "./cache.ts";
import { cat } from "./cat.ts";
import { completionsVerb } from "./completions.ts";
import { copy } from "./copy.ts";
import { describe } from "./describe.ts";
import { factories } from "./factories.ts";
import { helpVerb } from "./help.ts";
import { init } from "./init.ts";
import { list } from "./list.ts";
import { ln } from "./ln.ts";
import { log } from "./log.ts";
import { mkdir } from "./mkdir.ts";
import { mknod } from "./mknod.ts";
import { mv } from "./mv.ts";
import { rm } from "./rm.ts";
import { show } from "./show.ts";
import { sql } from "./sql.ts";
import { status } from "./status.ts";
import { version } from "./version.ts";

/** Every verb. */
export const VERBS: readonly Verb[] = [
  init,
  mkdir,
  copy,
  cat,
  sql,
  list,
  describe,
  show,
  log,
  mknod,
  factories,
  rm,
  mv,
  ln,
  status,
  cache,
  completionsVerb(() => VERBS),
  helpVerb(() => VERBS),
  version,
];
