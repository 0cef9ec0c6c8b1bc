import type { Command } from "../command.ts";
import { apply } from "../commands/apply.ts";
import { cache } from "../commands/cache.ts";
import { cat } from "../commands/cat.ts";
import { check } from "../commands/check.ts";
import { clone } from "../commands/clone.ts";
import { completionsCommand } from "../commands/completions.ts";
import { copy } from "../commands/copy.ts";
import { describe } from "../commands/describe.ts";
import { diff } from "../commands/diff.ts";
import { exportTables } from "../commands/export.ts";
import { factories } from "../commands/factories.ts";
import { freeze } from "../commands/freeze.ts";
import { fsck } from "../commands/fsck.ts";
import { helpCommand } from "../commands/help.ts";
import { ingest } from "../commands/ingest.ts";
import { init } from "../commands/init.ts";
import { list } from "../commands/list.ts";
import { ln } from "../commands/ln.ts";
import { log } from "../commands/log.ts";
import { maintain } from "../commands/maintain.ts";
import { mkdir } from "../commands/mkdir.ts";
import { mknod } from "../commands/mknod.ts";
import { mv } from "../commands/mv.ts";
import { pack } from "../commands/pack.ts";
import { page } from "../commands/page.ts";
import { plot } from "../commands/plot.ts";
import { pull } from "../commands/pull.ts";
import { push } from "../commands/push.ts";
import { restore } from "../commands/restore.ts";
import { rm } from "../commands/rm.ts";
import { shellCommand } from "../commands/shell.ts";
import { show } from "../commands/show.ts";
import { sql } from "../commands/sql.ts";
import { status } from "../commands/status.ts";
import { tree } from "../commands/tree.ts";
import { undo } from "../commands/undo.ts";
import { verify } from "../commands/verify.ts";
import { version } from "../commands/version.ts";
import { watch } from "../commands/watch.ts";
import { why } from "../commands/why.ts";

/**
 * The table of commands, in the order help shows them. Each file holds one: its description and how
 * its result is rendered; the command itself is loaded when it runs.
 */
export const COMMANDS: readonly Command[] = [
  init,
  mkdir,
  copy,
  ingest,
  watch,
  cat,
  sql,
  shellCommand(() => COMMANDS),
  plot,
  page,
  list,
  tree,
  describe,
  show,
  log,
  why,
  mknod,
  factories,
  apply,
  freeze,
  exportTables,
  rm,
  mv,
  ln,
  diff,
  restore,
  undo,
  status,
  push,
  pull,
  clone,
  pack,
  verify,
  maintain,
  fsck,
  check,
  cache,
  completionsCommand(() => COMMANDS),
  helpCommand(() => COMMANDS),
  version,
];
