import { isPondError } from "../base/mod.ts";
import type { DeltaSnapshot, HistoryEntry } from "./api.ts";
import { TornCommit } from "./commit_file.ts";
import { timestampOf } from "./commit_actions.ts";
import type { TableLocation } from "./layout.ts";
import { readCommit } from "./log.ts";
import { toDataFile } from "./state.ts";

/**
 * Commits, newest first, until one was dropped. One that is damaged ends nothing: it is reported through `warn` and skipped.
 */
export async function* readHistory(
  table: TableLocation,
  snapshot: DeltaSnapshot,
): AsyncGenerator<HistoryEntry> {
  for (let version = snapshot.version; version >= 0; version--) {
    try {
      const actions = await readCommit(table, version);
      if (!actions) return;
      const { adds, removes } = actions;
      yield {
        version,
        timestampUs: timestampOf(actions),
        commitInfo: actions.commitInfo ?? {},
        added: adds.map((add) => toDataFile(add, snapshot.metadata)),
        removed: removes.length,
        dataChange: [...adds, ...removes].some((action) => action.dataChange),
      };
    } catch (error) {
      if (!(error instanceof TornCommit) && !isPondError(error, "corrupt")) throw error;
      table.warn(error.message);
    }
  }
}
