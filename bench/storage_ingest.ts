/** What one new line of a log costs, however long the log and however old its series. */
import { sha256 } from "../lib/base/mod.ts";
import { endsOf, lastLineOf, type TakenPart } from "../lib/commands/ingest_memory.ts";
import { openPond } from "../lib/pond/pond.ts";
import { parquet } from "../tests/tlogfs/fixture.ts";
import { programWords } from "../tests/program.ts";
import { median, runProcess, RUNS } from "./measure.ts";
import { once, type StorageOutcome } from "./storage_support.ts";

const HEADER = "timestamp,site,temp,humidity\n";
const MB = 1e6;
const VERSIONS = 10_000;
/** What a longer log may cost more. */
const AT_MOST = 1.3;

/** A log and the series that it goes into. */
interface Log {
  readonly name: string;
  readonly megabytes: number;
  /** Versions that the series has before what is measured. */
  readonly versions: number;
  readonly seconds: number[];
  readonly peaks: number[];
}

/**
 * `pond ingest` of one new line: from a log of 1 GB against one of 1 MB, and into a series of 10,000
 * versions against one of a few; all in turn, so that whatever else the machine does meets all.
 */
export async function* ingest(directory: string): AsyncGenerator<StorageOutcome> {
  const log = (name: string, megabytes: number, versions: number): Log => {
    return { name, megabytes, versions, seconds: [], peaks: [] };
  };
  const young = log("young", 1, 1);
  const small = log("small", 1, VERSIONS);
  const large = log("large", 1000, VERSIONS);
  const logs = [young, small, large];
  for (const each of logs) await prepare(directory, each);
  for (let round = 0; round < RUNS; round++) {
    for (const each of logs) await takeLine(directory, each);
  }
  const against = function* (
    what: string,
    [a, b]: readonly [Log, Log],
    bounds: { readonly atMost?: number },
  ): Generator<StorageOutcome> {
    const line = `one new line, ${what}`;
    const time = { of: median(b.seconds), ...bounds };
    yield { work: line, value: median(a.seconds), unit: "s", bound: time };
    const memory = { of: median(b.peaks) / MB, ...bounds };
    yield { work: `${line}: memory`, value: median(a.peaks) / MB, unit: "MB", bound: memory };
  };
  yield* against("a log of 1 GB : 1 MB, 10,000 versions", [large, small], { atMost: AT_MOST });
  // The history of the series is read: some 30 µs a version.
  yield* against("10,000 versions : 2, a log of 1 MB", [small, young], {});
}

/** Writes the log and takes it into its series, which gets its versions in one more transaction. */
async function prepare(directory: string, log: Log): Promise<void> {
  await writeLog(`${directory}/${log.name}.csv`, log.megabytes * MB);
  await pondIn(directory, ["init", log.name]);
  await pondIn(directory, ["--pond", log.name, "ingest", `host:${log.name}.csv`, "/s"]);
  if (log.versions > 1) await age(directory, log);
  await takeLine(directory, log);
  log.seconds.pop();
  log.peaks.pop();
}

async function takeLine(directory: string, { name, seconds, peaks }: Log): Promise<void> {
  Deno.writeTextFileSync(`${directory}/${name}.csv`, lineOf(Date.now()), { append: true });
  const words = ["--pond", name, "ingest", `host:${name}.csv`, "/s"];
  const cost = await pondIn(directory, words);
  seconds.push(cost.seconds);
  peaks.push(cost.peakBytes);
}

/** As many runs would have left it: each line a version, which remembers where it was. */
async function age(directory: string, { name, versions }: Log): Promise<void> {
  const hostPath = `${directory}/${name}.csv`;
  await using pond = await openPond(`${directory}/${name}`);
  const node = await (await pond.read()).resolve("/s");
  if (node.kind !== "series") throw new Error("/s is no series");
  const [{ attributes }] = await node.versions!() as unknown as [
    { attributes: { ingest: TakenPart } },
  ];
  let part = attributes.ingest;
  await pond.transact(["bench"], async (change) => {
    for (let version = 1; version < versions; version++) {
      const text = lineOf(version * 1000);
      const bytes = new TextEncoder().encode(text);
      Deno.writeFileSync(hostPath, bytes, { append: true });
      const to = part.to + bytes.length;
      part = { ...part, from: part.to, to, sha256: sha256(bytes), rows: 1, lines: 1 };
      if (version === versions - 1) part = { ...part, ...endOf(hostPath, to) };
      await change.writeFile("/s", once(await parquet([BigInt(version) * 1_000_000n])), {
        kind: "series",
        again: true,
        allowTypeChange: true,
        attributes: { ingest: part },
      });
    }
  });
}

/** What is remembered of the last lines. */
function endOf(
  hostPath: string,
  to: number,
): Pick<TakenPart, "head" | "tail" | "last" | "last_bytes"> {
  using file = Deno.openSync(hostPath);
  const bytes = {
    sizeBytes: to,
    key: hostPath,
    readSync(offset: number, into: Uint8Array) {
      file.seekSync(offset, Deno.SeekMode.Start);
      return file.readSync(into) ?? 0;
    },
    close() {},
  };
  return { ...endsOf(bytes, to), ...lastLineOf(bytes, to) };
}

async function writeLog(hostPath: string, sizeBytes: number): Promise<void> {
  using file = await Deno.open(hostPath, { write: true, create: true });
  const encoder = new TextEncoder();
  let written = file.writeSync(encoder.encode(HEADER));
  for (let second = 0; written < sizeBytes;) {
    const lines: string[] = [];
    for (const end = second + 10_000; second < end; second++) lines.push(lineOf(second * 1000));
    written += file.writeSync(encoder.encode(lines.join("")));
  }
}

function lineOf(ms: number): string {
  const temp = (ms / 1000) % 40;
  return `${new Date(ms).toISOString()},north,${temp.toFixed(1)},${(100 - temp).toFixed(2)}\n`;
}

async function pondIn(directory: string, words: readonly string[]) {
  return await runProcess(words, { program: programWords(), cwd: directory });
}
