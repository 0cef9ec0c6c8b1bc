import { isPondError } from "../../lib/base/mod.ts";
import { type MemoryStore, memoryStore } from "../store/memory.ts";
import { checkTlog, openTlog } from "../../lib/tlogfs/mod.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import { codeOf, fileAt, parquet, readBytes, readText, transact, write } from "./fixture.ts";
import { append, maintained, rowsOf } from "./maintain_support.ts";

const T0 = 1_767_225_600_000_000n;
/**
 * A bit of every byte of every file is flipped in a soak (`POND_SOAK=1`), of each so-manieth byte
 * else.
 */
const STEP = Deno.env.get("POND_SOAK") ? 1 : Number(Deno.env.get("POND_FLIP_STEP") ?? 241);
/** A content beside the log is large, and all its bytes are checked alike. */
const STEP_IN_LARGE = STEP === 1 ? 1 : 7001;
/** Which bytes and which bits. */
const SEED = Number(Deno.env.get("POND_SEED") ?? 3);
const blob = (seed: number) =>
  Array.from({ length: 66_000 }, (_, i) => String.fromCharCode(97 + (i * seed) % 23)).join("");

/** A pond with every sort of file: a blob, small contents, a checkpoint, superseded data files. */
async function small() {
  const pond = await maintained();
  const { tlog } = pond;
  await transact(tlog, async (t) => {
    await t.makeDirectory("/d");
    await write(t, "/d/small", "hello");
    await t.makeLink("/link", "d/small");
    await write(t, "/large", blob(3));
  });
  for (let i = 0; i < 2; i++) await append(tlog, "/s", await parquet([T0 + BigInt(i)]));
  await pond.maintain();
  await transact(tlog, (t) => write(t, "/d/small", "hello again"));
  return { ...pond, files: (pond.store as MemoryStore).contents() };
}

Deno.test("checkTlog: nothing to find in a good pond, before and after maintenance", async () => {
  const { options, tlog, maintain } = await small();
  assertEquals(await checkTlog(options), []);
  await transact(tlog, async (t) => {
    await t.move("/d/small", "/moved");
    await t.remove("/large");
  });
  assertEquals(await checkTlog(options), []);
  await maintain({ keepVersions: 1, keepDays: 0 });
  assertEquals(await checkTlog(options), []);
  assertEquals(await codeOf(checkTlog({ ...options, store: memoryStore() })), "not-found");
});

