import { assertEquals, assertMatch, assertStringIncludes } from "../deps.ts";
import type { ChartPage } from "../../lib/page/mod.ts";
import { dataOf } from "../page/pages.ts";
import { decodePng } from "../chart/decode_png.ts";
import { IN_PROCESS, parquetOf, type Scenario, scenario } from "./scenario.ts";

const HOURS = Array.from({ length: 48 }, (_, hour) => hour);

/** Two days of two sites, one with a name that SQL has to quote, in two versions the later of which comes first. */
async function withSeries(work: (pond: Scenario) => Promise<void>): Promise<void> {
  await scenario(async (pond) => {
    for (const hours of [HOURS.slice(24), HOURS.slice(0, 24)]) {
      const readings = hours.flatMap((hour) => [
        { hour, site: "a", temp: hour % 24 === 5 ? null : hour },
        { hour, site: `it's "b"; --`, temp: 50 },
      ]);
      const source = pond.host("x.parquet", await parquetOf(readings));
      await pond.ok("copy", "--as", "series", source, "/s.series");
    }
    await work(pond);
  });
}

const svgOf = async (pond: Scenario, ...words: string[]) =>
  await pond.ok("plot", ...words, "-o", "-");
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!);

Deno.test("plot: the numbers of a series over its time, as text of 80 by 24", async () => {
  await withSeries(async (pond) => {
    const lines = (await pond.ok("plot", "/s.series")).trimEnd().split("\n");
    assertEquals([lines[0]!.trim(), lines[1]], ["/s.series", "temp"]);
    assertStringIncludes(lines.at(-1)!, "timestamp (UTC), 2026-01-01 00:00 to 2026-01-02 23:00");
    assertStringIncludes(lines.at(-2)!, "Jan 2");
    assertEquals(lines.length, 23);
    assertEquals(lines.some((line) => [...line].length > 80), false);
    assertMatch(lines.join("\n"), /[\u2801-\u28ff]/);
  });
});

Deno.test("plot --by: a line for each value, in order of time, broken where a value is NULL", async () => {
  await withSeries(async (pond) => {
    const svg = await svgOf(pond, "/s.series", "--by", "site");
    assertEquals(texts(svg).slice(1, 3), ["a", `it's "b"; --`]);
    const paths = [...svg.matchAll(/<g><path d="([^"]*)"/g)].map(([, path]) => path!);
    const text = (await pond.ok("plot", "/s.series", "--by", "site")).split("\n");
    assertEquals([text[0]!.trim(), text[1]], ["/s.series: temp", `a a  b it's "b"; --`]);
    const one = await pond.ok("plot", "/s.series", "--by", "site", "--where", "site = 'a'");
    assertEquals(one.split("\n")[1], "a a");
    // Hours 5 and 29 are missing in the first line.
    assertEquals(paths.map((path) => path.split("M").length - 1), [3, 1]);
    const xs = [...paths[0]!.matchAll(/[ML]([\d.]+) /g)].map(([, x]) => Number(x));
    assertEquals(xs, xs.toSorted((a, b) => a - b));
    assertEquals(xs.length, 46);
  });
});

Deno.test("plot: restricted in time, filtered, queried; as cat does", async () => {
  await withSeries(async (pond) => {
    const words = [
      "/s.series",
      "--time-start",
      "2026-01-01T06:00",
      "--time-end=2026-01-01T08:00:01Z",
    ];
    const text = await pond.ok("plot", ...words, "--where", "site = 'a'");
    assertStringIncludes(text, "2026-01-01 06:00 to 2026-01-01 08:00");
    const query = "SELECT temp, 2 * temp AS twice FROM source WHERE site = 'a'; ";
    const svg = await svgOf(pond, ...words, "--sql", query, "--x", "TEMP");
    assertEquals(texts(svg).slice(-1), ["temp"]);
    assertStringIncludes(svg, ">12<");
    await pond.fails(2, "plot", "/s.series", "--time-start", "now", "--time-end", "now-1d");
  });
});

