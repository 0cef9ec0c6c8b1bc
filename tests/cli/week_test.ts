/**
 * A logger's week: six stations whose files grow, rotate and break, eight jobs that start at once
 * each minute, a wrong append that is taken back, and a report recomputed as it was. Whatever a
 * complete line has held is in its series once. `POND_WEEK_ROUNDS` minutes, 4 by default;
 * `tests/interop/week.py` plays it with processes that are killed.
 */
import { assertEquals, assertStringIncludes } from "../deps.ts";
import { type Scenario, scenario } from "./scenario.ts";
import { DIALECTS, type Row, Station } from "./stations.ts";

const ROUNDS = Number(Deno.env.get("POND_WEEK_ROUNDS") ?? 4);
const ROTATIONS = ["move", "copy", "compress"] as const;

const seriesOf = ({ dialect: { name } }: Station) => `/week/${name}.series`;
const sourceOf = ({ dialect: { name, ending } }: Station) => `host:logger/${name}.${ending}*`;
const ingestOf = (station: Station) => [
  "ingest",
  sourceOf(station),
  seriesOf(station),
  ...station.dialect.flags,
];

/** What the series holds, and what it should. */
async function compare(pond: Scenario, station: Station): Promise<void> {
  const sql = "SELECT epoch_ms(timestamp) AS t, temp, n FROM source ORDER BY t, n";
  const said = JSON.parse(await pond.ok("cat", seriesOf(station), "--sql", sql, "--json"));
  const numbered = ({ n }: Row) => station.dialect.name === "german" ? 1000 + n % 10 : n;
  assertEquals(
    said,
    station.rows.map((row) => ({ t: row.time.getTime(), temp: row.temp, n: numbered(row) })),
    station.dialect.name,
  );
}

async function minute(pond: Scenario, stations: readonly Station[], round: number) {
  stations.forEach((station, i) => station.log((round + i) % 4, (round + i) % 3 === 0));
  if (round % 3 === 2) {
    for (const [i, station] of stations.entries()) {
      await station.rotate(ROTATIONS[(i + round) % ROTATIONS.length]!);
    }
  }
  const jobs = [
    ...stations.map(ingestOf),
    ingestOf(stations[0]!),
    ["copy", `host:logger/${stations[5]!.dialect.name}.jsonl`, `/raw/${round}`],
  ];
  const runs = await Promise.all(jobs.map((words) => pond.run(words)));
  runs.forEach(({ code, stderr }, i) => assertEquals(code, 0, `${jobs[i]!.join(" ")}: ${stderr}`));
  return runs;
}

Deno.test(`a logger's week of ${ROUNDS} minutes: every row of a complete line is stored once`, async () => {
  await scenario(async (pond) => {
    Deno.mkdirSync(`${pond.directory}/logger`);
    const stations = DIALECTS.map((dialect) => new Station(dialect, `${pond.directory}/logger`));
    await pond.ok("mkdir", "/week", "/raw");
    const report = (query: string, ...words: string[]) => {
      const source = `source: ${seriesOf(stations[0]!)}\nquery: ${query}\n`;
      const config = pond.host("report.yaml", source).slice("host:".length);
      return pond.ok("mknod", "--factory", "sql-derived-table", "/report", config, ...words);
    };
    let passedOver = "";
    for (let round = 1; round <= ROUNDS; round++) {
      passedOver += (await minute(pond, stations, round))[3]!.stderr;
    }
    assertStringIncludes(passedOver, "passed over");
    await report("SELECT count(*) AS n FROM source");
    const tuesday = JSON.parse(await pond.ok("log", "--json", "-n", "1"))[0].transaction;
    const then = await pond.ok("cat", "/report");
    assertEquals(then, `n\n${stations[0]!.rows.length}\n`);
    // Somebody appends another station's rows, and nobody sees it until more have come.
    pond.host("wrong.csv", "timestamp,temp,n\n2026-02-01T00:00:00Z,-99,-1\n");
    await pond.ok("ingest", "host:wrong.csv", seriesOf(stations[0]!));
    const { version } = JSON.parse(await pond.ok("show", "--json", seriesOf(stations[0]!)));
    await report("SELECT count(*) AS n, avg(temp) AS mean FROM source", "--overwrite");
    stations.forEach((station) => station.log(2, false));
    await minute(pond, stations, 0);
    await pond.ok("rm", "--version", String(version), seriesOf(stations[0]!));
    for (const station of stations) await compare(pond, station);
    assertEquals(await pond.ok("cat", "/report", "--at", String(tuesday)), then);
    assertStringIncludes(await pond.ok("cat", "/report"), "n,mean\n");
    for (const station of stations) {
      const again = JSON.parse(await pond.ok("ingest", "--json", ...ingestOf(station).slice(1)));
      assertEquals(new Set(again.map(({ rows }: { rows: number }) => rows)), new Set([0]));
    }
    await pond.ok("fsck");
  });
});
