/**
 * Every commit of a log is lost or damaged in every way: no older state is shown in silence, and a
 * repair gets the pond going.
 */
import { isPondError } from "../../lib/base/mod.ts";
import { type MemoryStore, memoryStore } from "../store/memory.ts";
import { checkTlog, createTlog, openTlog, type TlogOptions } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertMatch, assertOk } from "../deps.ts";
import { commitFile } from "../delta/support.ts";
import { codeOf, nodeAt, readBytes, tlogOptions, transact, write } from "./fixture.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";

type Files = Map<string, Uint8Array<ArrayBuffer>>;

/**
 * Every kind of damage, by what it does to the bytes of a commit; undefined: the file is missing.
 */
const DAMAGE: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array | undefined>> = {
  missing: () => undefined,
  empty: () => new Uint8Array(0),
  torn: (bytes) => bytes.slice(0, bytes.length >> 1),
  flipped: (bytes) => flip(bytes, bytes.length >> 1, 4),
};

/** One bit in other places: where lines begin and end, and what only a checksum notices. */
const FLIPS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  "flipped at its first byte in": (bytes) => flip(bytes, 0, 1),
  "flipped at its last byte in": (bytes) => flip(bytes, bytes.length - 1, 1),
  "flipped at its first line's end in": (bytes) => flip(bytes, bytes.indexOf(10), 1),
  "flipped at a quarter of": (bytes) => flip(bytes, bytes.length >> 2, 1),
  "flipped near the end of": (bytes) => flip(bytes, bytes.length - 9, 2),
};

/** `POND_SOAK=1` damages every commit in every way; otherwise every eighth, each in one way. */
const SOAK = Deno.env.get("POND_SOAK") !== undefined;

function flip(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  return bytes.map((byte, i) => i === at ? byte ^ bit : byte);
}

/** A pond whose file `/n` says the number of the transaction that wrote it. */
async function pondOf(commits: number): Promise<{ files: Files; options: TlogOptions }> {
  const store = memoryStore();
  const options = tlogOptions(store);
  const tlog = await createTlog(options);
  for (let next = 1; next <= commits; next = (await tlog.snapshot()).transaction + 1) {
    await transact(tlog, (t) => write(t, "/n", `v${next}`));
  }
  return { files: store.contents(), options };
}

/** What `/n` says after a transaction: every twentieth merges files before its checkpoint. */
function textAt(transaction: number): string {
  return `v${transaction % EVERY === 0 ? transaction - 1 : transaction}`;
}

/** Commits from one checkpoint to the next. */
const EVERY = 20;

/** What `/n` says at a transaction; the newest where none is named. */
async function readAt(options: TlogOptions, transaction?: number): Promise<string> {
  const tlog = await openTlog(options);
  const { root } = await tlog.snapshot(transaction === undefined ? {} : { transaction });
  const file = await nodeAt(root, "/n") as FileNode;
  return new TextDecoder().decode(await readBytes(file));
}

async function numberOf(options: TlogOptions): Promise<number> {
  return (await (await openTlog(options)).snapshot()).transaction;
}

interface Case {
  readonly files: Files;
  readonly options: TlogOptions;
  readonly newest: number;
  readonly version: number;
  readonly how: string;
  /** The newest checkpoint; what is lost before it only older states need. */
  readonly checkpoint: number;
}

async function tryCase({ files, options, newest, version, how, checkpoint }: Case): Promise<void> {
  const where = `${how} commit ${version} of ${newest}`;
  const damaged = new Map(files);
  const bytes = { ...DAMAGE, ...FLIPS }[how]!(files.get(commitFile(version))!);
  if (bytes === undefined) damaged.delete(commitFile(version));
  else damaged.set(commitFile(version), bytes as Uint8Array<ArrayBuffer>);
  const store = memoryStore(damaged);
  const warnings: string[] = [];
  const opened = { ...options, store, warn: (message: string) => void warnings.push(message) };
  const isUnnoticeable = version === newest && how === "missing";
  const isHistoric = version <= checkpoint;
  const isTornEnd = version === newest && (how === "empty" || how === "torn");
  // Before: never an older state in silence.
  const read = await readAt(opened).catch((error) => error);
  if (isHistoric) assertEquals(read, textAt(newest), where);
  else if (isUnnoticeable) assertEquals(read, textAt(newest - 1), where);
  else if (isTornEnd) assertOk(read === textAt(newest - 1) && warnings.length > 0, where);
  else {
    assertOk(isPondError(read, "corrupt"), `${where}: ${read}`);
    if (version > 0) assertMatch(read.message, new RegExp(`commit ${version} `));
  }
  if (!isTornEnd && !isUnnoticeable) await checkOlder(opened, version, { newest, where });
  const writing = async () => await transact(await openTlog(opened), (t) => write(t, "/m", "m"));
  if (!isHistoric && !isUnnoticeable) assertEquals(await codeOf(writing()), "corrupt", where);
  const made = await codeOf(createTlog(opened));
  assertOk(made === "exists" || made === "corrupt", `${where}: init ${made}`);
  // Repair: the newest state that is proven, nothing deleted, and the next look finds nothing
  // wrong.
  if (!isUnnoticeable) assertOk((await errorsIn(opened)).length > 0, `${where}: fsck`);
  const before = (store as MemoryStore).contents();
  const said = await checkTlog(opened, { repair: true });
  // What is lost is said.
  const names = said.map(({ file, why }) => `${file} ${why}`).join("\n");
  if (!isUnnoticeable) {
    assertMatch(names, new RegExp(`commit ${version}\\b|${commitFile(version)}`));
  }
  assertEquals(await errorsIn(opened), [], `${where}: fsck after repair`);
  const expected = isHistoric || version === 0 ? newest : version - 1;
  assertEquals(await numberOf(opened), expected, where);
  if (expected > 0) assertEquals(await readAt(opened), textAt(expected), where);
  const after = new Set(
    [...(store as MemoryStore).contents().values()].map((each) => each.toHex()),
  );
  for (const [name, content] of before) {
    if (!/_last_checkpoint$|\.lock$|\.checkpoint\./.test(name)) {
      assertOk(after.has(content.toHex()), `${where}: ${name} was deleted`);
    }
  }
  // And the pond is one like any.
  const tlog = await openTlog(opened);
  await transact(tlog, (t) => write(t, "/n", "again"));
  assertEquals(await readAt(opened), "again", where);
  assertEquals(await numberOf(opened), expected + 1, where);
  assertEquals(await errorsIn(opened), [], `${where}: fsck after the next commit`);
  assertOk((await Array.fromAsync(tlog.log())).length > 0, where);
}

