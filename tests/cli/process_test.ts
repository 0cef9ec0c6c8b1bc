import { assertEquals, assertMatch, assertStringIncludes } from "../deps.ts";
import { programWords, runPond } from "../program.ts";
import { scenario } from "./scenario.ts";

const OWN_PROGRAM = Deno.env.get("POND_TEST_PROGRAM") === undefined;

Deno.test("the program: an ordinary day in processes of its own", async () => {
  await scenario(async ({ directory: cwd }) => {
    const bytes = new Uint8Array(65_537).map((_, i) => i * 7);
    assertEquals((await runPond(["copy", "-", "/x"], { cwd, stdin: bytes })).code, 0);
    assertEquals((await runPond(["cat", "/x"], { cwd })).bytes, bytes);
    const sql = await runPond(["sql", "SELECT 40 + 2 AS n"], { cwd });
    assertEquals([sql.code, sql.stdout, sql.stderr], [0, "n\n42\n", ""]);
    assertEquals((await runPond(["list"], { cwd })).stdout, "/x\n");
    const version = await runPond(["--version"], { cwd });
    assertMatch(version.stdout, /^pond \d+\.\d+\.\d+\n$/);
    const wrong = await runPond(["cat", "/nothing"], { cwd });
    assertEquals([wrong.code, wrong.stdout], [3, ""]);
    assertMatch(wrong.stderr, /^pond: .+\n$/);
  });
});

Deno.test("a closed pipe ends quietly", async () => {
  await scenario(async (pond) => {
    const words = ["sql", "SELECT * FROM range(3000000) t(i)"];
    const [command, ...first] = programWords();
    const child = new Deno.Command(command!, {
      args: [...first, ...words],
      cwd: pond.directory,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    await reader.cancel();
    const stderr = new Response(child.stderr).text();
    assertEquals([(await child.status).code, await stderr], [0, ""]);
  });
});

Deno.test({
  name: "the program: a missing permission is an error that names the flag, without a prompt",
  ignore: !OWN_PROGRAM,
  async fn() {
    await scenario(async ({ directory }) => {
      Deno.mkdirSync(`${directory}/outside`);
      Deno.writeTextFileSync(`${directory}/outside/f`, "x");
      const cli = programWords().at(-1)!;
      const run = async (permissions: readonly string[], words: readonly string[]) => {
        const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
          args: ["run", ...permissions, cli, "--pond", `${directory}/.pond`, ...words],
          cwd: directory,
          stdin: "null",
        }).output();
        const decode = (part: Uint8Array) => new TextDecoder().decode(part);
        return { code, stdout: decode(stdout), stderr: decode(stderr) };
      };
      const bounded = [`--allow-read=${directory}/.pond`, `--allow-write=${directory}/.pond`];
      assertEquals((await run(bounded, ["list"])).code, 0);
      const refused = await run(bounded, ["copy", `host:${directory}/outside/f`, "/f"]);
      assertEquals([refused.code, refused.stdout], [8, ""]);
      assertStringIncludes(refused.stderr, `--allow-read=${directory}/outside/f`);
      const readOnly = await run(bounded.slice(0, 1), ["mkdir", "/d"]);
      assertEquals(readOnly.code, 8);
      assertStringIncludes(readOnly.stderr, "--allow-write=");
    });
  },
});

Deno.test("Ctrl-C ends a query that computes, with status 130, and the pond is as it was", async () => {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "/d");
    const [command, ...first] = programWords();
    const child = new Deno.Command(command!, {
      args: [...first, "sql", "SELECT count(*) FROM range(1000000000000) t(i)"],
      cwd: pond.directory,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    child.kill("SIGINT");
    const { code, stdout } = await child.output();
    assertEquals([code, stdout.length], [130, 0]);
    assertEquals(await pond.ok("list"), "/d/\n");
  });
});

Deno.test("Ctrl-C and signals leave nothing behind, in the pond or beside a host destination", async () => {
  await scenario(async (pond) => {
    const names = (directory: string) => [...Deno.readDirSync(directory)].map(({ name }) => name);
    const left = () => [
      ...names(pond.directory).filter((name) => name.startsWith(".") && name !== ".pond"),
      ...names(`${pond.directory}/.pond/tmp`).filter((name) => name !== "writer.lock"),
    ];
    pond.host("one.csv", "a\n1\n");
    await pond.ok("copy", "host:one.csv", "/one.csv");
    pond.host(
      "q.yaml",
      "source: csv:///one.csv\nquery: SELECT i, random() AS r FROM range(4000000000) t(i), source\n",
    );
    await pond.ok("mknod", "--factory", "sql-derived-table", "/endless", "q.yaml");
    const [command, ...first] = programWords();
    const interrupted = async (signal: Deno.Signal, ...words: string[]) => {
      const child = new Deno.Command(command!, {
        args: [...first, ...words],
        cwd: pond.directory,
        stdin: "piped",
        stdout: "null",
        stderr: "null",
      }).spawn();
      const writer = child.stdin.getWriter();
      if (words[1] === "-") await writer.write(new Uint8Array(300_000));
      const begun = performance.now();
      while (left().length === 0 && performance.now() - begun < 30_000) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assertEquals(left().length > 0, true, words.join(" "));
      child.kill(signal);
      const { code } = await child.status;
      await writer.close().catch(() => {});
      return [code, ...left()];
    };
    assertEquals(await interrupted("SIGINT", "copy", "/endless", "host:out.csv"), [130]);
    assertEquals(await interrupted("SIGTERM", "copy", "/endless", "host:out.parquet"), [143]);
    assertEquals(await interrupted("SIGINT", "copy", "-", "/from-stdin"), [130]);
    assertEquals(await pond.ok("list"), "/endless\n/one.csv\n");
  });
});
