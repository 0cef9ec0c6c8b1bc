/**
 * `deno task bench storage [PART…]`: what keeping a pond costs as it grows. Prints a line for each
 * piece of work and the ratio to what it is held against; exit status 1 where one is over its
 * bound. Parts: growth, directory, throughput, trees, large, disk, copies, ingest, scale.
 */
import { copies } from "./storage_copies.ts";
import { diskUse, growth } from "./storage_growth.ts";
import { ingest } from "./storage_ingest.ts";
import { largeBlob, throughput } from "./storage_large.ts";
import { scale } from "./storage_scale.ts";
import type { StorageOutcome, StoragePart } from "./storage_support.ts";
import { directorySize, trees } from "./storage_trees.ts";

const PARTS: Readonly<Record<string, StoragePart>> = {
  growth,
  directory: directorySize,
  throughput,
  trees,
  large: largeBlob,
  disk: diskUse,
  copies,
  ingest,
  scale,
};

/** The line of an outcome, and whether it is within its bound. */
function judge({ work, value, unit, bound }: StorageOutcome): { line: string; within: boolean } {
  const figure = `${value.toFixed(3)} ${unit}`.padStart(14);
  if (!bound) return { line: `${work.padEnd(60)} ${figure}`, within: true };
  const ratio = value / bound.of;
  const { atMost = Infinity } = bound;
  const within = ratio <= atMost;
  const against = `${bound.of.toFixed(3)} ${unit}`.padStart(14);
  const limit = atMost === Infinity ? "" : ` ≤ ${atMost}${within ? "" : "  OVER"}`;
  const verdict = `${ratio.toFixed(2).padStart(7)}${limit}`;
  return { line: `${work.padEnd(60)} ${figure} ${against} ${verdict}`, within };
}

const asked = Deno.args.slice(1);
const unknown = asked.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`no part is called ${unknown}; there are ${Object.keys(PARTS).join(", ")}`);
  Deno.exit(2);
}
let over = 0;
for (const name of asked.length > 0 ? asked : Object.keys(PARTS)) {
  const directory = await Deno.makeTempDir({ prefix: "pond-bench-" });
  try {
    for await (const outcome of PARTS[name]!(directory)) {
      const { line, within } = judge(outcome);
      console.log(line);
      if (!within) over++;
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
console.log(over === 0 ? "all within their bounds" : `${over} over their bounds`);
Deno.exit(over === 0 ? 0 : 1);
