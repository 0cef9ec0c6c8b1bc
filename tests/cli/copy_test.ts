import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertStringIncludes } from "../deps.ts";
import { parquetOf, scenario } from "./scenario.ts";

Deno.test("copy: bytes in are bytes out, around the size of a blob too", async () => {
  await scenario(async (pond) => {
    const contents = [0, 1, 65_535, 65_536, 65_537, 300_000].map((size) => {
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size; at += 65_536) {
        crypto.getRandomValues(bytes.subarray(at, at + 65_536));
      }
      return bytes;
    });
    contents.push(new Uint8Array([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x0a, 0x0d]));
    await pond.ok("mkdir", "/in");
    await pond.ok("copy", ...contents.map((bytes, i) => pond.host(`f${i}`, bytes)), "/in");
    Deno.mkdirSync(join(pond.directory, "out"));
    await pond.ok("copy", "/in/*", "host:out");
    for (const [i, bytes] of contents.entries()) assertEquals(pond.read(`out/f${i}`), bytes);
    assertEquals(await pond.bytes("cat", "/in/f4"), contents[4]!);
    assertEquals(await pond.bytes("copy", "/in/f6", "-"), contents[6]!);
    assertEquals(JSON.parse(await pond.ok("log", "--json")).length, 3);
  });
});

Deno.test("copy: standard input and output", async () => {
  await scenario(async (pond) => {
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    assertEquals((await pond.run(["copy", "-", "/x"], { stdin: bytes })).code, 0);
    assertEquals(await pond.bytes("cat", "/x"), bytes);
    await pond.ok("mkdir", "/d");
    await pond.fails(2, "copy", "-", "/d");
    await pond.fails(2, "copy", "host:a", "host:b");
  });
});

Deno.test("copy: several sources or a slash need a directory, and all or nothing arrives", async () => {
  await scenario(async (pond) => {
    const [a, b] = [pond.host("a", "A"), pond.host("b", "B")];
    assertStringIncludes(await pond.fails(3, "copy", a, b, "/d"), "pond mkdir /d");
    await pond.fails(3, "copy", a, "/d/");
    await pond.ok("mkdir", "/d");
    await pond.fails(3, "copy", a, b, "host:missing", "/d");
    assertEquals(await pond.ok("list", "/d"), "");
    await pond.ok("copy", a, b, "/d");
    await pond.ok("copy", a, "/d/c");
    assertEquals(await pond.ok("list", "/d"), "/d/a\n/d/b\n/d/c\n");
    await pond.fails(1, "copy", a, b, "/d/a");
    await pond.fails(3, "copy", a, "/no/where");
  });
});

Deno.test("copy -r: directories in, within and out; host links stay behind", async () => {
  await scenario(async (pond) => {
    Deno.mkdirSync(join(pond.directory, "tree/sub"), { recursive: true });
    pond.host("tree/a", "A");
    pond.host("tree/sub/b", "B");
    Deno.symlinkSync("a", join(pond.directory, "tree/link"));
    Deno.symlinkSync("..", join(pond.directory, "tree/sub/up"));
    new Deno.Command("mkfifo", { args: [join(pond.directory, "tree/sub/fifo")] }).outputSync();
    assertStringIncludes(await pond.fails(1, "copy", "host:tree", "/t"), "-r");
    const left = await pond.fails(1, "copy", "-r", "host:tree", "/t");
    assertStringIncludes(left, "cannot copy 2 symbolic links, 1 FIFO:");
    assertEquals(await pond.ok("list", "-R"), "/t/\n/t/a\n/t/sub/\n/t/sub/b\n");
    Deno.symlinkSync("nowhere", join(pond.directory, "tree/sub/gone"));
    const unmatched = await pond.fails(1, "copy", "host:tree/sub/[bfg]*", "/t/");
    assertStringIncludes(unmatched, "cannot copy 1 FIFO, 1 symbolic link:");
    assertStringIncludes(
      await pond.fails(3, "copy", "host:tree/sub/[fg]*", "/t/"),
      "nothing matches but 1 FIFO, 1 symbolic link",
    );
    await pond.ok("rm", "/t/b");
    await pond.ok("copy", "-r", "/t", "/u");
    await pond.ok("copy", "-r", "/t", "/u");
    assertEquals(
      await pond.ok("list", "-d", "/u/**"),
      [
        "/u/",
        "/u/a",
        "/u/sub/",
        "/u/sub/b",
        "/u/t/",
        "/u/t/a",
        "/u/t/sub/",
        "/u/t/sub/b",
        "",
      ].join("\n"),
    );
    await pond.fails(5, "copy", "-r", "/t", "/t/sub");
    await pond.ok("copy", "-r", "/u/t", "host:out");
    assertEquals(new TextDecoder().decode(pond.read("out/sub/b")), "B");
  });
});

Deno.test("copy: within the pond a table stays a table; out of it, --format converts", async () => {
  await scenario(async (pond) => {
    const parquet = await parquetOf([{ hour: 0, site: "a", temp: 1.5 }]);
    await pond.ok("copy", "--as", "series", pond.host("x.parquet", parquet), "/s");
    await pond.ok("copy", "/s", "/t");
    const [described] = JSON.parse(await pond.ok("describe", "--json", "/t"));
    assertEquals([described.kind, described.time_column], ["file:series", "timestamp"]);
    await pond.ok("copy", "--format", "csv", "/s", "host:out.csv");
    assertEquals(
      new TextDecoder().decode(pond.read("out.csv")),
      "timestamp,site,temp\n2026-01-01T00:00:00Z,a,1.5\n",
    );
    await pond.fails(2, "copy", "--format", "csv", "host:out.csv", "/y");
    await pond.fails(2, "copy", "--as", "data", "/s", "host:y");
    await pond.fails(5, "copy", "/s", "/s");
  });
});
