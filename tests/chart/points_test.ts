import { bucketWidth, PointCollector } from "../../lib/chart/points.ts";
import { assertEquals, assertOk, fc } from "../deps.ts";

type Point = readonly [x: number, y: number];

function collect(points: readonly Point[], options: { capacity?: number; buckets?: number } = {}) {
  const collector = new PointCollector(options);
  for (const [x, y] of points) collector.add(x, y);
  const { xs, ys } = collector.points();
  return Array.from(xs, (x, i): Point => [x, ys[i]!]);
}

/** Least and greatest value of every bucket; NaN where it has only gaps. */
function extremes(points: readonly Point[], width: number): Map<number, Point> {
  const found = new Map<number, Point>();
  for (const [x, y] of points) {
    const bucket = Math.floor(x / width);
    const [least, greatest] = found.get(bucket) ?? [NaN, NaN];
    found.set(
      bucket,
      Number.isNaN(y) ? [least, greatest] : [
        Number.isNaN(least) ? y : Math.min(least, y),
        Number.isNaN(greatest) ? y : Math.max(greatest, y),
      ],
    );
  }
  return found;
}

const sorted = (found: Map<number, Point>) => [...found].sort(([a], [b]) => a - b);

const anyPoint = fc.tuple(
  fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.double({ noNaN: true, min: -1e9, max: 1e9 })),
  fc.oneof({ weight: 4, arbitrary: fc.integer() }, { weight: 1, arbitrary: fc.constant(NaN) }),
);

Deno.test("PointCollector: few points are kept as they came, in order of x", () => {
  assertEquals(collect([[3, 1], [1, 2], [1, NaN], [2, 4]]), [[1, 2], [1, NaN], [2, 4], [3, 1]]);
  assertEquals(collect([]), []);
});

Deno.test("PointCollector: each bucket keeps its least and greatest value, however often it was reduced", () => {
  fc.assert(fc.property(fc.array(anyPoint, { minLength: 1, maxLength: 600 }), (points) => {
    const kept = collect(points, { capacity: 64, buckets: 8 });
    const xs = points.map(([x]) => x);
    const width = bucketWidth(Math.min(...xs), Math.max(...xs), 8);
    assertOk(kept.length <= 64);
    assertEquals(sorted(extremes(kept, width)), sorted(extremes(points, width)));
  }));
});

Deno.test("PointCollector: invents no point", () => {
  fc.assert(fc.property(fc.array(anyPoint, { maxLength: 600 }), (points) => {
    const given = new Set(points.map(String));
    const kept = collect(points, { capacity: 64, buckets: 8 });
    assertEquals(kept.filter((point) => !given.has(String(point))), []);
  }));
});

Deno.test("PointCollector: first and last stay, a spike and a gap are seen among a million points", () => {
  const collector = new PointCollector({ capacity: 4096, buckets: 256 });
  for (let i = 0; i < 1_000_000; i++) {
    collector.add(i, i === 654_321 ? 99 : i >= 200_000 && i < 300_000 ? NaN : i % 3);
  }
  const { xs, ys } = collector.points();
  assertOk(xs.length <= 4096);
  assertEquals([xs[0], xs.at(-1)], [0, 999_999]);
  assertEquals(xs[ys.indexOf(99)], 654_321);
  const gaps = xs.filter((_, i) => Number.isNaN(ys[i]!));
  assertOk(gaps.length > 10 && gaps[0]! < 210_000 && gaps.at(-1)! > 290_000);
});

Deno.test("PointCollector: one x a million times, and the widest range there is", () => {
  const same = Array.from({ length: 1000 }, (_, i): Point => [5, i]);
  const kept = collect(same, { capacity: 64, buckets: 8 });
  assertEquals([kept.some(([, y]) => y === 0), kept.some(([, y]) => y === 999)], [true, true]);
  const wide = Array.from({ length: 1000 }, (_, i): Point => [(i - 500) * 2e297, i]);
  assertEquals(collect(wide, { capacity: 64, buckets: 8 })[0], [-1e300, 0]);
});