/** States before the damage are whole, and so is each from the next checkpoint on; none between. */
async function checkOlder(
  options: TlogOptions,
  version: number,
  { newest, where }: { newest: number; where: string },
): Promise<void> {
  const checkpoint = Math.ceil(version / EVERY) * EVERY;
  const isCovered = (at: number) => at < version || checkpoint > 0 && at >= checkpoint;
  const first = version === 0 ? [] : [version - 1];
  const moments = new Set([...first, version, version + 1, checkpoint - 1, checkpoint]);
  for (const at of moments) {
    if (at < 1 || at > newest) continue;
    if (isCovered(at)) assertEquals(await readAt(options, at), textAt(at), `${where} --at ${at}`);
    else {
      const code = await codeOf(readAt(options, at));
      assertOk(
        code === "corrupt",
        `${where} --at ${at}: ${code}`,
      );
    }
  }
}

async function errorsIn(options: TlogOptions): Promise<string[]> {
  const findings = await checkTlog(options);
  return findings.filter(({ severity }) => severity === "error").map(({ file, why }) =>
    `${file}: ${why}`
  );
}

for (const how of Object.keys(DAMAGE)) {
  Deno.test(`a commit that is ${how}, before there is a checkpoint`, async () => {
    const { files, options } = await pondOf(6);
    const newest = 6;
    for (let version = 0; version <= newest; version++) {
      await tryCase({ files, options, newest, version, how, checkpoint: -1 });
    }
  });

  Deno.test(`a commit that is ${how}, before and after a checkpoint`, async () => {
    const newest = 23;
    const { files, options } = await pondOf(newest);
    // Of the commits that the checkpoint stands for some are enough.
    for (const version of [0, 1, 7, 19, 20, 21, 22, 23]) {
      await tryCase({ files, options, newest, version, how, checkpoint: 20 });
    }
  });
}

Deno.test("every commit of a pond with two checkpoints, in every way", async () => {
  const newest = 46;
  const { files, options } = await pondOf(newest);
  const ways = [...Object.keys(DAMAGE), ...Object.keys(FLIPS)];
  for (let version = 0; version <= newest; version++) {
    if (!SOAK && version % 8 !== 5) continue;
    const chosen = SOAK ? ways : [ways[(version / 8 | 0) % ways.length]!];
    for (const how of chosen) {
      await tryCase({ files, options, newest, version, how, checkpoint: 40 });
    }
  }
});

Deno.test("several gaps: back to before the first of them", async () => {
  const { files, options } = await pondOf(8);
  for (const version of [4, 6]) files.delete(commitFile(version));
  const store = memoryStore(files);
  const opened = { ...options, store };
  assertEquals(await codeOf(readAt(opened)), "corrupt");
  const found = await checkTlog(opened, { repair: true });
  const lost = found.filter(({ why }) => why.includes("; lost with it: "));
  assertEquals(lost.map(({ file }) => file).sort(), [5, 7, 8].map(commitFile));
  assertEquals(await readAt(opened), "v3");
  assertEquals(await errorsIn(opened), []);
});

Deno.test("a log whose checkpoint is gone and whose first commits were dropped is left as it is", async () => {
  const { files, options } = await pondOf(23);
  for (const name of files.keys()) {
    const version = Number(/(\d{20})\.json/.exec(name)?.[1] ?? NaN);
    if (version < 20 || name.includes("checkpoint")) files.delete(name);
  }
  const store = memoryStore(files);
  const opened = { ...options, store };
  assertEquals(await codeOf(readAt(opened)), "corrupt");
  await checkTlog(opened, { repair: true });
  assertEquals(store.contents().size, files.size);
});

Deno.test("remains of a lost pond: no new one is made over them, and opening says what is gone", async () => {
  const { files, options } = await pondOf(3);
  for (const name of files.keys()) if (name.includes("_delta_log")) files.delete(name);
  const opened = { ...options, store: memoryStore(files) };
  assertEquals(await codeOf(createTlog(opened)), "exists");
  assertEquals(await codeOf(openTlog(opened)), "corrupt");
  // Of another pond only large contents are left.
  const store = memoryStore();
  await store.makeDirectory("blobs/ab");
  const writer = await store.create("blobs/ab/abcd");
  await writer.write(new Uint8Array(9));
  await writer.close();
  assertEquals(await codeOf(createTlog({ ...options, store })), "exists");
});
