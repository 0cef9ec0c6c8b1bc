import { watchChanges } from "../../lib/commands/mod.ts";
import { watchedFiles } from "../../lib/commands/watched_files.ts";
import { initPond, type Pond } from "../../lib/pond/mod.ts";
import { assertEquals } from "../deps.ts";

async function inPond(work: (pond: Pond, directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.realPath(await Deno.makeTempDir());
  try {
    await using pond = await initPond(`${directory}/pond`);
    await work(pond, directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("watchedFiles: what the command can read, and not what it writes beside that", async () => {
  await inPond(async (pond, directory) => {
    for (const name of ["data", "mount"]) await Deno.mkdir(`${directory}/${name}`);
    const yaml = `source: csv:///m/**/*.csv\n`;
    await pond.transact(["test"], async (change) => {
      await change.mknod("/m", { factory: "hostmount", yaml: `directory: ${directory}/mount\n` });
      await change.mknod("/t", { factory: "sql-derived-table", yaml });
    });
    await Deno.writeTextFile(
      `${directory}/up.yaml`,
      `kind: ingest\nspec: {source: "host:${directory}/x y/*.csv"}\n`,
    );
    await Deno.writeTextFile(`${directory}/q.sql`, `SELECT * FROM "jsonl:///m/q.jsonl"`);
    const concerned = async (words: readonly string[], paths: readonly string[]) => {
      const files = await watchedFiles(pond, words);
      return paths.filter((path) => files.some((each) => each.concerns(`${directory}/${path}`)));
    };
    const all = [
      ...["data/a.csv", "data/b.csv", "data/run.log", "data/sub/a.csv", "data/.a.csv", "up.yaml"],
      ...["mount/a.csv", "mount/sub/a.csv", "mount/run.log", "mount/q.jsonl", "x y/a.csv", "q.sql"],
      ...["pond/data/x.csv"],
    ];
    const mounted = ["mount/a.csv", "mount/sub/a.csv"];
    const glob = ["ingest", `host:${directory}/data/{a,c}*.csv`, "/s.series"];
    assertEquals(await concerned(glob, all), ["data/a.csv", ...mounted]);
    assertEquals(await concerned(["ingest", `host:${directory}/data`, "/s/"], all), [
      ...["data/a.csv", "data/b.csv", "data/run.log", "data/sub/a.csv", "data/.a.csv"],
      ...mounted,
    ]);
    assertEquals(await concerned(["cat", "/m/run.log"], all), [...mounted, "mount/run.log"]);
    const sql = ["sql", `SELECT * FROM "csv:///m/q.jsonl"`];
    assertEquals(await concerned(sql, all), [...mounted, "mount/q.jsonl"]);
    const file = ["sql", "-f", `${directory}/q.sql`];
    assertEquals(await concerned(file, all), [...mounted, "mount/q.jsonl", "q.sql"]);
    const stack = ["apply", "-f", `${directory}/up.yaml`];
    assertEquals(await concerned(stack, all), ["up.yaml", ...mounted, "x y/a.csv"]);
    assertEquals(await concerned(["check"], all), mounted);
  });
});

Deno.test("watchChanges: a file that is written, then the pond; each once", async () => {
  await inPond(async (pond, directory) => {
    const changes = await watchChanges(pond, {
      words: ["ingest", `host:${directory}/*.csv`, "/s"],
    });
    try {
      await Deno.writeTextFile(`${directory}/a.csv`, "a\n");
      assertEquals(await changes.next(), "host");
      await Deno.writeTextFile(`${directory}/run.log`, "done\n");
      await pond.transact(["test"], (change) => change.makeDirectory("/d"));
      assertEquals(await changes.next(), "pond");
    } finally {
      changes.close();
    }
  });
});