Deno.test("plot: bars over text, in the order of the query; rows of one name are averaged, and that is said", async () => {
  await withSeries(async (pond) => {
    const query = "SELECT site, max(temp) AS most FROM source GROUP BY site ORDER BY most DESC";
    const lines = (await pond.ok("plot", "/s.series", "--sql", query)).split("\n");
    assertMatch(lines[2]!, /^it's "b"; -- │█+▌? +50$/);
    assertMatch(lines[3]!, /^a {11} │█+▌? +47$/);
    const { code, stdout, stderr } = await pond.run(["plot", "/s.series", "--x", "site"]);
    assertEquals([code, stderr], [0, "several rows for a value of site: bars show their mean\n"]);
    assertMatch(stdout, /^a .* 23\.7826$/m);
    const by = await pond.ok("plot", "/s.series", "--x", "site", "--by", "site");
    assertStringIncludes(by, `a a  b it's "b"; --\n`);
    assertEquals(by.split("NULL").length - 1, 2);
  });
});

Deno.test("plot -o: an SVG or PNG file, whole, in place of an earlier one", async () => {
  await withSeries(async (pond) => {
    assertEquals(await pond.ok("plot", "/s.series", "-o", "a.svg"), "");
    const svg = new TextDecoder().decode(pond.read("a.svg"));
    assertEquals(svg, await svgOf(pond, "/s.series"));
    await pond.ok("plot", "/s.series", "--output=host:a.svg", "--version", "1");
    assertEquals(new TextDecoder().decode(pond.read("a.svg")) === svg, false);
    pond.host("a.png", "x".repeat(1_000_000));
    await pond.ok("plot", "/s.series", "-o", "a.png");
    const { width, height } = await decodePng(pond.read("a.png"));
    assertEquals([width, height], [1920, 1080]);
    assertEquals([...Deno.readDirSync(pond.directory)].map(({ name }) => name).sort(), [
      ".pond",
      "a.png",
      "a.svg",
      "x.parquet",
    ]);
    assertStringIncludes(await pond.fails(2, "plot", "/s.series", "-o", "a.jpg"), ".png");
    await pond.fails(3, "plot", "/s.series", "-o", "no/such/a.svg");
    await pond.fails(3, "plot", "/nothing", "-o", "b.svg");
  });
});

Deno.test("plot: what can't be drawn is an error with a way out, or said on standard error", async () => {
  await withSeries(async (pond) => {
    const fails = (...words: string[]) => pond.fails(5, "plot", "/s.series", ...words);
    assertStringIncludes(await fails("--y", "temps"), "did you mean temp?");
    assertStringIncludes(await fails("--by", "Sitte"), "did you mean site?");
    assertStringIncludes(await fails("--y", "site"), "string");
    assertStringIncludes(await fails("--sql", "SELECT site FROM source"), "count(*)");
    assertStringIncludes(await fails("--x", "site", "--type", "line"), "--type bar");
    await pond.fails(2, "plot", "/s.series", "--type", "heat", "--log");
    await pond.fails(1, "plot", "/");
    await pond.ok("copy", pond.host("x.csv", "a\n1\n"), "/x.csv");
    assertStringIncludes(await pond.fails(5, "plot", "/x.csv"), "csv:///x.csv");
    const many = `SELECT n AS x, ${
      HOURS.slice(0, 8).map((n) => `n + ${n} AS y${n}`)
    } FROM range(9) t(n)`;
    const noted = async (...words: string[]) => {
      const { code, stderr } = await pond.run(["plot", "/s.series", "--sql", ...words]);
      assertEquals(code, 0, stderr);
      return stderr;
    };
    assertEquals(await noted(many), "not drawn: y6, y7 (--y names columns)\n");
    assertEquals(await noted(many, "--y", "y1,y2", "--y=y7"), "");
    const lines = (count: number) => Array.from({ length: count }, () => "y1").join();
    await pond.fails(2, "plot", "/s.series", "--sql", many, "--y", lines(61));
    await pond.fails(2, "plot", "/s.series", "--sql", many, "--y", lines(11), "--type", "hist");
    assertEquals(
      await noted("SELECT n, 'infinity'::DOUBLE AS y FROM range(2) t(n)"),
      "not drawn: 2 infinite values\n",
    );
    assertEquals(
      await noted("SELECT n, n - 1 AS y FROM range(4) t(n)", "--y", "y", "--log"),
      "not drawn: 2 values not above zero, which a logarithmic axis doesn't have\n",
    );
    assertEquals(
      await noted("SELECT CASE WHEN n > 0 THEN n END AS x, n AS y FROM range(3) t(n)"),
      "not drawn: 1 row without x\n",
    );
    assertEquals(
      await noted("SELECT n, n % 63 AS k, n AS v FROM range(630) t(n)", "--y", "v", "--by", "k"),
      "not drawn: 3 more values of k, with fewer rows\n",
    );
    assertEquals(
      await noted("SELECT 'k' || n AS k, n FROM range(41) t(n)"),
      "not drawn: 1 more value of k\n",
    );
    assertEquals(await noted("SELECT 'k' || n AS k, n FROM range(41) t(n)", "--quiet"), "");
  });
});

Deno.test("plot: nothing, one point, only NULLs, one value: a chart all the same", async () => {
  await withSeries(async (pond) => {
    const draw = (query: string) => pond.ok("plot", "/s.series", "--sql", query);
    assertStringIncludes(await pond.ok("plot", "/s.series", "--where", "false"), "no data");
    assertStringIncludes(await draw("SELECT n, NULL::DOUBLE AS y FROM range(3) t(n)"), "no data");
    assertStringIncludes(await draw("SELECT site, temp FROM source WHERE false"), "no data");
    assertMatch(await draw("SELECT TIMESTAMP '2026-01-01' AS t, 3 AS y"), /[\u2801-\u28ff]/);
    assertMatch(await draw("SELECT n, 7 AS y FROM range(3) t(n)"), /[\u2801-\u28ff]{60}/);
  });
});

Deno.test("plot: a spike among a million rows is drawn", async () => {
  await withSeries(async (pond) => {
    const query =
      "SELECT n, CASE WHEN n = 765432 THEN 999 ELSE n % 7 END AS v FROM range(1000000) t(n)";
    const svg = await svgOf(pond, "/s.series", "--sql", query);
    const path = /<g><path d="([^"]*)"/.exec(svg)![1]!;
    const ys = [...path.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
    const spike = ys.filter((y) => y < 100);
    assertEquals([spike.length, ys.length < 40_000], [1, true]);
  });
});

