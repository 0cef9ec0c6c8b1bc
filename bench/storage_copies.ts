/** What copies of an old pond cost: the first, and one after a commit. */
import { cloneCommand, packCommand, pushCommand, verifyCommand } from "../lib/commands/mod.ts";
import { initPond, openPond } from "../lib/pond/pond.ts";
import { bytesBelow, copyIn, secondsOf, type StorageOutcome } from "./storage_support.ts";

const TRANSACTIONS = 10_000;
const FILES = 1000;
const MEGABYTE = 1_000_000;
/** Commits after which one is measured, so that checkpoints and merges are among them. */
const PUSHES = 20;

/**
 * A pond of 10,000 transactions: whole copies, and pushes of one commit each, in seconds and in bytes
 * written against the bytes that the commit itself added.
 */
export async function* copies(directory: string): AsyncGenerator<StorageOutcome> {
  const [hostPath, to] = [`${directory}/pond`, `${directory}/copy`];
  {
    await using pond = await initPond(hostPath);
    for (let number = 0; number < TRANSACTIONS; number++) await writeOne(pond, number);
  }
  const push = async () => {
    await using pond = await openPond(hostPath);
    return await pushCommand(pond, { directory: to });
  };
  yield* first(hostPath, to, push);
  let [seconds, written, added, slowest] = [0, 0, 0, 0];
  for (let step = 0; step < PUSHES; step++) {
    const before = bytesBelow(hostPath);
    {
      await using pond = await openPond(hostPath);
      await writeOne(pond, TRANSACTIONS + step);
    }
    added += bytesBelow(hostPath) - before;
    const took = await secondsOf(async () => {
      written += (await push()).bytes;
    });
    seconds += took;
    slowest = Math.max(slowest, took);
  }
  const bound = { of: 1, atMost: 1 };
  yield { work: "push of one commit, mean : 1 s", value: seconds / PUSHES, unit: "s", bound };
  yield { work: "push of one commit, slowest : 1 s", value: slowest, unit: "s" };
  yield {
    work: `bytes of ${PUSHES} pushes : bytes that the commits added`,
    value: written / MEGABYTE,
    unit: "MB",
    bound: { of: added / MEGABYTE, atMost: 2 },
  };
}

async function* first(
  hostPath: string,
  to: string,
  push: () => Promise<unknown>,
): AsyncGenerator<StorageOutcome> {
  yield {
    work: `the pond of ${TRANSACTIONS} transactions`,
    value: bytesBelow(hostPath) / MEGABYTE,
    unit: "MB",
  };
  yield { work: "first push of it", value: await secondsOf(push), unit: "s" };
  yield { work: "push of nothing", value: await secondsOf(push), unit: "s" };
  yield {
    work: "verify of the copy",
    value: await secondsOf(() => verifyCommand({ place: to })),
    unit: "s",
  };
  const file = `${to}.tar`;
  await using pond = await openPond(hostPath);
  yield { work: "pack", value: await secondsOf(() => packCommand(pond, { to: file })), unit: "s" };
  yield {
    work: "clone of the pack",
    value: await secondsOf(() => cloneCommand({ directory: file, to: `${to}2` })),
    unit: "s",
  };
}

async function writeOne(pond: Parameters<typeof copyIn>[0], number: number): Promise<void> {
  const bytes = new TextEncoder().encode(`version ${number} of a small file\n`);
  await copyIn(pond, `/file${number % FILES}`, { bytes });
}
