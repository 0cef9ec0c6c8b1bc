import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertLess, assertOk, assertStringIncludes } from "../deps.ts";
import { parquetOf, type Scenario, scenario } from "./scenario.ts";

async function append(pond: Scenario, path: string, hours: readonly number[]): Promise<void> {
  const bytes = await parquetOf(hours.map((hour) => ({ hour, site: `s${hour % 3}`, temp: hour })));
  await pond.ok("copy", "--as", "series", pond.host("rows.parquet", bytes), path);
}

/** Every file of the pond with its size and time. */
function filesOf(pond: Scenario, below = ".pond"): string[] {
  const files: string[] = [];
  for (const { name, isDirectory } of Deno.readDirSync(join(pond.directory, below))) {
    const path = `${below}/${name}`;
    if (isDirectory) files.push(...filesOf(pond, path));
    else {
      const { size, mtime } = Deno.statSync(join(pond.directory, path));
      files.push(`${path} ${size} ${mtime?.getTime()}`);
    }
  }
  return files.sort();
}

Deno.test("maintain: merges a series, and every question has the same answer as before", async () => {
  await scenario(async (pond) => {
    for (let i = 0; i < 12; i++) await append(pond, "/s", [50 - i, i]);
    const questions = [
      [
        "cat",
        "/s",
        "--sql",
        "SELECT site, count(*) AS n, sum(temp) AS t FROM source GROUP BY site ORDER BY site",
      ],
      [
        "cat",
        "/s",
        "--time-start",
        "2026-01-01T05:00:00Z",
        "--time-end",
        "2026-01-01T09:00:00Z",
        "--sql",
        "SELECT * FROM source ORDER BY timestamp",
      ],
      ["cat", "/s", "--version", "7", "--format", "csv"],
      ["describe", "--json", "/s"],
      ["show", "--json", "/s"],
    ];
    const answers = [];
    for (const words of questions) answers.push(await pond.ok(...words));
    const explained = async () =>
      JSON.parse(await pond.ok("cat", "/s", "--explain", "--json")).counters.versions_opened;
    assertEquals(await explained(), 12);
    const said = await pond.ok("maintain");
    assertStringIncludes(said, "12 versions of 1 series");
    for (const [i, words] of questions.entries()) {
      assertEquals(await pond.ok(...words), answers[i], words.join(" "));
    }
    assertEquals(await explained(), 1);
    assertStringIncludes(await pond.ok("maintain"), "nothing");
    await append(pond, "/s", [77]);
    assertEquals(
      await pond.ok("cat", "/s", "--sql", "SELECT count(*) AS n FROM source"),
      "n\n25\n",
    );
    assertEquals(await pond.ok("fsck"), "");
  });
});

Deno.test("maintain: times kept as integers, dates and text merge as they are", async () => {
  await scenario(async (pond) => {
    const { parquetWriteBuffer } = await (await import("../deps_hyparquet_writer.ts"))
      .loadHyparquetWriter();
    const day = (i: number) => `2026-01-${String(10 + i).padStart(2, "0")}T00:00:00Z`;
    const columns = {
      seconds: (i: number) => ({ name: "time", data: [1_767_225_600 + 60 * i], type: "INT32" }),
      text: (i: number) => ({ name: "time", data: [day(9 - i)], type: "STRING" }),
      millis: (i: number) => ({
        name: "time",
        data: [1_767_225_600_000n + BigInt(i)],
        type: "INT64",
      }),
    } as const;
    for (const [name, column] of Object.entries(columns)) {
      for (let i = 0; i < 4; i++) {
        const columnData = [column(i), { name: "v", data: [i], type: "INT32" }];
        const bytes = new Uint8Array(parquetWriteBuffer({ columnData } as never));
        await pond.ok("copy", "--as=series", pond.host("x.parquet", bytes), `/${name}`);
      }
    }
    const ask = (name: string) =>
      pond.ok("cat", `/${name}`, "--sql", "SELECT *, typeof(time) FROM source ORDER BY time");
    const before = [await ask("seconds"), await ask("text"), await ask("millis")];
    const report = JSON.parse(await pond.ok("maintain", "--json"));
    assertEquals([report.merged_series, report.skipped], [3, []]);
    assertEquals([await ask("seconds"), await ask("text"), await ask("millis")], before);
    const bytes = new Uint8Array(parquetWriteBuffer({
      columnData: [columns.seconds(9), { name: "v", data: [9], type: "INT32" }],
    } as never));
    await pond.ok("copy", pond.host("x.parquet", bytes), "/seconds");
    assertEquals((await ask("seconds")).trim().split("\n").length, 6);
  });
});

