/**
 * Links inside the pond's own directory: whatever a command does, nothing that they lead to
 * changes.
 */
import { assertEquals, assertMatch, assertOk } from "../deps.ts";
import { type Scenario, scenario } from "./scenario.ts";

const OLD = new Date(Date.now() - 3 * 86_400_000);
const UUID = "00000000-0000-4000-8000-000000000000";
const HASH = "aa" + "0".repeat(62);

/** What a hostile pond puts a link in the place of. */
const PLACES = [
  "data",
  "data/_delta_log",
  "blobs",
  "blobs/SHARD",
  "cache",
  "cache/SHARD",
  "tmp",
  "tmp/writer.lock",
  "quarantine",
];

const WRITING = [
  ["mkdir", "/new"],
  ["copy", "host:f", "/f"],
  ["rm", "/small"],
  ["mv", "/small", "/moved"],
  ["ln", "-s", "/small", "/link"],
  ["mknod", "--factory", "sql-derived-table", "/q2", "q.yaml"],
  ["apply", "-f", "apply.yaml"],
  ["freeze", "/q", "/frozen"],
  ["maintain"],
  ["maintain", "--keep-days", "0"],
  ["fsck", "--repair"],
  ["init"],
];

const READING = [
  ["list", "-R"],
  ["cat", "/big"],
  ["cat", "/q"],
  ["sql", 'SELECT * FROM "/q"'],
  ["show", "/small"],
  ["describe", "/q"],
  ["log"],
  ["status"],
  ["why", "/q"],
  ["cache"],
  ["cache", "verify"],
  ["cache", "clear"],
  ["export", "/q", "--to", "out"],
  ["fsck"],
];

async function fill(pond: Scenario): Promise<void> {
  const config = (ttl: string) =>
    `source: csv:///small\nquery: SELECT count(*) AS n FROM source\n${ttl}`;
  pond.host("f", "content");
  pond.host("q.yaml", config(""));
  pond.host("kept.yaml", config("cache: {refresh: 1h}\n"));
  pond.host("small.csv", "a\n1\n");
  pond.host("big", new Uint8Array(100_000).fill(7));
  pond.host("apply.yaml", "kind: mkdir\npath: /applied\n");
  await pond.ok("copy", pond.host("small", "a\n1\n"), "/small");
  await pond.ok("copy", "host:big", "/big");
  await pond.ok("mknod", "--factory", "sql-derived-table", "/q", "kept.yaml");
  await pond.ok("cat", "/q");
}

/** Every file below, with all that can be seen of it. */
function look(directory: string, below = ""): string[] {
  const found: string[] = [];
  for (const { name } of Deno.readDirSync(directory)) {
    const at = `${directory}/${name}`;
    const info = Deno.lstatSync(at);
    if (info.isDirectory) found.push(`${below}${name}/`, ...look(at, `${below}${name}/`));
    else {
      found.push(
        `${below}${name} ${info.size} ${info.mtime?.getTime()} ${Deno.readFileSync(at).join(",")}`,
      );
    }
  }
  return found.sort();
}

function makeOld(path: string): void {
  if (Deno.lstatSync(path).isDirectory) {
    for (const { name } of Deno.readDirSync(path)) makeOld(`${path}/${name}`);
  }
  Deno.utimeSync(path, OLD, OLD);
}

/**
 * Moves what is at `place` out of the pond, with more beside it that pond would sweep, and leaves a
 * link.
 */
function plant(pond: Scenario, place: string): { victim: string; name: string } {
  const root = `${pond.directory}/.pond`;
  const parent = place.slice(0, place.indexOf("/"));
  const shard = place.endsWith("SHARD")
    ? [...Deno.readDirSync(`${root}/${parent}`)].find(({ name }) => name.length === 2)!.name
    : "";
  const name = place.replace("SHARD", shard);
  const victim = `${pond.directory}/victim`;
  if (name === "quarantine") Deno.mkdirSync(`${root}/quarantine`);
  Deno.renameSync(`${root}/${name}`, victim);
  if (Deno.statSync(victim).isDirectory) {
    const files = [
      `blob-${UUID}`,
      `cache-${"0".repeat(32)}.json`,
      `part-00000-${UUID}-c000.zstd.parquet`,
      HASH,
      `${HASH}.json`,
      `${HASH}.${"1".repeat(16)}.parquet`,
      "00000000000000000009.json",
      "letter",
    ];
    for (const file of files) Deno.writeTextFileSync(`${victim}/${file}`, file);
    Deno.mkdirSync(`${victim}/aa`, { recursive: true });
    for (const file of files) Deno.writeTextFileSync(`${victim}/aa/${file}`, file);
  } else Deno.writeTextFileSync(victim, "a letter");
  makeOld(victim);
  Deno.symlinkSync(victim, `${root}/${name}`);
  return { victim, name };
}

