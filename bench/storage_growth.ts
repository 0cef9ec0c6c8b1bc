/** What a pond's age costs. */
import { maintainCommand } from "../lib/commands/mod.ts";
import { initPond, type Pond } from "../mod.ts";
import { loadHyparquetWriter } from "../lib/deps/hyparquet_writer.ts";
import { median } from "./measure.ts";
import {
  bytesBelow,
  copyIn,
  freshSeconds,
  listAll,
  secondsOf,
  type StorageOutcome,
} from "./storage_support.ts";

const AGES = [20, 200, 2000, 10_000];
const FILES = 10;
const ONE_ROW_COMMITS = 2000;

/** Small files pile up until the next compaction, whatever the pond's age, so each age is measured all through that. */
const CYCLE = 20;

/** Open and list, the same tree after ever more commits. */
export async function* growth(directory: string): AsyncGenerator<StorageOutcome> {
  const hostPath = `${directory}/pond`;
  await using pond = await initPond(hostPath);
  let young: number | undefined;
  let age = 0;
  for (const until of AGES) {
    const commits = until - age;
    const seconds = await secondsOf(async () => {
      for (; age < until; age++) await rewrite(pond, age);
    });
    yield { work: `a commit, on the way to ${until}`, value: seconds / commits, unit: "s" };
    const times: number[] = [];
    for (const end = age + CYCLE; age < end; age++) {
      times.push(await freshSeconds(hostPath, listAll));
      await rewrite(pond, age);
    }
    const value = median(times);
    young ??= value;
    const bound = { of: young, atMost: 1.5 };
    yield { work: `open and list after ${until} commits`, value, unit: "s", bound };
  }
  const maintained = await secondsOf(() => maintainCommand(pond, { argv: ["bench"] }));
  yield { work: `maintain after ${age} commits`, value: maintained, unit: "s" };
  const value = await freshSeconds(hostPath, listAll);
  const bound = { of: young!, atMost: 1.5 };
  yield { work: "open and list after that", value, unit: "s", bound };
}

/** The tree stays what it is: one of a few files gets a new version. */
async function rewrite(pond: Pond, number: number): Promise<void> {
  await copyIn(pond, `/f${number % FILES}`, { bytes: new TextEncoder().encode(String(number)) });
}

/** A series of one-row versions, maintained, against what was copied in. */
export async function* diskUse(directory: string): AsyncGenerator<StorageOutcome> {
  const hostPath = `${directory}/pond`;
  await using pond = await initPond(hostPath);
  let copied = 0;
  for (let i = 0; i < ONE_ROW_COMMITS; i++) {
    const bytes = await oneRow(i);
    copied += bytes.length;
    await copyIn(pond, "/s", { bytes, kind: "series" });
  }
  yield {
    work: `disk use of ${ONE_ROW_COMMITS} one-row commits`,
    value: bytesBelow(hostPath) / 1e6,
    unit: "MB",
  };
  const seconds = await secondsOf(() =>
    maintainCommand(pond, { argv: ["bench"], keepDays: 0, keepVersions: 1 })
  );
  yield { work: "maintain --keep-versions 1 --keep-days 0", value: seconds, unit: "s" };
  yield {
    work: "disk use after that, against the rows' own Parquet",
    value: bytesBelow(hostPath) / 1e6,
    unit: "MB",
    bound: { of: copied / 1e6, atMost: 3 },
  };
}

async function oneRow(number: number): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await loadHyparquetWriter();
  return new Uint8Array(parquetWriteBuffer({
    columnData: [
      { name: "timestamp", data: [new Date(number * 1000)], type: "TIMESTAMP" },
      { name: "value", data: [number / 7], type: "DOUBLE" },
    ],
  }));
}