Deno.test("maintain --dry-run: says what would be done and changes nothing", async () => {
  await scenario(async (pond) => {
    for (let i = 0; i < 4; i++) await append(pond, "/s", [i]);
    const before = filesOf(pond);
    const planned = JSON.parse(
      await pond.ok("maintain", "--dry-run", "--keep-versions=1", "--keep-days=0", "--json"),
    );
    assertEquals(filesOf(pond), before);
    assertEquals([planned.dry_run, planned.merged_versions, planned.dropped_versions], [
      true,
      4,
      3,
    ]);
    assertStringIncludes(await pond.ok("maintain", "--dry-run"), "would do:");
  });
});

Deno.test("maintain --keep-*: old contents expire, what is listed stays", async () => {
  await scenario(async (pond) => {
    for (let i = 0; i < 5; i++) await pond.ok("copy", pond.host("x", `${i}`), "/x");
    await pond.fails(2, "maintain", "--keep-versions", "0");
    await pond.ok("maintain", "--keep-versions", "2");
    assertEquals(await pond.ok("cat", "--version", "4", "/x"), "3");
    assertStringIncludes(await pond.fails(3, "cat", "--version", "3", "/x"), "dropped");
    const { versions } = JSON.parse(await pond.ok("show", "--json", "/x"));
    assertEquals(versions.length, 5);
    assertEquals(versions[0].attributes, { dropped: true });
  });
});

/** `POND_SOAK=1` appends 2,000 versions. */
const VERSIONS = Deno.env.get("POND_SOAK") ? 2000 : 36;

/** The engine's stack doesn't hold a statement over many more files. */
const MOST_FILES = 1000;

Deno.test("maintain: one-row versions take no more than thrice their own Parquet, when all may go", async () => {
  await scenario(async (pond) => {
    let own = 0;
    for (let i = 0; i < VERSIONS; i++) {
      const bytes = await parquetOf([{ hour: i, site: "a", temp: i }]);
      own += bytes.length;
      await pond.ok("copy", "--as=series", pond.host("row.parquet", bytes), "/s");
    }
    const used = () => filesOf(pond).reduce((sum, line) => sum + Number(line.split(" ")[1]), 0);
    const before = used();
    const count = async () => {
      const start = performance.now();
      const rows = await pond.ok("cat", "/s", "--sql", "SELECT count(*), max(temp) FROM source");
      assertStringIncludes(rows, `${VERSIONS},${VERSIONS - 1}`);
      return Math.round(performance.now() - start);
    };
    const slow = VERSIONS > MOST_FILES ? NaN : await count();
    const kept = JSON.parse(await pond.ok("maintain", "--json"));
    const young = used();
    await pond.ok("maintain", "--keep-versions", "1", "--keep-days", "0");
    console.log(
      `${VERSIONS} versions of ${own} bytes: ${before} bytes before, ${young} after maintain, ` +
        `${used()} with --keep-versions 1 --keep-days 0; read in ${slow} ms before, ${await count()} after`,
    );
    assertEquals(kept.merged_versions, VERSIONS);
    assertLess(used(), 3 * own);
    assertEquals(await pond.ok("fsck"), "");
  });
});

Deno.test("log, status: maintenance is marked, and said when it would pay", async () => {
  await scenario(async (pond) => {
    for (let i = 0; i < 33; i++) await append(pond, "/s", [i]);
    const status = JSON.parse(await pond.ok("status", "--json"));
    assertEquals([status.maintenance.pays, status.maintenance.merged_versions], [true, 33]);
    assertStringIncludes(await pond.ok("status"), "would pay: merged 33 versions");
    await pond.ok("maintain");
    assertStringIncludes(await pond.ok("status"), "maintain:");
    assertEquals(JSON.parse(await pond.ok("status", "--json")).maintenance.pays, false);
    const text = await pond.ok("log", "-n", "2");
    assertStringIncludes(text, "maintenance: merged versions 1 to 33 of /s");
    const log = JSON.parse(await pond.ok("log", "--json"));
    const maintained = log.filter((each: { maintenance?: unknown }) => each.maintenance);
    assertEquals(maintained[0].argv, ["maintain"]);
    assertOk(maintained.length <= 2);
    assertEquals(log.length - maintained.length, 34);
    assertEquals(JSON.parse(await pond.ok("log", "--json", "/s")).length, 33);
  });
});