Deno.test("plot: as wide and high as a terminal, in colour where that is wanted", async () => {
  await withSeries(async (pond) => {
    if (!IN_PROCESS) return;
    const { stdout } = await pond.run(["plot", "/s.series", "--by", "site"], { columns: 50 });
    const lines = stdout.trimEnd().split("\n");
    assertEquals([lines.length, lines.some((line) => [...line].length > 50)], [29, false]);
    assertEquals(stdout.includes("\u001b"), false);
    const colored = await pond.ok("plot", "/s.series", "--by", "site", "--color", "always");
    assertStringIncludes(colored, "\u001b[34m━━ a\u001b[0m");
  });
});

Deno.test("plot --every --agg, --title, --width, --height: one point a day, under a title, in that room", async () => {
  await withSeries(async (pond) => {
    const words = ["--where", "site = 'a'", "--every", "1d", "--agg", "max", "--title", "Warm"];
    const svg = await svgOf(pond, "/s.series", ...words);
    assertEquals(texts(svg)[0], "Warm");
    assertEquals([...svg.matchAll(/<g><path d="([^"]*)"/g)][0]![1]!.split("L").length, 2);
    const text = await pond.ok("plot", "/s.series", ...words, "--width", "50", "--height", "12");
    const lines = text.trimEnd().split("\n");
    assertEquals([lines.length, lines[0]!.trim()], [12, "Warm"]);
    assertEquals(lines.some((line) => [...line].length > 50), false);
    await pond.fails(2, "plot", "/s.series", "--agg", "max");
    await pond.fails(5, "plot", "/s.series", "--x", "site", "--every", "1d");
  });
});

Deno.test("plot --type: values counted, colours over both axes, bars and dots", async () => {
  await withSeries(async (pond) => {
    const sql = "SELECT n AS x, n % 4 AS v, 'k' || n % 2 AS k FROM range(100) t(n)";
    const words = ["/s.series", "--sql", sql, "--y", "v"];
    const bars = (svg: string) => [...svg.matchAll(/<rect [^>]*height="([\d.]+)"\/>/g)].length;
    const counted = await svgOf(pond, ...words, "--type", "hist");
    assertEquals([bars(counted), texts(counted).includes("25")], [7, true]);
    const divided = await svgOf(pond, ...words, "--type", "hist", "--by", "k");
    assertEquals(texts(divided).slice(1, 3), ["k0", "k1"]);
    assertEquals(bars(await svgOf(pond, ...words, "--type", "bar")), 100);
    assertEquals((await svgOf(pond, ...words, "--type", "point")).split("<circle").length - 1, 100);
    const heat = await svgOf(pond, ...words, "--type", "heat", "--by", "k");
    assertEquals(texts(heat).slice(1, 5), ["k1", "k0", "mean v 0", "3"]);
    const density = await pond.ok("plot", ...words, "--type", "heat");
    assertMatch(density, /^3\.0 │[░▒▓█ ]+$/m);
    assertMatch(density, /rows: ░ 1 to █ 1/);
    const names = await pond.ok(
      "plot",
      "/s.series",
      "--x",
      "site",
      "--y",
      "temp",
      "--type",
      "heat",
    );
    assertMatch(names, /mean temp: ░ 23\.78 to █ 50/);
    const empty = "SELECT n AS x, NULL::DOUBLE AS v FROM range(3) t(n)";
    for (const type of ["hist", "heat", "bar"]) {
      const text = await pond.ok("plot", "/s.series", "--sql", empty, "--y", "v", "--type", type);
      assertStringIncludes(text, "no data");
    }
  });
});

Deno.test("plot: sizes, small charts beyond ten lines, a logarithmic axis, plain ASCII", async () => {
  await withSeries(async (pond) => {
    const svg = await svgOf(pond, "/s.series", "--width", "400", "--height", "300");
    assertStringIncludes(svg, 'viewBox="0 0 400 300"');
    const sql = "SELECT n AS x, n % 12 AS k, 10 ** (n % 4) AS v FROM range(240) t(n)";
    const words = ["/s.series", "--sql", sql, "--x", "x", "--y", "v"];
    const small = await svgOf(pond, ...words, "--by", "k");
    assertEquals(small.split("<g><path").length - 1, 12);
    assertEquals(texts(small).filter((text) => text === "11").length, 1);
    const text = await pond.ok("plot", ...words, "--by", "k", "--width", "80");
    assertMatch(text, /^0 {39,}1$/m);
    assertEquals(text.split("\n").every((line) => [...line].length <= 80), true);
    const marks = texts(await svgOf(pond, ...words, "--log"));
    assertEquals(["1", "10", "100", "1000"].every((mark) => marks.includes(mark)), true);
    const { stdout } = await pond.run(["plot", "/s.series", "--by", "site"], {
      env: { TERM: "dumb" },
    });
    assertMatch(stdout, /^[\n -~]+$/);
    assertMatch(stdout, /^ *40 \+/m);
    // The same range in text and picture, whatever room there is.
    const ends = (all: readonly string[]) => [all.includes("60"), all.includes("-10")];
    const low = await pond.ok("plot", "/s.series", "--height", "9");
    assertEquals(ends(low.split(/\s+/)), ends(texts(await svgOf(pond, "/s.series"))));
  });
});

Deno.test("plot -o x.html: the chart as a page, with what it doesn't show", async () => {
  await withSeries(async (pond) => {
    const page = async (...words: string[]) => {
      assertEquals((await pond.run(["plot", "/s.series", ...words, "-o", "a.html"])).code, 0);
      return dataOf<ChartPage>(new TextDecoder().decode(pond.read("a.html")));
    };
    const { is, title, chart } = await page("--by", "site", "--title", "<b>");
    assertEquals([is, title, chart.lines.length], ["chart", "<b>", 2]);
    assertEquals(chart.lines.map(({ ys }) => ys.filter((y) => y !== null).length), [46, 48]);
    assertEquals((await page("--x", "site")).notes.length, 1);
    const { heat } = (await page("--type", "heat", "--by", "site")).chart;
    assertEquals([heat!.names!.length, heat!.cells.length], [2, 2 * heat!.columns]);
  });
});
