/** What a pond costs as it grows by decades: nodes, and versions of one series. */
import { bytesReadSoFar } from "../lib/base/mod.ts";
import { maintainCommand } from "../lib/commands/mod.ts";
import { initPond, openPond } from "../lib/pond/pond.ts";
import type { Pond } from "../lib/pond/api.ts";
import { loadHyparquetWriter } from "../tests/deps_hyparquet_writer.ts";
import {
  bytesBelow,
  copyIn,
  freshSeconds,
  listOne,
  once,
  secondsOf,
  type StorageOutcome,
} from "./storage_support.ts";

/** `POND_BENCH_NODES=1000000` and `POND_BENCH_VERSIONS=100000` go on by decades to there. */
const NODES = Number(Deno.env.get("POND_BENCH_NODES") ?? 100_000);
const VERSIONS = Number(Deno.env.get("POND_BENCH_VERSIONS") ?? 10_000);
/** Entries of a directory, and nodes or versions of a transaction. */
const ENTRIES = 100;
const BATCH = 10_000;
const HOUR_MS = 3_600_000;

/**
 * Trees of ever more nodes, a hundred to a directory, and a series of ever more versions of a row;
 * each figure against that of the decade before.
 */
export async function* scale(directory: string): AsyncGenerator<StorageOutcome> {
  yield* nodes(`${directory}/nodes`);
  yield* versions(`${directory}/versions`);
}

async function* nodes(hostPath: string): AsyncGenerator<StorageOutcome> {
  await using pond = await initPond(hostPath);
  const before = new Map<string, number>();
  let made = 0;
  for (let count = 1000; count <= NODES; count *= 10) {
    const from = made;
    const seconds = await secondsOf(async () => {
      for (; made < count; made = Math.min(count, made + BATCH)) {
        await makeNodes(pond, made, Math.min(count, made + BATCH));
      }
    });
    const told = decade(before, `${count} nodes`);
    yield told(`making the last ${count - from}`, seconds, "s");
    yield* reading(hostPath, told, "/d0");
    yield told("a commit", await secondsOf(() => commitOne(hostPath, "/d0/new")), "s");
    yield told("log", bytesBelow(`${hostPath}/data`) / 1e6, "MB");
  }
  const seconds = await secondsOf(() => maintainCommand(pond, { argv: ["bench"] }));
  yield { work: `${made} nodes: maintain`, value: seconds, unit: "s" };
  yield* reading(hostPath, decade(new Map(), `${made} nodes, maintained`), "/d0");
}

async function makeNodes(pond: Pond, from: number, to: number): Promise<void> {
  await pond.transact(["bench"], async (change) => {
    for (let i = from; i < to; i++) {
      const directory = `/d${Math.floor(i / ENTRIES)}`;
      if (i % ENTRIES === 0) await change.makeDirectory(directory);
      else await change.writeFile(`${directory}/f${i}`, once(encoded(`file ${i}`)), {});
    }
  });
}

async function* versions(hostPath: string): AsyncGenerator<StorageOutcome> {
  await using pond = await initPond(hostPath);
  const before = new Map<string, number>();
  let made = 0;
  for (let count = 100; count <= VERSIONS; count *= 10) {
    const from = made;
    const seconds = await secondsOf(async () => {
      for (; made < count; made++) await appendRow(pond, made);
    });
    const told = decade(before, `${count} versions`);
    yield told("a version, of the last ones", seconds / (count - from), "s");
    yield* reading(hostPath, told, "/");
    yield* oneDay(hostPath, told);
    yield told("log", bytesBelow(`${hostPath}/data`) / 1e6, "MB");
  }
  const seconds = await secondsOf(() => maintainCommand(pond, { argv: ["bench"] }));
  yield { work: `${made} versions: maintain`, value: seconds, unit: "s" };
  const told = decade(new Map(), `${made} versions, maintained`);
  yield* reading(hostPath, told, "/");
  yield* oneDay(hostPath, told);
}

async function appendRow(pond: Pond, number: number): Promise<void> {
  const { parquetWriteBuffer } = await loadHyparquetWriter();
  const bytes = new Uint8Array(parquetWriteBuffer({
    columnData: [
      { name: "timestamp", data: [new Date(number * HOUR_MS)], type: "TIMESTAMP" },
      { name: "value", data: [number / 7], type: "DOUBLE" },
    ],
  }));
  await copyIn(pond, "/s", { bytes, kind: "series" });
}

type Told = (what: string, value: number, unit: StorageOutcome["unit"]) => StorageOutcome;

/** Outcomes of one decade, each held against the same of the one before. */
function decade(before: Map<string, number>, where: string): Told {
  return (what, value, unit) => {
    const of = before.get(what);
    before.set(what, value);
    return {
      work: `${where}: ${what}`,
      value,
      unit,
      ...(of === undefined ? {} : { bound: { of } }),
    };
  };
}

async function* reading(
  hostPath: string,
  told: Told,
  directory: string,
): AsyncGenerator<StorageOutcome> {
  yield told(
    "open and list a directory",
    await freshSeconds(hostPath, (pond) => listOne(pond, directory)),
    "s",
  );
}

/** A day of the series, which is 24 of its versions, in an engine that is warm. */
async function* oneDay(hostPath: string, told: Told): AsyncGenerator<StorageOutcome> {
  await using pond = await openPond(hostPath);
  const ask = async () => {
    const range = { startUs: 0n, endUs: 86_400_000_000n };
    const sql = "SELECT count(*), avg(value) FROM source";
    await using result = await (await pond.read()).query("/s", { sql, range });
    for await (const _ of result.batches) { /* one row */ }
  };
  await ask();
  const read = bytesReadSoFar();
  yield told("a day", await secondsOf(ask), "s");
  yield told("a day, bytes read", (bytesReadSoFar() - read) / 1e6, "MB");
}

async function commitOne(hostPath: string, path: string): Promise<void> {
  await using pond = await openPond(hostPath);
  await copyIn(pond, path, { bytes: encoded(crypto.randomUUID()) });
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
