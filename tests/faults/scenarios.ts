/** The commands that write, each on the pond that it is tried on. */
import {
  copyCommand,
  lnCommand,
  maintainCommand,
  mkdirCommand,
  mknodCommand,
  mvCommand,
  rmCommand,
} from "../../lib/commands/mod.ts";
import { initPond, openPond, type OpenPondOptions, type Pond } from "../../lib/pond/mod.ts";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../../lib/store/mod.ts";
import type { FileKind } from "../../lib/tinyfs/mod.ts";
import { fixedEnvironment } from "../delta/support.ts";
import { parquet } from "../tlogfs/fixture.ts";

/** The files of a store. */
export type Files = Map<string, Uint8Array>;

/** A command, and the pond that it finds. */
export interface Scenario {
  readonly name: string;
  /** What is on disk before; nothing where the command makes the pond. */
  readonly files: Files;
  /** Does its work in several commits, each of which leaves the tree as before or as after. */
  readonly isStepwise: boolean;
  /** Runs the command as a process would: opens the pond, works, closes it. */
  readonly run: (options: PondOptions) => Promise<void>;
}

/** How a scenario's pond is opened. */
export interface PondOptions extends OpenPondOptions {
  readonly store: Store;
  readonly environment: ReturnType<typeof fixedEnvironment>;
}

/** Where ponds on other stores are said to be. */
export const HOST_PATH = "/pond";

/** A name and what is done. */
type Command = readonly [name: string, work: (pond: Pond) => Promise<unknown>];

const argv = ["faults"];
const BLOB_BYTES = 70_000;

const COMMANDS: readonly Command[] = [
  ["mkdir", (pond) => mkdirCommand(pond, { argv, paths: ["/new/deep"], parents: true })],
  ["copy of small data", (pond) => copy(pond, "/d/small", { bytes: noise(100, 1) })],
  ["copy of a blob", (pond) => copy(pond, "/d/large", { bytes: noise(BLOB_BYTES, 2) })],
  [
    "copy of a small table",
    async (pond) => await copy(pond, "/d/table", { bytes: await rows(10), kind: "table" }),
  ],
  [
    "copy of a large table",
    async (pond) => await copy(pond, "/d/table", { bytes: await rows(9000), kind: "table" }),
  ],
  [
    "copy to a series",
    async (pond) => await copy(pond, "/d/series", { bytes: await rows(12), kind: "series" }),
  ],
  [
    "copy of much to a series",
    async (pond) => await copy(pond, "/d/series", { bytes: await rows(9001), kind: "series" }),
  ],
  ["mknod", (pond) =>
    mknodCommand(pond, {
      argv,
      path: "/made",
      factory: "csv-directory",
      config: stream(new TextEncoder().encode("source: /d/*.csv\ntype: table\n")),
      overwrite: false,
    })],
  ["ln", (pond) => lnCommand(pond, { argv, target: "/d/file", path: "/link" })],
  ["mv", (pond) => mvCommand(pond, { argv, sources: ["/d"], destination: "/moved" })],
  ["rm", (pond) => rmCommand(pond, { argv, paths: ["/d"], recursive: true })],
  ["a change of everything", changeMuch],
];

/**
 * Scenarios with ponds of their own: none, one before compaction and a checkpoint, ones with much
 * to tidy up.
 */
const INIT = "init";
const DUE = "mkdir before compaction and checkpoint";
const MAINTAIN = "maintain that drops versions";
const MERGE = "maintain that merges a series";

/** Long after everything that maintenance may remove was written. */
const YEARS_US = 10n * 365n * 86_400_000_000n;

/** What a scenario of this name does, without the pond that it is done to. */
export function commandNamed(name: string): Scenario["run"] {
  if (name === INIT) return async (options) => await (await initPond(HOST_PATH, options)).close();
  if (name === MAINTAIN || name === MERGE) return (options) => runMaintain(options, name);
  const found = COMMANDS.find(([known]) => known === (name === DUE ? "mkdir" : name));
  if (!found) throw new Error(`no command is called ${name}`);
  return async (options) => {
    await using pond = await openPond(HOST_PATH, options);
    await found[1](pond);
  };
}

async function runMaintain(options: PondOptions, name: string): Promise<void> {
  options.environment.advanceUs(YEARS_US);
  await using pond = await openPond(HOST_PATH, options);
  await maintainCommand(pond, {
    argv,
    ...(name === MERGE ? {} : { keepVersions: 1, keepDays: 0 }),
  });
}

/**
 * Every writing command on a small pond, `init`, a commit that compaction and a checkpoint follow,
 * and maintenance.
 */
export async function makeScenarios(): Promise<readonly Scenario[]> {
  const small = await smallPond();
  const due = await pondBeforeCheckpoint(small);
  const scenario = (name: string, files: Files): Scenario => ({
    name,
    files,
    isStepwise: name === MAINTAIN || name === MERGE,
    run: commandNamed(name),
  });
  return [
    scenario(INIT, new Map()),
    ...COMMANDS.map(([name]) => scenario(name, small)),
    scenario(DUE, due),
    scenario(MAINTAIN, await pondToTidy(small)),
    scenario(MERGE, await pondWithSeries(small)),
  ];
}

