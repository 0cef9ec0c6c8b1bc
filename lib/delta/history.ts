import { formatTimeUs, isPondError, PondError } from "../base/mod.ts";
import type { DeltaSnapshot, HistoryEntry } from "./api.ts";
import { TornCommit } from "./commit_file.ts";
import { timestampOf } from "./commit_actions.ts";
import type { TableLocation } from "./layout.ts";
import { listLog, readCommit } from "./log.ts";
import { toDataFile } from "./state.ts";

/**
 * Commits, newest first, as far back as there are any. One that is damaged ends nothing: it is
 * reported through `warn` and skipped.
 */
export async function* readHistory(
  table: TableLocation,
  snapshot: DeltaSnapshot,
): AsyncGenerator<HistoryEntry> {
  let left: number[] | undefined;
  for (
    let version = snapshot.version;
    version >= 0;
    version = left ? left.pop() ?? -1 : version - 1
  ) {
    try {
      const actions = await readCommit(table, version);
      if (!actions) {
        // Dropped, with all before it; or lost, and the others are there.
        left ??= (await listLog(table)).commits.filter((each) => each < version);
        continue;
      }
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

/**
 * The newest version whose commit says that it was made at `timeUs` or before. Versions are
 * searched by halves, as if the clocks of all writers had agreed: where one was set back, which
 * version was "then" has no better answer.
 * @throws {PondError} `not-found`, `expired`, `corrupt`
 */
export async function versionAt(
  table: TableLocation,
  newest: DeltaSnapshot,
  timeUs: bigint,
): Promise<number> {
  const isDone = async (version: number) => {
    const actions = await readCommit(table, version);
    return actions !== undefined && timestampOf(actions) <= timeUs;
  };
  if (await isDone(newest.version)) return newest.version;
  const { commits } = await listLog(table);
  const versions = commits.filter((version) => version <= newest.version);
  let [low, high] = [-1, versions.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await isDone(versions[middle]!)) low = middle;
    else high = middle;
  }
  const found = versions[low];
  if (found !== undefined) return found;
  const then = formatTimeUs(timeUs);
  throw versions[0] === 0
    ? new PondError("not-found", `cannot read the state of ${then}: nothing had been written then`)
    : new PondError("expired", `cannot read the state of ${then}: its commits were dropped`);
}
