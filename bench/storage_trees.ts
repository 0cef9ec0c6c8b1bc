/** Large directories and large trees. */
import { maintainCommand } from "../lib/commands/mod.ts";
import { initPond, openPond } from "../lib/pond/pond.ts";
import type { Pond } from "../lib/pond/api.ts";
import { median } from "./measure.ts";
import {
  copyIn,
  freshSeconds,
  listAll,
  listOne,
  once,
  secondsOf,
  type StorageOutcome,
} from "./storage_support.ts";

const FILES = 100_000;
const DIRECTORIES = 10_000;
const HOST_FILES = 10_000;
const COPIES = 7;

/** One small file copied into a directory of ten entries and of a hundred thousand. */
export async function* directorySize(directory: string): AsyncGenerator<StorageOutcome> {
  const times: number[] = [];
  for (const entries of [10, FILES]) {
    const hostPath = `${directory}/${entries}`;
    await using pond = await initPond(hostPath);
    await fill(pond, { files: entries, directories: 1 });
    const each: number[] = [];
    for (let i = 0; i < COPIES; i++) {
      each.push(
        await secondsOf(async () => {
          await using fresh = await openPond(hostPath);
          await copyIn(fresh, `/d0/new_${i}`, { bytes: new Uint8Array(100) });
        }),
      );
    }
    times.push(median(each));
  }
  yield {
    work: `copy of a small file into a directory of ${FILES} : of 10`,
    value: times[1]!,
    unit: "s",
    bound: { of: times[0]!, atMost: 2 },
  };
}

/**
 * So many files in one directory and in many, before and after maintenance; and a host tree copied
 * in.
 */
export async function* trees(directory: string): AsyncGenerator<StorageOutcome> {
  for (const directories of [1, DIRECTORIES]) {
    const hostPath = `${directory}/${directories}`;
    await using pond = await initPond(hostPath);
    const where = `${FILES} files in ${directories}`;
    yield {
      work: `${where}: written in one transaction`,
      value: await secondsOf(() => fill(pond, { files: FILES, directories })),
      unit: "s",
    };
    yield* reading(hostPath, where);
    await maintainCommand(pond, { argv: ["bench"] });
    yield* reading(hostPath, `${where}, maintained`);
  }
  yield* hostTree(directory);
}

async function* reading(hostPath: string, where: string): AsyncGenerator<StorageOutcome> {
  const cases: readonly (readonly [string, (pond: Pond) => Promise<unknown>])[] = [
    ["list of one directory", (pond) => listOne(pond, "/d0")],
    ["list -R", (pond) => listAll(pond)],
    ["one lookup", async (pond) => await (await pond.read()).resolve("/d0/f0")],
  ];
  for (const [what, work] of cases) {
    yield { work: `${where}: ${what}`, value: await freshSeconds(hostPath, work), unit: "s" };
  }
}

async function fill(
  pond: Pond,
  { files, directories }: { files: number; directories: number },
): Promise<void> {
  await pond.transact(["bench"], async (change) => {
    for (let i = 0; i < directories; i++) await change.makeDirectory(`/d${i}`);
    for (let i = 0; i < files; i++) {
      await change.writeFile(
        `/d${i % directories}/f${i}`,
        once(new TextEncoder().encode(`file ${i}`)),
        {},
      );
    }
  });
}

async function* hostTree(directory: string): AsyncGenerator<StorageOutcome> {
  const source = `${directory}/host`;
  for (let i = 0; i < HOST_FILES; i++) {
    if (i % 100 === 0) await Deno.mkdir(`${source}/d${i / 100}`, { recursive: true });
    await Deno.writeTextFile(`${source}/d${Math.floor(i / 100)}/f${i}`, `file ${i}`);
  }
  await using pond = await initPond(`${directory}/copied`);
  const copy = () => copyIn(pond, "/copied", { sources: [`host:${source}`], recursive: true });
  yield { work: `copy -r of ${HOST_FILES} host files`, value: await secondsOf(copy), unit: "s" };
  yield {
    work: "transactions for that",
    value: (await pond.status()).transactions,
    unit: "transactions",
    bound: { of: 1, atMost: 1 },
  };
}
