/** The pond that is measured. */
import { copyCommand } from "../lib/commands/mod.ts";
import { initPond } from "../lib/pond/pond.ts";
import type { Pond } from "../lib/pond/api.ts";
import type { BenchData } from "./data.ts";

/**
 * One derived node over another, three deep, none of which can be answered without the one below.
 */
const CHAIN: readonly (readonly [path: string, source: string, query: string])[] = [
  ["/chain_1", "/s", "SELECT timestamp, sensor, value FROM source WHERE status < 90"],
  ["/chain_2", "/chain_1", "SELECT timestamp, sensor, value * 1.8 + 32 AS value_f FROM source"],
  ["/chain_3", "/chain_2", "SELECT timestamp, sensor, value_f FROM source WHERE value_f > 60"],
];

/** What {@linkcode CHAIN} amounts to, written by hand. */
export const CHAIN_BY_HAND = `
  SELECT timestamp, sensor, value * 1.8 + 32 AS value_f FROM "/s"
  WHERE status < 90 AND value * 1.8 + 32 > 60`;

/**
 * Makes a pond in `hostPath`: `/s`, `/j` and `/v` are series, `/csv/c.csv` is data and
 * `/tables/c.table` its rows.
 */
export async function makeBenchPond(hostPath: string, data: BenchData): Promise<Pond> {
  const pond = await initPond(hostPath);
  await pond.transact(["bench"], async (change) => await change.makeDirectory("/csv"));
  await copyInto(pond, [`host:${data.whole}`], "/s", "series");
  await copyInto(pond, [`host:${data.documents}`], "/j", "series");
  for (const part of data.parts) await copyInto(pond, [`host:${part}`], "/v", "series");
  await copyInto(pond, [`host:${data.csv}`], "/csv/c.csv", "data");
  await pond.transact(["bench"], async (change) => {
    await change.mknod("/tables", {
      factory: "csv-directory",
      yaml: "source: /csv/*.csv\ntype: table\n",
    });
    for (const [path, source, query] of CHAIN) {
      const yaml = `source: ${source}\nquery: ${query}\ntime_column: timestamp\n`;
      await change.mknod(path, { factory: "sql-derived-series", yaml });
    }
  });
  return pond;
}

/** `pond copy`, in process. */
export async function copyInto(
  pond: Pond,
  sources: readonly string[],
  destination: string,
  kind: "series" | "table" | "data",
): Promise<void> {
  await copyCommand(pond, {
    argv: ["bench"],
    sources,
    destination,
    kind,
    again: true,
    stdin: nothing(),
    stdout: { write: () => Promise.resolve() },
    onProblem: (problem) => {
      throw problem;
    },
    onProgress: () => {},
  });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
