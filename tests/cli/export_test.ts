import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "../deps.ts";
import { parquetOf, type Reading, type Scenario, scenario } from "./scenario.ts";

const day = (first: number): Reading[] =>
  [0, 1, 2].map((hour) => ({ hour: first + hour, site: "a", temp: hour }));

async function append(pond: Scenario, path: string, hour: number): Promise<void> {
  const source = pond.host("x.parquet", await parquetOf(day(hour)));
  await pond.ok("copy", "--as", "series", source, path);
}

Deno.test("export: one line a table, only what is new, then unchanged", async () => {
  await scenario(async (pond) => {
    await append(pond, "/s", 0);
    const to = join(pond.directory, "out", "s");
    const line = async () => await pond.ok("export", "/s", "--to", "out");
    assertEquals(await line(), `/s -> ${to}  delta version 0: created, +1 -0 files, 3 rows\n`);
    assertEquals(await line(), `/s -> ${to}  delta version 0: unchanged, 3 rows\n`);
    await append(pond, "/s", 24);
    assertEquals(await line(), `/s -> ${to}  delta version 1: added, +1 -0 files, 6 rows\n`);
    const again = JSON.parse(await pond.ok("export", "/s", "--to", "host:out", "--json"));
    assertEquals(again, [{
      path: "/s",
      to,
      layout: "delta",
      status: "unchanged",
      files_added: 0,
      files_removed: 0,
      rows_added: 0,
      rows: 6,
      version: 1,
    }]);
    const log = Deno.readTextFileSync(join(to, "_delta_log", "00000000000000000001.json"));
    assertStringIncludes(log.trim().split("\n").at(-1)!, '{"txn":');
  });
});

Deno.test("export: globs name tables by what they match; other files are passed over", async () => {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "-p", "/in/a", "/in/b c");
    await append(pond, "/in/a/x", 0);
    await append(pond, "/in/b c/x", 0);
    await append(pond, "/in/.h", 0);
    await pond.ok("copy", pond.host("bytes", "x"), "/in/a/bytes");
    const words = ["--layout", "hive", "--partition", "year,month", "--to", "out", "--json"];
    const tables = JSON.parse(await pond.ok("export", "/in/**", ...words));
    const names = tables.map(({ to }: { to: string }) => to.slice(pond.directory.length));
    assertEquals(names, ["/out/_h", "/out/a/x", "/out/b_c/x"]);
    const files = [...Deno.readDirSync(join(pond.directory, "out/b_c/x/year=2026/month=01"))];
    assertMatch(files[0]!.name, /^part-00001-[0-9a-f]{16}\.parquet$/);
  });
});

Deno.test("export: names in each other's way are refused before anything is written", async () => {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "-p", "/a/x", "/b");
    await append(pond, "/a/x/t", 0);
    await append(pond, "/b/x", 0);
    await append(pond, "/b/X", 0);
    await append(pond, "/b/t", 0);
    assertStringIncludes(
      await pond.fails(1, "export", "/a/x/t", "/b/t", "--to", "out"),
      "/a/x/t and /b/t",
    );
    await pond.fails(1, "export", "/b/x", "/b/X", "--to", "out");
    await pond.fails(1, "export", "/a/**", "/b/x", "--to", "out");
    assertEquals([...Deno.readDirSync(pond.directory)].some(({ name }) => name === "out"), false);
    await pond.ok("export", "/a/**", "/b/t", "/b/t", "--to", "out");
  });
});

Deno.test("export: one table that can't be written doesn't stop the others", async () => {
  await scenario(async (pond) => {
    await append(pond, "/s", 0);
    await pond.ok("copy", pond.host("bytes", "x"), "/bytes");
    const words = ["export", "/bytes", "/s", "/missing", "--to", "out"];
    const { code, stdout, stderr } = await pond.run(words);
    assertEquals([code, stdout.split("\n").length], [1, 2]);
    assertStringIncludes(stderr, "/bytes");
    assertStringIncludes(stderr, "/missing");
  });
});

Deno.test("export: wrong words and places", async () => {
  await scenario(async (pond) => {
    await append(pond, "/s", 0);
    await pond.fails(2, "export", "/s");
    await pond.fails(2, "export", "/s", "--to", "out", "--partition", "month");
    await pond.fails(2, "export", "/s", "--to", "out", "--partition", "year,day");
    await pond.fails(2, "export", "/s", "--to", "out", "--layout", "hive");
    await pond.fails(2, "export", "/s", "--to", "out", "--layout", "files", "--partition", "year");
    await pond.fails(2, "export", "/s", "--to", "out", "--layout", "iceberg");
    await pond.fails(3, "export", "/no/*", "--to", "out");
    await pond.fails(3, "export", "/no", "--to", "out");
    await pond.fails(5, "export", "/s", "--to", ".pond/out");
    assertStringIncludes(await pond.fails(1, "export", "/", "--to", "out"), "/*");
  });
});