Deno.test("checkTlog: finds every flipped bit, and no read gives what was not written", async () => {
  const { options, tlog, files } = await small();
  const expected = await readSafely(() => Promise.resolve(tlog));
  let flips = 0;
  const missed: string[] = [];
  for (const [name, bytes] of files) {
    if (!/^(data|blobs)\//.test(name)) continue;
    const step = bytes.length > 50_000 ? STEP_IN_LARGE : bytes.length < 100 ? 1 : STEP;
    for (let at = SEED % step; at < bytes.length; at += step) {
      const flipped = bytes.slice();
      flipped[at]! ^= 1 << ((at + SEED) % 8);
      const store = memoryStore([...files].map(([n, b]) => [n, n === name ? flipped : b] as const));
      flips++;
      const findings = await checkTlog({ ...options, store });
      if (!findings.some(({ severity }) => severity === "error")) missed.push(`${name} ${at}`);
      const read = await readSafely(() => openTlog({ ...options, store, warn: () => {} }));
      for (const [path, content] of Object.entries(read)) {
        assertOk(content === expected[path] || content === "corrupt", `${name} ${at}: ${path}`);
      }
    }
  }
  console.log(`seed ${SEED}: ${flips} flips in ${files.size} files`);
  assertEquals(missed, []);
});

const PATHS = ["/d/small", "/large", "/s", "/link"];

/** Every file's content, or `corrupt`; anything else that goes wrong is not allowed to. */
async function readSafely(open: () => ReturnType<typeof openTlog>) {
  const read: Record<string, string> = {};
  const guarded = async (path: string, work: () => Promise<string>) => {
    try {
      read[path] = await work();
    } catch (error) {
      if (!isPondError(error, "corrupt")) throw error;
      read[path] = "corrupt";
    }
  };
  let tlog: Awaited<ReturnType<typeof openTlog>> | undefined;
  await guarded("open", async () => ((tlog = await open()), "corrupt"));
  for (const path of tlog ? PATHS : []) {
    await guarded(path, async () => {
      const bytes = await readBytes(await fileAt(tlog!, path));
      return bytes.toBase64();
    });
  }
  return read;
}

Deno.test("checkTlog: says which node and version, and that a content is missing", async () => {
  const { options, files } = await small();
  const name = [...files.keys()].find((name) => files.get(name)!.length === 66_000)!;
  const store = memoryStore([...files].filter(([each]) => each !== name));
  assertEquals(await checkTlog({ ...options, store }), [{
    severity: "error",
    file: name,
    path: "/large",
    version: 1,
    why: "it is missing",
    movedTo: null,
  }]);
});

Deno.test("checkTlog: leftovers and strangers are told and are no findings", async () => {
  const { options, store } = await small();
  (await store.create("tmp/blob-11111111-1111-4111-8111-111111111111")).close();
  (await store.create("blobs/notes.txt")).close();
  (await store.create("data/part-00000-x-c000.zstd.parquet")).close();
  const findings = await checkTlog(options);
  assertEquals(findings.map(({ severity, file }) => `${severity} ${file}`), [
    "info data/part-00000-x-c000.zstd.parquet",
    "info blobs/notes.txt",
    "info tmp/blob-11111111-1111-4111-8111-111111111111",
  ]);
});

Deno.test("checkTlog: repair puts aside what is damaged and not needed, and deletes nothing", async () => {
  const { options, tlog, files } = await small();
  const before = await readText(tlog, "/large");
  const rows = await rowsOf(tlog, "/s");
  const names = [...files.keys()];
  const damaged = memoryStore(files);
  const damage = async (name: string) => {
    const bytes = await damaged.read(name);
    bytes[bytes.length >> 1]! ^= 16;
    await damaged.remove(name);
    const writer = await damaged.create(name);
    await writer.write(bytes);
    writer.close();
  };
  const checkpoint = names.find((name) => name.endsWith(".checkpoint.parquet"))!;
  await damage(checkpoint);
  const orphan = `blobs/aa/aa${"0".repeat(62)}`;
  const writer = await damaged.create(orphan);
  await writer.write(new TextEncoder().encode("not this"));
  writer.close();
  const torn = `data/_delta_log/${String(99).padStart(20, "0")}.json`;
  const last = Math.max(
    ...names.map((name) => Number(/(\d{20})\.json$/.exec(name)?.[1] ?? -1)),
  );
  const next = torn.replace(/\d{20}/, String(last + 1).padStart(20, "0"));
  (await damaged.create(next)).close();
  const store = { ...options, store: damaged, warn: () => {} };
  const count = damaged.contents().size;
  const errors = (await checkTlog(store, { repair: true })).filter((f) => f.severity === "error");
  assertEquals(
    new Set(errors.map(({ file }) => file)),
    new Set([checkpoint, orphan, next]),
  );
  assertOk(
    errors.every(({ movedTo }) => movedTo?.startsWith("quarantine/")),
    JSON.stringify(errors),
  );
  assertOk(damaged.contents().size >= count);
  const again = await checkTlog(store);
  assertEquals(again.filter(({ severity }) => severity === "error"), []);
  assertEquals(again.length, 3);
  const opened = await openTlog(store);
  assertEquals([await readText(opened, "/large"), await rowsOf(opened, "/s")], [before, rows]);
  assertOk(await transact(opened, (t) => write(t, "/new", "x")) !== null);
});

Deno.test("checkTlog: a damaged content that a node needs stays where it is", async () => {
  const { options, files } = await small();
  const name = [...files.keys()].find((name) => files.get(name)!.length === 66_000)!;
  const bytes = files.get(name)!.slice();
  bytes[1000]! ^= 1;
  const store = memoryStore([...files, [name, bytes]]);
  const [finding] = await checkTlog({ ...options, store }, { repair: true });
  assertEquals([finding!.path, finding!.movedTo], ["/large", null]);
  const opened = await openTlog({ ...options, store });
  assertEquals(await codeOf(readText(opened, "/large")), "corrupt");
  assertEquals(await readText(opened, "/d/small"), "hello again");
  await assertRejects(() => readText(opened, "/large"));
});
