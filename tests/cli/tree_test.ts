import { assertEquals, assertMatch, assertStringIncludes } from "../deps.ts";
import { scenario } from "./scenario.ts";

Deno.test("mkdir, rm, mv, ln: one transaction each, all or none", async () => {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "-p", "/a/b/c", "/a/b");
    await pond.fails(1, "mkdir", "/a");
    assertEquals(
      await pond.fails(3, "mkdir", "/x/y/z"),
      "pond: cannot make /x/y/z: /x/y does not exist\nhint: pond mkdir -p /x/y\n",
    );
    assertStringIncludes(await pond.fails(1, "init"), "hint: pond init DIR makes one elsewhere");
    await pond.ok("copy", pond.host("f", "F"), "/a/f");
    await pond.ok("ln", "-s", "f", "/a/link");
    await pond.fails(2, "ln", "/a/f", "/hard");
    assertEquals(await pond.ok("cat", "/a/link"), "F");
    await pond.fails(3, "rm", "/a/f", "/a/missing");
    await pond.fails(1, "rm", "/a/b");
    assertEquals(await pond.ok("list", "/a"), "/a/b/\n/a/f\n/a/link\n");
    await pond.ok("mv", "/a/f", "/a/link", "/a/b/");
    assertEquals(await pond.ok("cat", "/a/b/link"), "F");
    await pond.fails(5, "mv", "/a", "/a/b");
    await pond.ok("mv", "/a/b/f", "/g");
    await pond.ok("rm", "-r", "/a");
    assertEquals(await pond.ok("list"), "/g\n");
  });
});

Deno.test("list: globs, dot names, facts and formats", async () => {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "-p", "/d/e");
    const x = pond.host("x", "xyz");
    for (const path of ["/a.csv.csv", "/d/b.csv", "/d/e/c.csv", "/d/.dot"]) {
      await pond.ok("copy", x, path);
    }
    await pond.ok("ln", "-s", "/nowhere", "/dangling");
    assertEquals(await pond.ok("list", "/**/*.csv"), "/a.csv.csv\n/d/b.csv\n/d/e/c.csv\n");
    assertEquals(await pond.ok("list", "/*.csv"), "/a.csv.csv\n");
    assertEquals(await pond.ok("list", "/no*"), "");
    assertEquals(await pond.ok("list", "-a", "d"), "/d/.dot\n/d/b.csv\n/d/e/\n");
    assertEquals(await pond.ok("list", "-d", "/"), "/\n");
    const long = await pond.ok("list", "-l", "/");
    assertMatch(long, /^file:data +3 +1 +\d{4}-\d\d-\d\dT[\d:.]+Z +- +\/a\.csv\.csv$/m);
    assertMatch(long, /^symlink .* \/dangling -> \/nowhere$/m);
    assertMatch(long, /^directory .* \/d\/$/m);
    const rows = JSON.parse(await pond.ok("list", "-l", "--json", "/d/b.csv"));
    assertMatch(rows[0].modified, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assertEquals({ ...rows[0], modified: "" }, {
      path: "/d/b.csv",
      kind: "file:data",
      size: 3,
      version: 1,
      modified: "",
      factory: null,
      target: null,
    });
    assertEquals(
      (await pond.ok("list", "--format", "csv", "/d")).split("\n")[0],
      "path,kind,size,version,modified,factory,target",
    );
    const { code, stdout, stderr } = await pond.run(["list", "-R", "/"]);
    assertEquals([code, stdout.includes("/d/e/c.csv\n")], [1, true]);
    assertStringIncludes(stderr, "/nowhere");
    const mixed = await pond.run(["list", "/missing", "/d/e"]);
    assertEquals([mixed.code, mixed.stdout], [1, "/d/e/c.csv\n"]);
    await pond.fails(3, "list", "/missing");
  });
});

Deno.test("exit statuses: wrong usage 2, not found 3, config 5, read-only 8", async () => {
  await scenario(async (pond) => {
    assertStringIncludes(await pond.fails(2, "lst"), "did you mean list?");
    assertStringIncludes(await pond.fails(2, "ls"), "did you mean list?");
    assertStringIncludes(await pond.fails(2, "list", "--recursiv"), "did you mean --recursive?");
    assertStringIncludes(await pond.ok(), "Usage: pond ");
    await pond.fails(2, "cat");
    await pond.fails(2, "cat", "/x", "--limit", "many");
    await pond.fails(3, "cat", "/x");
    await pond.fails(3, "show", "/x");
    await pond.fails(3, "describe", "/x");
    await pond.fails(3, "--pond", "elsewhere", "list");
    await pond.fails(1, "init");
    await pond.fails(
      5,
      "mknod",
      "--factory",
      "hostmount",
      "/m",
      pond.host("bad", "dir: /\n").slice(5),
    );
    assertStringIncludes(
      await pond.fails(5, "mknod", "--factory", "hostmuont", "/m", "bad"),
      "did you mean hostmount?",
    );
    Deno.mkdirSync(`${pond.directory}/mounted`);
    pond.host("mounted/f", "F");
    pond.host("mount.yaml", `directory: ${pond.directory}/mounted\n`);
    await pond.ok("mknod", "--factory", "hostmount", "/m", "mount.yaml");
    assertEquals(await pond.ok("cat", "/m/f"), "F");
    await pond.fails(8, "copy", "/m/f", "/m/g");
    assertStringIncludes(await pond.fails(8, "mkdir", "/m/d"), "read-only");
    await pond.fails(8, "rm", "/m/f");
    assertStringIncludes(
      await pond.fails(1, "mknod", "--factory", "hostmount", "/m", "mount.yaml"),
      "--overwrite",
    );
    await pond.ok("mknod", "--overwrite", "--factory", "hostmount", "/m", "mount.yaml");
    assertEquals(await pond.ok("show", "--config", "/m"), `directory: ${pond.directory}/mounted\n`);
  });
});

Deno.test("names that would act on a terminal are made visible", async () => {
  await scenario(async (pond) => {
    const name = "/a\x1b]52;c;eHh4\x07\r\u202eb";
    await pond.ok("copy", pond.host("x", "1"), name);
    for (const words of [["list"], ["list", "-l"], ["log"], ["describe", "/*"]]) {
      // deno-lint-ignore no-control-regex
      assertEquals(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/.test(await pond.ok(...words)), false);
    }
    assertEquals(JSON.parse(await pond.ok("list", "--json"))[0].path, name);
  });
});

Deno.test("the pond: --pond, $POND, or the nearest .pond upwards", async () => {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "/here");
    Deno.mkdirSync(`${pond.directory}/a/b`, { recursive: true });
    const inside = await pond.run(["list"], {});
    assertEquals(inside.stdout, "/here/\n");
    await pond.ok("init", "other");
    assertEquals((await pond.run(["list"], { env: { POND: "other" } })).stdout, "");
    assertEquals(await pond.ok("list", "--pond", ".pond"), "/here/\n");
    const given = await pond.run(["--pond=.pond", "list"], { env: { POND: "other" } });
    assertEquals(given.stdout, "/here/\n");
    const status = JSON.parse(await pond.ok("status", "--json"));
    assertEquals([status.pond, status.directories], [`${pond.directory}/.pond`, 1]);
  });
});
