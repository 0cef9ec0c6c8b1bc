/**
 * Cost is counted, not timed: what opening, listing and writing read does not grow with a pond's
 * age or its directories.
 */
import { statusCommand } from "../../lib/commands/mod.ts";
import { openPond, type Pond } from "../../lib/pond/mod.ts";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../../lib/store/mod.ts";
import { assertLess, assertOk } from "../deps.ts";
import { copy, type Files, HOST_PATH, makeScenarios, noise, pondOptions } from "./scenarios.ts";

/** Calls of a store, and bytes that it handed out and took. */
interface Cost {
  calls: number;
  bytesRead: number;
  bytesWritten: number;
}

/** A store that counts. */
function countingStore(files: Files): { store: Store; cost: Cost; files: () => Files } {
  const inner = memoryStore(files);
  const cost: Cost = { calls: 0, bytesRead: 0, bytesWritten: 0 };
  const store: Store = Object.assign(Object.create(inner) as Store, {
    async read(name: string, range?: { start: number; end: number }) {
      cost.calls++;
      const bytes = await inner.read(name, range);
      cost.bytesRead += bytes.length;
      return bytes;
    },
    async open(name: string) {
      cost.calls++;
      const reader = await inner.open(name);
      const readSync = (offset: number, into: Uint8Array) => {
        const count = reader.readSync(offset, into);
        cost.bytesRead += count;
        return count;
      };
      return { sizeBytes: reader.sizeBytes, readSync, close: () => reader.close() };
    },
    stat(name: string) {
      cost.calls++;
      return inner.stat(name);
    },
    list(directory: string) {
      cost.calls++;
      return inner.list(directory);
    },
    async create(name: string) {
      cost.calls++;
      const writer = await inner.create(name);
      const writeSync = (chunk: Uint8Array, offset: number) => {
        cost.bytesWritten += chunk.length;
        writer.writeSync(chunk, offset);
      };
      const write = (chunk: Uint8Array) => {
        cost.bytesWritten += chunk.length;
        return writer.write(chunk);
      };
      return { writeSync, write, sync: () => writer.sync(), close: () => writer.close() };
    },
  });
  return { store, cost, files: () => inner.contents() };
}

/** What `work` costs on a pond that was just opened, opening included. */
async function costOf(files: Files, work: (pond: Pond) => Promise<unknown>): Promise<Cost> {
  const { store, cost } = countingStore(files);
  await using pond = await openPond(HOST_PATH, pondOptions(store));
  await work(pond);
  return cost;
}

async function ageOf(pond: Pond): Promise<number> {
  return (await pond.read()).transaction;
}

async function listAll(pond: Pond): Promise<void> {
  const paths = await Array.fromAsync((await pond.read()).walk("/"));
  assertOk(paths.length > 5);
}

/** `POND_GROWTH=5000` lets the pond get that old; it takes minutes. */
const OLDEST = Number(Deno.env.get("POND_GROWTH") ?? 200);

Deno.test(`open, list and status: read as much after ${OLDEST} transactions as after 20`, async () => {
  const [start] = (await makeScenarios()).filter(({ name }) => name === "mkdir");
  let files = start!.files;
  const costs = new Map<number, Cost>();
  for (const age of [20, 80, OLDEST]) {
    const store = memoryStore(files);
    await using pond = await openPond(HOST_PATH, pondOptions(store));
    // The same few files again and again: the tree stays what it is.
    for (let at = await ageOf(pond); at < age; at = await ageOf(pond)) {
      await copy(pond, `/d/turn_${at % 3}`, { bytes: noise(20, at % 7) });
    }
    files = store.contents();
    costs.set(
      age,
      await costOf(files, async (pond) => {
        await listAll(pond);
        await statusCommand(pond);
      }),
    );
  }
  const young = costs.get(20)!;
  for (const [age, { calls, bytesRead }] of costs) {
    assertLess(calls, 1.5 * young.calls + 12, `calls at ${age}`);
    // Versions are kept, a hundred bytes each; the log itself adds nothing.
    assertLess(bytesRead, young.bytesRead + 150 * age, `bytes at ${age}`);
  }
});

Deno.test("copy into a directory: reads and writes as much with 25,000 entries as with 10,000", async () => {
  const [start] = (await makeScenarios()).filter(({ name }) => name === "mkdir");
  const costs: Cost[] = [];
  for (const entries of [10, 10_000, 25_000]) {
    const { store, files } = countingStore(start!.files);
    await using pond = await openPond(HOST_PATH, pondOptions(store));
    await pond.transact(["many"], async (change) => {
      await change.makeDirectory("/many");
      for (let i = 0; i < entries; i++) {
        await change.writeFile(`/many/f${i}`, new Blob([`${i}`]).stream(), {});
      }
    });
    const one = (pond: Pond) => copy(pond, "/many/f_new", { bytes: noise(20, 1) });
    costs.push(await costOf(files(), one));
  }
  const [few, some, many] = costs as [Cost, Cost, Cost];
  assertLess(many.calls, few.calls + 3);
  assertLess(many.bytesWritten, 1.2 * few.bytesWritten);
  // What is read is a row group, of ten thousand rows at most: of the root's rows with what is
  // beside them, and of names.
  assertLess(many.bytesRead, 1.2 * some.bytesRead);
  assertLess(many.bytesRead, few.bytesRead + 1_500_000);
});
