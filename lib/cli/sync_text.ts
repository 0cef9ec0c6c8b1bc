import type { Synced } from "../commands/mod.ts";
import type { Call } from "./call.ts";
import type { Flags } from "./description.ts";
import { JSON_FLAG } from "./format_flags.ts";
import { jsonText } from "./json.ts";
import { formatBytes, type Progress } from "./progress.ts";
import { WAIT_FLAG, waitOf } from "./wait_flag.ts";

/** Options of commands that copy a whole pond. */
export const SYNC_FLAGS = {
  "dry-run": { is: "boolean", help: "say what would be copied, change nothing" },
  ...WAIT_FLAG,
  ...JSON_FLAG,
} as const satisfies Flags;

/** How the copying goes, by the options of a command. */
export function syncOptions(
  options: Call<typeof SYNC_FLAGS>["options"],
  progress: Progress,
): { dryRun: boolean; waitMs?: number; onProgress: (done: number, total: number) => void } {
  const { lockDeadlineMs } = waitOf(SYNC_FLAGS, options);
  return {
    dryRun: options["dry-run"] ?? false,
    onProgress: (done, total) => progress.update(done, total),
    ...(lockDeadlineMs === undefined ? {} : { waitMs: lockDeadlineMs }),
  };
}

/** The option of a command that reads a pond whole while others may tidy it up. */
export const PACK_WAIT_FLAG = {
  wait: {
    ...WAIT_FLAG.wait,
    help: "try again so long while others tidy up the pond; default $POND_WAIT, else 10s",
  },
} as const satisfies Flags;

/** What {@linkcode PACK_WAIT_FLAG} says. */
export function packWaitOf(options: { readonly wait?: bigint }): { waitMs?: number } {
  const { lockDeadlineMs } = waitOf(PACK_WAIT_FLAG, options);
  return lockDeadlineMs === undefined ? {} : { waitMs: lockDeadlineMs };
}

/** What became of it, in words. */
export interface SyncWords {
  /** Before what was copied: `pushed`, `would push`. */
  readonly did: string;
  readonly would: string;
  /** After it: `to /mnt/backup`. */
  readonly where: string;
}

/** Says what was copied: as JSON, as the answer to a dry run, or in one line for a person. */
export async function writeSynced(
  call: Pick<Call<typeof SYNC_FLAGS>, "options" | "output" | "note" | "done">,
  synced: Synced,
  words: SyncWords,
): Promise<void> {
  if (call.options.json) return await call.output.write(jsonText(plainOf(synced)));
  const text = syncedText(synced, words);
  if (synced.dryRun) await call.output.write(`${text}\n`);
  else if (synced.status === "copied") call.done(text);
  else call.note(text);
}

function syncedText(synced: Synced, { did, would, where }: SyncWords): string {
  const { status, directory, transaction, before, transactions, files, bytes } = synced;
  if (status === "equal") {
    return `nothing to copy: ${directory} and this pond are both at transaction ${transaction}`;
  }
  if (status === "behind") {
    return `nothing to pull: ${directory} is behind (${transaction}, this pond ${before})`;
  }
  const what = transactions === 1 ? "1 transaction" : `${transactions} transactions`;
  const size = `${files} ${files === 1 ? "file" : "files"}, ${formatBytes(bytes)}`;
  return `${synced.dryRun ? would : did} ${what} ${where}: now at ${transaction}, ${size}`;
}

/** The object that programs get. */
function plainOf(synced: Synced) {
  const { status, directory, transaction, before, transactions, files, bytes, dryRun } = synced;
  return { status, directory, dry_run: dryRun, transaction, before, transactions, files, bytes };
}
