/** What a pond's age costs. */
import { maintainCommand } from "../lib/commands/mod.ts";
import { initPond, openPond } from "../lib/pond/pond.ts";
import type { Pond } from "../lib/pond/api.ts";
import { loadHyparquetWriter } from "../tests/deps_hyparquet_writer.ts";
import { pairedMedians } from "./measure.ts";
import { bytesBelow, copyIn, listAll, secondsOf, type StorageOutcome } from "./storage_support.ts";

const AGES = [20, 200, 2000, 10_000];
const YOUNG = 20;
const FILES = 10;
const ONE_ROW_COMMITS = 2000;

/**
 * Small files pile up until the next compaction, whatever the pond's age, so each age is measured
 * all through that.
 */
const CYCLE = 20;

/**
 * Open and list, and one commit, the same tree after ever more commits; each against a young pond
 * of the same tree at the same place in its cycle and in the same seconds, so that whatever else
 * the machine does meets both.
 */
export async function* growth(directory: string): AsyncGenerator<StorageOutcome> {
  const hostPath = `${directory}/pond`;
  await using pond = await initPond(hostPath);
  await using young = await initPond(`${directory}/young`);
  const youngAt = (step: number) => `${directory}/young-${step}`;
  for (let number = 0; number < YOUNG; number++) await rewrite(young, number);
  for (let step = 0; step < CYCLE; step++) {
    await copyDirectory(`${directory}/young`, youngAt(step));
    await rewrite(young, YOUNG + step);
  }
  let age = 0;
  for (const until of AGES) {
    for (; age < until; age++) await rewrite(pond, age);
    const opened: Pair[] = [];
    const committed: Pair[] = [];
    for (let step = 0; step < CYCLE; step++) {
      opened.push(
        await pairedMedians(() => openAndList(youngAt(step)), () => openAndList(hostPath)),
      );
      const writeYoung = await secondsOf(() => rewrite(young, age));
      committed.push([writeYoung, await secondsOf(() => rewrite(pond, age++))]);
    }
    yield against(`open and list after ${until} commits : ${YOUNG}`, opened, 1.5);
    yield against(`a commit after ${until} commits : after ${YOUNG} and more`, committed, null);
  }
  const maintained = await secondsOf(() => maintainCommand(pond, { argv: ["bench"] }));
  yield { work: `maintain after ${age} commits`, value: maintained, unit: "s" };
  const after = await pairedMedians(() => openAndList(youngAt(0)), () => openAndList(hostPath));
  yield against(`open and list after that : after ${YOUNG} commits`, [after], 1.5);
}

/** Seconds for the young pond and the old. */
type Pair = readonly [young: number, old: number];

/** The mean over a cycle: its dear commits are what tidying costs. */
function against(work: string, pairs: readonly Pair[], atMost: number | null): StorageOutcome {
  const mean = (which: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[which], 0) / pairs.length;
  const bound = { of: mean(0), ...(atMost === null ? {} : { atMost }) };
  return { work, value: mean(1), unit: "s", bound };
}

async function openAndList(hostPath: string): Promise<void> {
  await using pond = await openPond(hostPath);
  await listAll(pond);
}

async function copyDirectory(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyDirectory(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
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
