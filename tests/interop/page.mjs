// What `pond page` makes, in a real Chromium: it is clicked, typed into, zoomed and printed; no error in the console, no
// request, and nothing of a hostile pond runs or becomes an element.
//
//   node page.mjs PACKAGES CHROMIUM POND…     PACKAGES: a directory whose node_modules has playwright-core and axe-core
//
// With SCREENSHOTS=DIR it leaves pictures at two widths there, light and dark.
import process from "node:process";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [packages, executablePath, ...program] = process.argv.slice(2);
const require = createRequire(join(packages, "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const directory = mkdtempSync(join(tmpdir(), "pond-page-"));
const HOSTILE =
  `</script><script>document.title='run'</script><img src=x onerror="document.title='run'"><!-- \u202e\u2028"'&amp;`;
let steps = 0;

function pond(...words) {
  const [command, ...before] = program;
  const env = { ...process.env, POND: join(directory, "pond") };
  const run = spawnSync(command, [...before, ...words], { encoding: "utf8", env });
  assert.equal(run.status, 0, `pond ${words.join(" ")}: ${run.stderr}`);
  return run.stdout;
}

function host(name, content) {
  writeFileSync(join(directory, name), content);
  return join(directory, name);
}

/** Two days of two stations, a peak in one of 5,000 minutes, and markup wherever a pond takes text. */
function makePages() {
  const minutes = Array.from({ length: 5000 }, (_, minute) => {
    const time = new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString();
    return `${time},${minute === 3210 ? 99.5 : 10 + (minute % 60) / 10},${1000 + minute % 7}`;
  });
  const weather = host("weather.csv", `time,temp,pressure\n${minutes.join("\n")}\n`);
  const cell = `"${HOSTILE.replaceAll('"', '""')}"`;
  const sites = host("sites.csv", `site,${cell},rank\nMill,${cell},10\nWeir,b,9\n,c,100\n`);
  pond("init");
  pond("mkdir", "/raw");
  pond("copy", `host:${weather}`, "/raw/weather.csv");
  pond("copy", `host:${sites}`, `/raw/${HOSTILE.replaceAll("/", "_")}.csv`);
  const comment = HOSTILE.replaceAll("\u2028", "");
  const series = host(
    "w.yaml",
    `# ${comment}\nsource: /raw/weather.csv\ntype: series\ntime_column: time\n`,
  );
  pond("mknod", "--factory", "csv-directory", "/weather", series);
  pond(
    "mknod",
    "--factory",
    "csv-directory",
    "/sites",
    host("s.yaml", `source: "/raw/*script*.csv"\n`),
  );
  const query =
    `SELECT date_trunc('hour', time) AS hour, max(temp) AS hottest FROM w GROUP BY 1 ORDER BY 1`;
  const hours = host(
    "h.yaml",
    `patterns:\n  w: /weather/weather.series\nquery: ${query}\ntime_column: hour\n`,
  );
  pond("mknod", "--factory", "sql-derived-series", "/hours", hours);
  pond("page", "--title", HOSTILE, "-o", join(directory, "pond.html"));
  const chart = (name, ...words) =>
    pond(
      "plot",
      "/weather/weather.series",
      "--title",
      HOSTILE,
      ...words,
      "-o",
      join(directory, name),
    );
  chart("lines.html");
  chart("heat.html", "--type", "heat", "--y", "temp", "--timezone", "Europe/Vienna");
  chart("hist.html", "--type", "hist", "--y", "temp", "--log");
}

/** A page that is watched: whatever it says or asks for is a failure. */
async function open(browser, file, options = {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const heard = [];
  page.on("console", (message) => heard.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => heard.push(`dialog: ${dialog.message()}`));
  const address = pathToFileURL(join(directory, file)).href;
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== address) heard.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  return {
    page,
    go: async (hash) => {
      await page.goto(address + hash);
      await page.waitForTimeout(50);
    },
    end: async () => {
      // Markup of the pond would have made elements, or run.
      const elements = await page.evaluate(() => [
        document.querySelectorAll("script").length,
        document.querySelectorAll("img, iframe, object, form, link").length,
        document.title.slice(0, 9),
      ]);
      assert.deepEqual(elements, [2, 0, "</script>"]);
      assert.deepEqual(heard, []);
      await page.close();
    },
  };
}

async function step(name, work) {
  await work();
  steps++;
  console.log(`ok  ${name}`);
}

/** Where and how the chart's horizontal axis lies, by what is under the middle of it. */
async function underPointer(page, share = 0.5, down = 0.5) {
  const box = await page.locator(".u-over").boundingBox();
  await page.mouse.move(box.x + 2, box.y + 20);
  await page.mouse.move(box.x + box.width * share, box.y + box.height * down);
  return await page.locator(".tip").innerText();
}

/** What axe finds that people with other senses or hands would stumble over. */
async function barriers(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("; ")}`);
}

/** Waits until the part of the page with this heading is shown. */
async function heading(page, text) {
  await page.locator("h1", { hasText: text }).waitFor({ timeout: 5000 });
}

/** Zooms in where one of 5,000 minutes stands out, and looks there pixel by pixel. */
async function findPeak(page) {
  await underPointer(page, 3210 / 4999);
  await page.keyboard.down("Control");
  for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  const box = await page.locator(".u-over").boundingBox();
  for (let shift = -40; shift < 40; shift++) {
    await page.mouse.move(box.x + box.width * 3210 / 4999 + shift, box.y + 40);
    const text = await page.locator(".tip").innerText();
    if (/^2026-01-03 05:30\s*temp\s*99\.5/.test(text)) return true;
  }
  return false;
}

async function navigation(browser) {
  const { page, go, end } = await open(browser, "pond.html");
  await step("the tree: clicked, filtered, walked by keys", async () => {
    assert.equal(await page.locator("h1").innerText(), await page.locator(".brand").innerText());
    await page.getByRole("treeitem", { name: "weather.series" }).locator("a").click();
    await heading(page, /weather\.series/);
    assert.equal(await page.locator("[aria-selected=true]").count(), 1);
    await page.keyboard.press("/");
    await page.keyboard.type("HOUR");
    assert.equal(await page.getByRole("treeitem").count(), 2);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await heading(page, /hours/);
    await page.locator(".side .filter").fill("");
    await page.getByRole("treeitem", { name: /^weather ?, / }).focus();
    const before = await page.getByRole("treeitem").count();
    await page.keyboard.press("ArrowLeft");
    assert.equal(await page.getByRole("treeitem").count(), before - 1);
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.getByRole("treeitem").count(), before);
  });
  await step("back and forward, the tabs, the graph and the log", async () => {
    await page.goBack();
    await heading(page, /weather\.series/);
    await page.getByRole("link", { name: "Lineage" }).click();
    await heading(page, /Lineage/);
    assert.equal(await page.locator(".graph .box").count(), 5);
    assert.equal(await page.locator(".graph .edge").count(), 3);
    await page.locator(".graph a", { hasText: "/hours" }).click();
    await heading(page, /hours/);
    assert.match(await page.locator("pre").first().innerText(), /max\(temp\)/);
    await page.getByRole("link", { name: "Log" }).click();
    await heading(page, /Log/);
    assert.equal(await page.locator(".log ol > li").count(), 7);
    await go("#/no/such");
    assert.equal(await page.locator("[aria-current=page]").innerText(), "Overview");
  });
  await step("hostile names, cells and configs are text", async () => {
    await go("#/weather");
    assert.match(await page.locator("pre").innerText(), /^# <\/script><script>/);
    await page.getByRole("treeitem", { name: /script.*table/ }).first().locator("a").click();
    await heading(page, /script.*table/);
    assert.match(await page.locator(".rows tbody").innerText(), /<\/script><script>document/);
    assert.match(await page.locator(".rows thead").innerText(), /onerror/);
  });
  await end();
}

async function rows(browser) {
  const { page, end } = await open(browser, "pond.html");
  await page.getByRole("treeitem", { name: /script.*table/ }).first().locator("a").click();
  await heading(page, /script.*table/);
  const column = () => page.locator(".rows tbody td:last-child").allInnerTexts();
  await step("rows: sorted by numbers both ways, and as they were", async () => {
    assert.deepEqual(await column(), ["10", "9", "100"]);
    const head = page.locator(".rows th").last();
    await head.getByRole("button").click();
    assert.deepEqual(await column(), ["9", "10", "100"]);
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    await page.keyboard.press("Enter");
    assert.deepEqual(await column(), ["100", "10", "9"]);
    await page.keyboard.press("Enter");
    assert.deepEqual(await column(), ["10", "9", "100"]);
  });
  await step("rows: filtered by words, and by a column", async () => {
    const filter = page.getByLabel("Filter the rows");
    await filter.fill("weir");
    assert.deepEqual(await column(), ["9"]);
    await filter.fill("rank >= 10");
    assert.deepEqual(await column(), ["10", "100"]);
    assert.match(await page.locator(".rows [role=status]").innerText(), /2 rows of 3 rows/);
    await filter.fill("site = NULL");
    assert.deepEqual(await column(), ["100"]);
  });
  await end();
}

async function chart(browser) {
  const { page, go, end } = await open(browser, "pond.html");
  await go("#/weather/weather.series");
  const whole = await underPointer(page);
  await step("the chart: hover, the peak among all points, lines switched on and off", async () => {
    assert.match(whole, /^2026-01-02 1\d:\d\d/);
    assert.ok(await findPeak(page), "the peak is found by zooming into it");
    await page.locator(".u-over").dblclick();
    assert.doesNotMatch(whole, /pressure/);
    await page.locator(".chip", { hasText: "pressure" }).click();
    assert.match(await underPointer(page), /pressure\s*1,00\d/);
    await page.locator(".chip", { hasText: "temp" }).click();
    assert.doesNotMatch(await underPointer(page), /temp/);
    await page.locator(".chip", { hasText: "temp" }).click();
  });
  await step("the chart: dragged, keyed, wheeled, and back to all", async () => {
    const day = async (share) => (await underPointer(page, share)).slice(0, 10);
    assert.deepEqual([await day(0.01), await day(0.99)], ["2026-01-01", "2026-01-04"]);
    const box = await page.locator(".u-over").boundingBox();
    const at = (share) => [box.x + box.width * share, box.y + box.height / 2];
    await page.mouse.move(...at(0.35));
    await page.mouse.down();
    await page.mouse.move(...at(0.5), { steps: 4 });
    await page.mouse.up();
    assert.deepEqual([await day(0.01), await day(0.99)], ["2026-01-02", "2026-01-02"]);
    await page.keyboard.down("Shift");
    await page.mouse.move(...at(0.1));
    await page.mouse.down();
    await page.mouse.move(...at(0.95), { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    assert.equal(await day(0.01), "2026-01-01");
    await page.locator(".plot").focus();
    await page.keyboard.press("0");
    assert.equal(await underPointer(page).then((text) => text.slice(0, 16)), whole.slice(0, 16));
    await page.keyboard.press("+");
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await underPointer(page), whole);
    await page.getByRole("button", { name: "Show all" }).click();
    await page.mouse.move(...at(0.5));
    await page.keyboard.down("Control");
    for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -200);
    await page.keyboard.up("Control");
    assert.notEqual(await day(0.01), "2026-01-01");
    await page.locator(".u-over").dblclick();
    assert.deepEqual([await day(0.01), await day(0.99)], ["2026-01-01", "2026-01-04"]);
  });
  await end();
}

async function looks(browser) {
  const shots = process.env.SCREENSHOTS;
  const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await step("dark and light: of the system, and by the button", async () => {
    const { page, go, end } = await open(browser, "pond.html", { colorScheme: "dark" });
    await go("#/weather/weather.series");
    const dark = await ground(page);
    await page.getByRole("button", { name: "Light colours" }).click();
    assert.equal(await ground(page), "rgb(255, 255, 255)");
    assert.notEqual(dark, "rgb(255, 255, 255)");
    await page.getByRole("button", { name: "Dark colours" }).click();
    assert.equal(await ground(page), dark);
    await page.emulateMedia({ media: "print" });
    assert.equal(await ground(page), "rgb(255, 255, 255)");
    assert.equal(await page.locator(".side").isVisible(), false);
    await end();
  });
  for (const [width, scheme] of [[1280, "light"], [1280, "dark"], [400, "light"]]) {
    await step(
      `${width} pixels, ${scheme}: nothing sticks out, nothing is in the way of anybody`,
      async () => {
        const options = { viewport: { width, height: 900 }, colorScheme: scheme };
        const { page, go, end } = await open(browser, "pond.html", options);
        for (const hash of ["#", "#/weather/weather.series", "#/hours", "#lineage", "#log"]) {
          await go(hash);
          const out = await page.evaluate(() =>
            document.documentElement.scrollWidth - document.documentElement.clientWidth
          );
          assert.equal(out, 0, hash);
          assert.deepEqual(await barriers(page), [], hash);
          const name = `${hash.replaceAll(/\W+/g, "-")}-${width}-${scheme}.png`;
          if (shots) await page.screenshot({ path: join(shots, `page${name}`), fullPage: true });
        }
        if (width === 400) {
          await page.getByRole("button", { name: "Tree" }).click();
          await page.getByRole("treeitem", { name: /^hours/ }).locator("a").click();
          await heading(page, /hours/);
          assert.equal(await page.locator(".side").isVisible(), false);
        }
        await end();
      },
    );
  }
}

async function plots(browser) {
  await step("plot -o x.html: lines, colours and counts", async () => {
    for (
      const [file, tip] of [
        ["lines.html", /pressure/],
        ["heat.html", /2026-01-02 1\d:\d\d[^]*rows\s*\d/],
        ["hist.html", /rows\s*[\d,]+/],
      ]
    ) {
      const { page, end } = await open(browser, file);
      const at = file === "lines.html" ? [0.5, 0.5] : file === "heat.html" ? [0.5, 0.98] : [0.02];
      assert.match(await underPointer(page, ...at), tip, file);
      assert.deepEqual(await barriers(page), [], file);
      const shots = process.env.SCREENSHOTS;
      if (shots) await page.screenshot({ path: join(shots, file.replace("html", "png")) });
      await end();
    }
  });
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
try {
  makePages();
  for (const part of [navigation, rows, chart, looks, plots]) await part(browser);
  console.log(`${steps} steps`);
} finally {
  await browser.close();
  rmSync(directory, { recursive: true });
}
