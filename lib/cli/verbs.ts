import type { Verb } from "./verb.ts";
import { apply } from "./verbs/apply.ts";
import { cache } from "./verbs/cache.ts";
import { cat } from "./verbs/cat.ts";
import { completionsVerb } from "./verbs/completions.ts";
import { copy } from "./verbs/copy.ts";
import { describe } from "./verbs/describe.ts";
import { exportVerb } from "./verbs/export.ts";
import { factories } from "./verbs/factories.ts";
import { freeze } from "./verbs/freeze.ts";
import { fsck } from "./verbs/fsck.ts";
import { helpVerb } from "./verbs/help.ts";
import { init } from "./verbs/init.ts";
import { list } from "./verbs/list.ts";
import { ln } from "./verbs/ln.ts";
import { log } from "./verbs/log.ts";
import { maintain } from "./verbs/maintain.ts";
import { mkdir } from "./verbs/mkdir.ts";
import { mknod } from "./verbs/mknod.ts";
import { mv } from "./verbs/mv.ts";
import { plot } from "./verbs/plot.ts";
import { rm } from "./verbs/rm.ts";
import { show } from "./verbs/show.ts";
import { sql } from "./verbs/sql.ts";
import { status } from "./verbs/status.ts";
import { version } from "./verbs/version.ts";
import { why } from "./verbs/why.ts";

/**
 * The table of verbs, in the order help shows them. Each file holds one: its description and how its result
 * is rendered; the command itself is loaded when it runs.
 */
export const VERBS: readonly Verb[] = [
  init,
  mkdir,
  copy,
  cat,
  sql,
  plot,
  list,
  describe,
  show,
  log,
  why,
  mknod,
  factories,
  apply,
  freeze,
  exportVerb,
  rm,
  mv,
  ln,
  status,
  maintain,
  fsck,
  cache,
  completionsVerb(() => VERBS),
  helpVerb(() => VERBS),
  version,
];