for (const place of PLACES) {
  Deno.test(`a link at ${place}: no command changes what it leads to, each names it`, async () => {
    await scenario(async (pond) => {
      await fill(pond);
      const { victim, name } = plant(pond, place);
      const before = look(Deno.statSync(victim).isDirectory ? victim : pond.directory, "");
      for (const words of [...READING, ...WRITING]) {
        const { code, stderr, stdout } = await pond.run(words);
        const said = `pond ${words.join(" ")}: ${code} ${stdout}${stderr}`;
        if (words[0] === "fsck") assertEquals(code, 9, said);
        else assertOk(code !== 0, said);
        assertOk(`${stdout}${stderr}`.includes(name), said);
        // Repairing moves the link, never what it leads to; the next command must meet it again.
        if (words[1] === "--repair" && !Deno.lstatSync(`${pond.directory}/.pond`).isSymlink) {
          const at = `${pond.directory}/.pond/${name}`;
          try {
            Deno.lstatSync(at);
          } catch {
            Deno.symlinkSync(victim, at);
          }
        }
      }
      if (Deno.statSync(victim).isDirectory) assertEquals(look(victim), before);
      else assertEquals(Deno.readTextFileSync(victim), "a letter");
    });
  });
}

Deno.test("links in the place of single files are refused, not read", async () => {
  await scenario(async (pond) => {
    await fill(pond);
    const root = `${pond.directory}/.pond`;
    const big = [...Deno.readDirSync(`${root}/blobs`)][0]!.name;
    const blob = `${root}/blobs/${big}/${[...Deno.readDirSync(`${root}/blobs/${big}`)][0]!.name}`;
    // A content of the right bytes elsewhere: only the link is wrong.
    Deno.renameSync(blob, `${pond.directory}/elsewhere`);
    Deno.symlinkSync(`${pond.directory}/elsewhere`, blob);
    assertMatch(await pond.fails(7, "cat", "/big"), /symbolic link/);
    const { code, stdout } = await pond.run(["fsck"]);
    assertEquals(code, 9);
    assertMatch(stdout, /blobs\/.*symbolic link/);
    const commit = `${root}/data/_delta_log/00000000000000000002.json`;
    Deno.renameSync(commit, `${pond.directory}/commit`);
    Deno.symlinkSync(`${pond.directory}/commit`, commit);
    assertMatch(await pond.fails(7, "list"), /symbolic link/);
  });
});

Deno.test("a lock that has another name too is not written", async () => {
  await scenario(async (pond) => {
    const lock = `${pond.directory}/.pond/tmp/writer.lock`;
    const letter = `${pond.directory}/letter`;
    Deno.writeTextFileSync(letter, "a letter");
    Deno.removeSync(lock);
    Deno.linkSync(letter, lock);
    await pond.ok("mkdir", "/a");
    assertEquals(Deno.readTextFileSync(letter), "a letter");
  });
});

Deno.test("a FIFO in the pond's directory ends no command in waiting", async () => {
  await scenario(async (pond) => {
    const lock = `${pond.directory}/.pond/tmp/writer.lock`;
    Deno.removeSync(lock);
    const made = await new Deno.Command("mkfifo", { args: [lock] }).output();
    assertOk(made.success);
    assertMatch(await pond.fails(7, "mkdir", "/a"), /writer\.lock/);
  });
});

Deno.test("sweeps take only names that pond makes, of the age they must have", async () => {
  await scenario(async (pond) => {
    await fill(pond);
    const root = `${pond.directory}/.pond`;
    const shard = `${root}/cache/${[...Deno.readDirSync(`${root}/cache`)][0]!.name}`;
    const foreign = [
      `${root}/tmp/notes`,
      `${root}/tmp/blob-of-mine`,
      `${root}/data/mine.parquet`,
      `${root}/blobs/letter`,
      `${root}/cache/letter`,
      `${shard}/letter.json`,
      `${shard}/mine.parquet`,
    ];
    const ours = `${root}/tmp/blob-${UUID}`;
    const young = `${root}/tmp/blob-${UUID.replaceAll("0", "1")}`;
    for (const path of [...foreign, ours, young]) Deno.writeTextFileSync(path, "x");
    for (const path of [...foreign, ours]) makeOld(path);
    await pond.ok("mkdir", "/a");
    await pond.ok("maintain", "--keep-days", "0");
    await pond.ok("status");
    await pond.ok("cache", "verify");
    await pond.ok("cache", "clear");
    for (const path of [...foreign, young]) assertOk(Deno.lstatSync(path).isFile, path);
    try {
      Deno.lstatSync(ours);
      throw new Error("an unfinished write of three days ago is still there");
    } catch (error) {
      assertOk(error instanceof Deno.errors.NotFound);
    }
  });
});
