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
