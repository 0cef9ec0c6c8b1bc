/**
 * Whatever a config, a name, a glob or a CSV is: it works or it is a PondError of one line, soon.
 */
import { isPondError, PondError } from "../../lib/base/mod.ts";
import { createRegistry } from "../../lib/factories/mod.ts";
import { compileGlob, fixedPrefix, isName, parsePath, sourcePath } from "../../lib/paths/mod.ts";
import { assertEquals, assertOk, fc } from "../deps.ts";
import { csvToParquet } from "../convert/support.ts";
import { testInPond } from "./real_pond.ts";

/** `POND_FUZZ_RUNS=20000` is the long form. */
const RUNS = Number(Deno.env.get("POND_FUZZ_RUNS") ?? 2000);
/** What one look may take; the machine may be busy. */
const MOST_MS = 2_000;

/** `work` gives something or throws what a person can read; nothing else, and not late. */
async function clear(work: () => unknown): Promise<void> {
  const started = performance.now();
  try {
    await work();
  } catch (error) {
    assertOk(isPondError(error), `${error instanceof Error ? error.stack : error}`);
    assertOk(error.code !== "internal", error.message);
    assertOk(error.message.startsWith("cannot "), error.message);
    assertOk(!/\n\s+at /.test(error.message), error.message);
  }
  const tookMs = performance.now() - started;
  assertOk(tookMs < MOST_MS, `it took ${tookMs} ms`);
}

/** A config that works, with some characters of it put out of place. */
const broken = fc.constantFrom(...createRegistry().list().map(({ example }) => example)).chain((
  text,
) =>
  fc.array(
    fc.tuple(
      fc.nat(text.length),
      fc.nat(4),
      fc.oneof(
        fc.string({ maxLength: 4 }),
        fc.constantFrom(": ", "\n  ", "[", "}", "'", "|", "- "),
      ),
    ),
    { maxLength: 4 },
  ).map((edits) =>
    edits.reduce((now, [at, gone, put]) => now.slice(0, at) + put + now.slice(at + gone), text)
  )
);

testInPond(`mknod: ${RUNS} malformed configs`, async ({ pond }) => {
  const names = pond.factories.list().map(({ name }) => name);
  await fc.assert(
    fc.asyncProperty(broken, fc.constantFrom(...names, "nothing"), async (yaml, factory) => {
      await clear(() => pond.checkConfig(factory, yaml));
    }),
    { numRuns: RUNS },
  );
  // Against the world each takes a transaction of its own, so fewer of them.
  await fc.assert(
    fc.asyncProperty(broken, fc.constantFrom(...names), async (yaml, factory) => {
      await clear(() =>
        pond.transact(["fuzz"], (change) => change.mknod("/x", { factory, yaml }), { dryRun: true })
      );
    }),
    { numRuns: Math.ceil(RUNS / 20) },
  );
});

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom("*", "?", "[", "]", "!", "-", "/", "a", "z", ".", "\0", "é", "\ud800"),
    maxLength: 80,
  }),
  fc.constantFrom("..", ".", "", "/", "__proto__", "constructor", "%2e%2e", "a\\b"),
);

testInPond(`names and globs: ${RUNS} of each`, async ({ pond, directory, mknod }) => {
  await Deno.writeTextFile(`${directory}/a.csv`, "a\n1\n");
  await mknod("/m", "hostmount", `directory: ${directory}`);
  await mknod("/c", "csv-directory", "source: /m/*.csv\n");
  const reader = await pond.read();
  const [mount, csv] = [await reader.resolve("/m"), await reader.resolve("/c")];
  assertOk(mount.kind === "directory" && csv.kind === "directory");
  await fc.assert(
    fc.asyncProperty(text, async (name) => {
      await clear(() => parsePath(name));
      await clear(async () => {
        for (const directory of [mount, csv]) {
          if (await directory.get(name)) assertOk(isName(name));
        }
      });
    }),
    { numRuns: RUNS },
  );
  await fc.assert(
    fc.asyncProperty(text, text, async (pattern, name) => {
      await clear(() => {
        compileGlob(pattern).match([name, name]);
        fixedPrefix(pattern);
        sourcePath(`csv://${pattern}`);
      });
    }),
    { numRuns: RUNS },
  );
  await fc.assert(
    fc.asyncProperty(text, (pattern) => clear(() => Array.fromAsync(reader.glob(pattern)))),
    { numRuns: Math.ceil(RUNS / 10) },
  );
});

const csvText = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      "a",
      "1",
      ",",
      '"',
      "\n",
      "\r",
      ";",
      "\t",
      " ",
      ".",
      "-",
      "\0",
      "é",
      "\ufeff",
      "2026-01-01",
    ),
    maxLength: 200,
  }).map((each) => new TextEncoder().encode(each)),
  fc.uint8Array({ maxLength: 200 }),
);

Deno.test(`csv: ${RUNS} malformed texts`, async () => {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(csvText, fc.boolean(), async (bytes, filled) => {
      await clear(async () => {
        try {
          await csvToParquet(bytes, filled ? { ragged: "fill" } : {});
        } catch (error) {
          refused++;
          if (error instanceof PondError) assertEquals(error.code, "invalid-input", error.message);
          throw error;
        }
      });
    }),
    { numRuns: RUNS },
  );
  assertOk(refused > 0 && refused < RUNS, `${refused} of ${RUNS} refused`);
});
