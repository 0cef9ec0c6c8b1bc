/** A program that uses the library goes on while large text is converted. */
import { initPond, type Pond, table } from "../../lib/library/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { codeOf } from "./support.ts";

const ROWS = 80_000;

/** A column turns out to be text halfway, so that all passes are needed. */
function rowOf(i: number) {
  const text = i < ROWS / 2 ? i : `n${i}`;
  return { t: 1.7e12 + i * 1000, name: `station ${i % 997}`, v: 1 / (i + 3), text };
}

const rows = Array.from({ length: ROWS }, (_, i) => rowOf(i));
const csv = () =>
  ["t,name,v,text", ...rows.map((row) => Object.values(row).join(",")), ""].join("\n");
const jsonl = () => rows.map((row) => JSON.stringify(row) + "\n").join("");

/** The names of all files below `directory`. */
function filesIn(directory: string): string[] {
  return [...Deno.readDirSync(directory)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${directory}/${name}`) : [name]
  );
}

async function withPond(work: (pond: Pond, directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await using pond = await initPond(`${directory}/pond`, { inline: true });
    await pond.change("import", async (change) => {
      await change.write("/a.csv", csv());
      await change.write("/a.jsonl", jsonl());
    });
    // What loading the engine waits for is no part of a conversion.
    await pond.sql`SELECT 1`.rows();
    await work(pond, `${directory}/pond`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("conversions: timers tick, and a signal that one of them aborts ends the work", async () => {
  await withPond(async (pond, directory) => {
    for (const url of ["csv:///a.csv", "jsonl:///a.jsonl"]) {
      const query = pond.sql<{ n: bigint | number }>`SELECT count(text) AS n FROM ${table(url)}`;
      const unfinished = () =>
        filesIn(`${directory}/tmp`).filter((name) => /^(cache|scratch)-/.test(name));
      const ending = new AbortController();
      const watching = setInterval(() => unfinished().length > 0 && ending.abort(), 1);
      const code = await codeOf(query.with({ signal: ending.signal }).rows());
      clearInterval(watching);
      assertEquals(code, "interrupted", url);
      assertEquals(unfinished(), []);
      const kept = filesIn(`${directory}/cache`).length;
      let ticks = 0;
      const interval = setInterval(() => ticks++, 1);
      const [counted] = await query.rows();
      clearInterval(interval);
      assertEquals(Number(counted!.n), ROWS, url);
      assertOk(filesIn(`${directory}/cache`).length > kept, "the first one did not end early");
      assertOk(ticks >= 4, `${url}: ${ticks} ticks`);
    }
  });
});
