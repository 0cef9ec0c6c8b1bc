import { type Chart, renderPng, renderSvg, renderText } from "../../lib/chart/mod.ts";
import { assertEquals, assertMatch, assertOk, assertStringIncludes } from "../deps.ts";
import { readText } from "../house/tree.ts";
import { decodePng } from "./decode_png.ts";

const HOUR = 3600e6;
const start = Date.UTC(2026, 0, 1) * 1000;

function line(name: string, valueOf: (hour: number) => number) {
  const hours = Array.from({ length: 96 }, (_, hour) => hour);
  return {
    name,
    points: {
      xs: Float64Array.from(hours, (hour) => start + hour * HOUR),
      ys: Float64Array.from(hours, valueOf),
    },
  };
}

/**
 * Triangles, with a gap of a day in one; sines would differ in their last digit between machines.
 */
const LINES: Chart = {
  title: "/sensors/lake",
  x: { is: "time", label: "timestamp" },
  yLabel: "",
  lines: [
    line("temp", (hour) => hour >= 30 && hour < 54 ? NaN : 10 + Math.abs(hour % 24 - 12)),
    line("flow & <depth>", (hour) => hour / 8),
  ],
};

const BARS: Chart = {
  title: "/sites",
  x: { is: "names", label: "site", names: ["Alpha", "a very long name of a site", "日本", "none"] },
  yLabel: "n",
  lines: [{
    name: "n",
    points: { xs: Float64Array.of(0, 1, 2, 3), ys: Float64Array.of(3, -1.5, 2.25, NaN) },
  }],
};

const EMPTY: Chart = { title: "/x", x: { is: "number", label: "n" }, yLabel: "y", lines: [] };
const SIZE = { width: 72, height: 20, paint: null };

for (const [name, chart] of [["lines", LINES], ["bars", BARS], ["empty", EMPTY]] as const) {
  Deno.test(`renderText: ${name} as in the golden file`, () => {
    assertEquals(renderText(chart, SIZE), readText(`tests/golden/chart/${name}.txt`));
  });
  Deno.test(`renderSvg: ${name} as in the golden file`, () => {
    assertEquals(renderSvg(chart), readText(`tests/golden/chart/${name}.svg`));
  });
}

Deno.test("renderText: fits its width and height, whatever they are", () => {
  for (const width of [24, 40, 81, 200]) {
    for (const height of [10, 24, 60]) {
      const lines = renderText(LINES, { width, height, paint: null }).trimEnd().split("\n");
      assertOk(lines.every((line) => [...line].length <= width), `${width}×${height}`);
      assertOk(lines.length <= height, `${lines.length} of ${height}`);
    }
  }
});

Deno.test("renderText: colours change nothing but the marks of the lines", () => {
  const painted = renderText(LINES, { ...SIZE, paint: (text, at) => `<${at}>${text}</>` });
  assertStringIncludes(painted, "<0>━━ temp</>  <1>━━ flow");
  const bare = painted.replace(/<\/?\d?>/g, "").split("\n").slice(2);
  const letters = renderText(LINES, SIZE).split("\n").slice(2);
  assertEquals(bare.length, letters.length);
  bare.forEach((text, i) => {
    // A letter stands where dots would be.
    const plain = [...text].map((c, at) =>
      /[ab]/.test(letters[i]![at] ?? "") ? letters[i]![at] : c
    );
    assertEquals(plain.join("").trimEnd(), letters[i]);
  });
});

Deno.test("renderText and renderSvg: names act neither on a terminal nor on XML", () => {
  const name = "\u001b[31m\u0007</text>&\u202e\ud800\uffff";
  const hostile: Chart = {
    title: name,
    x: { is: "names", label: name, names: [name] },
    yLabel: name,
    lines: [0, 1].map(() => ({
      name,
      points: { xs: Float64Array.of(0), ys: Float64Array.of(1) },
    })),
  };
  for (const chart of [hostile, { ...hostile, x: { is: "time" as const, label: name } }]) {
    const shown = renderText(chart, SIZE) + renderSvg(chart);
    // deno-lint-ignore no-control-regex
    assertEquals(/[\u0000-\u0009\u000b-\u001f\u202e\ud800]/u.test(shown), false);
    assertEquals(/\uffff/.test(renderSvg(chart)), false);
    assertEquals(renderSvg(chart).split("</text>").length, renderSvg(chart).split("<text").length);
  }
});

Deno.test("renderSvg: a value between two gaps is a dot, a constant line has an axis around it", () => {
  const dots = renderSvg({ ...LINES, lines: [line("v", (hour) => hour % 2 === 0 ? 7 : NaN)] });
  assertEquals(dots.split("<circle").length - 1, 48);
  assertMatch(dots, />4<\/text>/);
  assertMatch(dots, />10<\/text>/);
});

Deno.test("renderPng: the picture in twice the size, with the lines in their colours and text", async () => {
  const { width, height, pixelAt } = await decodePng(await renderPng(renderSvg(LINES)));
  assertEquals([width, height], [1920, 1080]);
  const counts = new Map<string, number>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const color = pixelAt(x, y);
      counts.set(color, (counts.get(color) ?? 0) + 1);
    }
  }
  assertEquals([...counts].sort(([, a], [, b]) => b - a)[0]![0], "#ffffffff");
  for (const color of ["#0072b2ff", "#d55e00ff", "#222222ff"]) {
    assertOk((counts.get(color) ?? 0) > 200, `${color}: ${counts.get(color)}`);
  }
});
