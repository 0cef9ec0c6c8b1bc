import { PondError } from "../../lib/base/mod.ts";
import { copyCommand, freezeCommand, ingestCommand } from "../../lib/commands/mod.ts";
import { initPond, type Pond } from "../../lib/pond/mod.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";

const MEGABYTE = 1024 * 1024;

interface World {
  readonly directory: string;
  readonly pond: Pond;
  readonly file: string;
}

/** A pond, and a host file of three megabytes that somebody writes to while it is read. */
async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  const directory = await Deno.realPath(await Deno.makeTempDir());
  try {
    await using pond = await initPond(`${directory}/pond`);
    const file = `${directory}/mnt/x.txt`;
    Deno.mkdirSync(`${directory}/mnt`);
    write(file, "a");
    await pond.transact(
      ["mknod"],
      (change) =>
        change.mknod("/mnt", { factory: "hostmount", yaml: `directory: ${directory}/mnt\n` }),
    );
    await work({ directory, pond, file });
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

let writes = 0;

function write(file: string, letter: string, sizeBytes = 3 * MEGABYTE): void {
  Deno.writeTextFileSync(file, letter.repeat(sizeBytes));
  // As if time had passed since the last time, so that the clock's tick tells the two apart.
  writes++;
  Deno.utimeSync(file, 1_000_000_000 + writes, 1_000_000_000 + writes);
}

function copy(pond: Pond, source: string, onProgress: (bytesDone: number) => void) {
  return copyCommand(pond, {
    argv: ["copy"],
    sources: [source],
    destination: "/in.txt",
    recursive: true,
    stdin: (async function* () {})(),
    stdout: { write: () => Promise.resolve() },
    onProblem: (problem: PondError) => {
      throw problem;
    },
    onProgress,
  });
}

async function contentOf(pond: Pond, path: string): Promise<string> {
  const source = await (await pond.read()).open(path);
  const bytes = new Uint8Array(source.sizeBytes);
  source.readSync(0, bytes);
  source.close();
  return new TextDecoder().decode(bytes);
}

/** Ways to take a file in, each told how much it has read. */
const WAYS: readonly [string, (world: World, onBytes: () => void) => Promise<unknown>][] = [
  ["copy host:", ({ pond, file }, onBytes) => copy(pond, `host:${file}`, onBytes)],
  ["copy from a mount", ({ pond }, onBytes) => copy(pond, "/mnt/x.txt", onBytes)],
  [
    "freeze",
    ({ pond }, onBytes) =>
      freezeCommand(pond, {
        argv: ["freeze"],
        path: "/mnt/x.txt",
        destination: "/in.txt",
        onProgress: onBytes,
      }),
  ],
];

for (const [way, take] of WAYS) {
  Deno.test(`${way}: a file that changes while it is read is read again, once`, () =>
    inWorld(async (world) => {
      const { pond, file } = world;
      let changes = 0;
      await take(world, () => {
        if (changes++ === 0) write(file, "b", 2 * MEGABYTE);
      });
      assertOk(await contentOf(pond, "/in.txt") === "b".repeat(2 * MEGABYTE));
      await pond.transact(["rm"], (change) => change.remove("/in.txt"));
      for (const size of [1, 3, 5].map((megabytes) => megabytes * MEGABYTE)) {
        write(file, "c");
        const error = await assertRejects(
          () => take(world, () => write(file, changes++ % 2 === 0 ? "d" : "e", size)),
          PondError,
          "while it was read",
        );
        assertOk(error.code === "conflict" || error.code === "io", error.code);
        const names = [...Deno.readDirSync(`${world.directory}/pond/tmp`)].map(({ name }) => name);
        assertEquals(names.filter((name) => name.startsWith("blob-")), []);
      }
      await assertRejects(() => contentOf(pond, "/in.txt"), PondError, "does not exist");
    }));
}

Deno.test("copy out: what a mount shows is not torn", () =>
  inWorld(async ({ pond, file, directory }) => {
    const out = (onProgress: () => void) =>
      copyCommand(pond, {
        argv: ["copy"],
        sources: ["/mnt/x.txt"],
        destination: `host:${directory}/out.txt`,
        stdin: (async function* () {})(),
        stdout: { write: () => Promise.resolve() },
        onProblem: () => {},
        onProgress,
      });
    let changes = 0;
    await out(() => {
      if (changes++ === 0) write(file, "b");
    });
    const copied = () => Deno.readTextFileSync(`${directory}/out.txt`);
    assertOk(copied() === "b".repeat(3 * MEGABYTE));
    await assertRejects(() => out(() => write(file, "c")), PondError, "while it was read");
    assertOk(copied() === "b".repeat(3 * MEGABYTE));
  }));

Deno.test("ingest: a log may grow while it is taken in; one that is written anew is read again", () =>
  inWorld(async ({ pond, directory }) => {
    const log = `${directory}/log.csv`;
    Deno.writeTextFileSync(log, "ts,v\n2024-01-01T00:00:00Z,1\n");
    let onConvert = () => {};
    const { convertOnce } = pond.tables;
    const tables: Pond["tables"] = {
      ...pond.tables,
      convertOnce: async (...given) => {
        const converted = await convertOnce(...given);
        onConvert();
        return converted;
      },
    };
    const ingest = () =>
      ingestCommand({ ...pond, tables }, {
        argv: ["ingest"],
        sources: [`host:${log}`],
        destination: "/log",
        stdin: (async function* () {})(),
        onProblem: () => {},
        onNote: () => {},
      });
    onConvert = () => Deno.writeTextFileSync(log, "2024-01-02T00:00:00Z,2\n", { append: true });
    assertEquals((await ingest()).map(({ rows }) => rows), [1]);
    // The line is changed for another after it was read as rows, and the file grows.
    let runs = 0;
    onConvert = () => {
      if (runs++ > 0) return;
      const first = "ts,v\n2024-01-01T00:00:00Z,1\n";
      Deno.writeTextFileSync(log, `${first}2024-01-02T00:00:00Z,7\n2024-01-03T00:00:00Z,3\n`);
    };
    assertEquals((await ingest()).map(({ rows }) => rows), [2]);
    assertEquals(runs, 2);
    await using result = await (await pond.read()).query("/log", {
      sql: "SELECT sum(v)::INT AS s FROM source",
    });
    for await (const batch of result.batches) assertEquals(batch.getChildAt(0)!.get(0), 11);
  }));
