/** What a pond's age costs. */
import { maintainCommand } from "../lib/commands/mod.ts";
import { initPond, openPond, type Pond } from "../mod.ts";
import { loadHyparquetWriter } from "../lib/deps/hyparquet_writer.ts";
import { pairedMedians } from "./measure.ts";
import { bytesBelow, copyIn, listAll, secondsOf, type StorageOutcome } from "./storage_support.ts";

const AGES = [20, 200, 2000, 10_000];
const FILES = 10;
const ONE_ROW_COMMITS = 2000;

/** Open and list, the same tree after ever more commits, each time against a copy of the pond when it was young. */
export async function* growth(directory: string): AsyncGenerator<StorageOutcome> {
  const [hostPath, young] = [`${directory}/pond`, `${directory}/young`];
  await using pond = await initPond(hostPath);
  const compared = async (work: string): Promise<StorageOutcome> => {
    const [value, of] = await pairedMedians(() => openAndList(hostPath), () => openAndList(young));
    return { work, value, unit: "s", bound: { of, atMost: 1.5 } };
  };
  let age = 0;
  for (const until of AGES) {
    const commits = until - age;
    const seconds = await secondsOf(async () => {
      for (; age < until; age++) await rewrite(pond, age);
    });
    if (until === AGES[0]) await copyDirectory(hostPath, young);
    yield { work: `a commit, on the way to ${until}`, value: seconds / commits, unit: "s" };
    yield await compared(`open and list after ${until} commits`);
  }
  const maintained = await secondsOf(() => maintainCommand(pond, { argv: ["bench"] }));
  yield { work: `maintain after ${age} commits`, value: maintained, unit: "s" };
  yield await compared("open and list after that");
}

/** Opens the pond anew, as a process that starts does, ten times over: once is too little to measure. */
async function openAndList(hostPath: string): Promise<void> {
  for (let i = 0; i < 10; i++) {
    await using pond = await openPond(hostPath);
    await listAll(pond);
  }
}

async function copyDirectory(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
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