/** Options for a pond in `store`; the same seed gives the same names and times. */
export function pondOptions(store: Store, seed?: number): PondOptions {
  return { store, environment: fixedEnvironment(seed), lockDeadlineMs: 2000 };
}

async function smallPond(): Promise<Files> {
  const store = memoryStore();
  await using pond = await initPond(HOST_PATH, pondOptions(store));
  await pond.transact(argv, async (change) => {
    await change.makeDirectory("/d");
    await change.writeFile("/d/file", stream(noise(50, 3)), {});
    await change.writeFile("/d/blob", stream(noise(BLOB_BYTES, 4)), {});
    await change.writeFile("/d/a.csv", stream(new TextEncoder().encode("a,b\n1,2\n")), {});
    await change.writeFile("/d/table", stream(await rows(5)), { kind: "table" });
    await change.writeFile("/d/series", stream(await rows(6)), { kind: "series" });
  });
  return store.contents();
}

/** The small pond with as many commits more as make the next one due for both. */
async function pondBeforeCheckpoint(files: Files): Promise<Files> {
  const store = memoryStore(files);
  await using pond = await openPond(HOST_PATH, pondOptions(store));
  await comeAndGo(pond);
  for (let i = 4; i <= 18; i++) await copy(pond, `/d/more_${i % 5}`, { bytes: noise(40, i) });
  return store.contents();
}

/** The small pond with versions, a blob among them, and a node that newer ones replaced. */
async function pondToTidy(files: Files): Promise<Files> {
  const store = memoryStore(files);
  await using pond = await openPond(HOST_PATH, pondOptions(store));
  for (const [i, name] of ["file", "blob", "file"].entries()) {
    await copy(pond, `/d/${name}`, { bytes: noise(40, i + 1) });
  }
  await rmCommand(pond, { argv, paths: ["/d/a.csv"], recursive: false });
  return store.contents();
}

async function pondWithSeries(files: Files): Promise<Files> {
  const store = memoryStore(files);
  await using pond = await openPond(HOST_PATH, pondOptions(store));
  await comeAndGo(pond);
  for (let i = 2; i <= 6; i++) {
    await copy(pond, "/d/series", { bytes: await rows(i), kind: "series" });
  }
  return store.contents();
}

/**
 * Two transactions that leave so many superseded rows that compaction puts them into a file of
 * their own.
 */
async function comeAndGo(pond: Pond): Promise<void> {
  await pond.transact(argv, async (change) => {
    await change.makeDirectory("/passing");
    for (let i = 0; i < 260; i++) {
      await change.writeFile(`/passing/${i}`, stream(noise(1, 9)), {});
    }
  });
  await rmCommand(pond, { argv, paths: ["/passing"], recursive: true });
}

/** Blobs, rows and several directories in one transaction. */
async function changeMuch(pond: Pond): Promise<void> {
  await pond.transact(argv, async (change) => {
    for (const directory of ["/x", "/x/y", "/z"]) {
      await change.makeDirectory(directory);
      await change.writeFile(`${directory}/inline`, stream(noise(30, 5)), {});
    }
    await change.writeFile("/d/file", stream(noise(60, 6)), {});
    await change.writeFile("/x/blob", stream(noise(BLOB_BYTES, 7)), {});
    await change.writeFile("/z/blob", stream(noise(BLOB_BYTES, 8)), {});
    await change.move("/d/a.csv", "/z/a.csv");
    await change.remove("/d/blob");
  });
}

interface CopySource {
  readonly bytes: Uint8Array;
  readonly kind?: FileKind;
}

/** `pond copy - destination`. */
export async function copy(
  pond: Pond,
  destination: string,
  { bytes, kind }: CopySource,
): Promise<void> {
  await copyCommand(pond, {
    argv,
    sources: ["-"],
    destination,
    kind,
    again: true,
    stdin: stream(bytes),
    stdout: { write: () => Promise.resolve() },
    onProblem: (problem) => {
      throw problem;
    },
    onProgress: () => {},
  });
}

const kept = new Map<string, Uint8Array>();

/** Bytes that don't compress, the same for the same seed. */
export function noise(length: number, seed: number): Uint8Array {
  const key = `${length} ${seed}`;
  const bytes = kept.get(key) ?? fixedEnvironment(seed * 7919).randomBytes(length);
  kept.set(key, bytes);
  return bytes;
}

/** A Parquet file of so many rows. */
async function rows(count: number): Promise<Uint8Array> {
  const timesUs = Array.from({ length: count }, (_, i) => BigInt(i * i) * 1_000_000n);
  const bytes = kept.get(`rows ${count}`) ?? await parquet(timesUs);
  kept.set(`rows ${count}`, bytes);
  return bytes;
}

async function* stream(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const half = bytes.length >> 1;
  yield await Promise.resolve(bytes.subarray(0, half));
  yield bytes.subarray(half);
}
