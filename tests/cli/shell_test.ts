import { commandWords, splitInput } from "../../lib/cli/shell/statement.ts";
import { fromFileUrl } from "../../lib/deps/std_path.ts";
import { assertEquals, assertStringIncludes } from "../deps.ts";
import { programWords } from "../program.ts";
import { type Scenario, scenario } from "./scenario.ts";

const DAY = "ts,site,temp\n2026-01-01T00:00:00Z,a,1.5\n2026-01-01T01:00:00Z,b,2.5\n";

async function withDaily(work: (pond: Scenario) => Promise<void>): Promise<void> {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "/raw");
    await pond.ok("copy", pond.host("x.csv", DAY), "/raw/");
    pond.host("d.yaml", "query: SELECT * FROM source\nsource: csv:///raw/x.csv\n");
    await pond.ok("mknod", "--factory", "sql-derived-table", "/raw/daily", "d.yaml");
    await work(pond);
  });
}

Deno.test("splitInput: statements end with a semicolon that is no part of a text, name or comment", () => {
  const split = (text: string) => {
    const { whole, rest } = splitInput(text);
    return [...whole, rest];
  };
  assertEquals(split("SELECT 1; SELECT\n 2;\n"), ["SELECT 1", "SELECT\n 2", ""]);
  assertEquals(split("SELECT ';' AS \";\" -- ;\n, 1;\n.list -l\nSELECT"), [
    "SELECT ';' AS \";\" -- ;\n, 1",
    ".list -l",
    "SELECT",
  ]);
  assertEquals(split("SELECT 'it''s; /* */' /* ; */;"), ["SELECT 'it''s; /* */' /* ; */", ""]);
  assertEquals(split("SELECT $$;$$;"), ["SELECT $$;$$", ""]);
  assertEquals(split("SELECT 'open;\n"), ["SELECT 'open;\n"]);
});

Deno.test("commandWords: quotes and backslashes as in a shell", () => {
  assertEquals(commandWords(`list '/a b' "c\\"d" e\\ f  -l`), ["list", "/a b", 'c"d', "e f", "-l"]);
});

Deno.test("shell: reads standard input where that is no terminal, and stops at what fails", async () => {
  await withDaily(async (pond) => {
    const said = async (stdin: string) => await pond.run(["shell"], { stdin });
    const { code, stdout } = await said(
      'SELECT 1 AS a; .mode json\n.cd raw\n.list\nSELECT count(*) AS n -- ;\nFROM "daily";\n' +
        ".pwd\ncd ..\n.tables\n.describe raw/daily --format md\nSELECT 2 AS b",
    );
    assertEquals(code, 0);
    assertStringIncludes(
      stdout,
      'a\n1\n/raw/daily\n/raw/x.csv\n[\n{"n":2}\n]\n/raw\n/raw/daily\n',
    );
    assertStringIncludes(stdout, "| /raw/daily | file:table |");
    assertStringIncludes(stdout, '[\n{"b":2}\n]\n');
    const failed = await said("SELECT nope; SELECT 3 AS c;");
    assertEquals([failed.code, failed.stdout], [5, ""]);
    assertEquals((await said(".cat /nope")).code, 3);
    assertStringIncludes((await said(".lsit")).stderr, "did you mean .list?");
    assertStringIncludes((await said(".help")).stdout, "\n  .mode ");
  });
});

const hasPython = await new Deno.Command("python3", { args: ["-c", "import pty"] }).output()
  .then(({ success }) => success, () => false);

Deno.test({
  name: "shell: a prompt with several lines, completion, history, and Ctrl-C that ends the query",
  ignore: !hasPython,
  async fn() {
    await withDaily(async (pond) => {
      const steps = [
        ["", "pond:/> "],
        ["SELECT site, temp\r", "...> "],
        ['FROM "raw/da\t', "raw/daily"],
        ['" ORDER BY te\t', "temp"],
        [" DESC;\r", "(2 rows)"],
        [".cd /r\t", "/raw/"],
        ["\r", "pond:/raw> "],
        ["SELECT count(*) FROM range(100000000000) t(i);\r", "t(i);"],
        ["\x03", "pond:/raw> "],
        ["SELECT 40 +", "40 +"],
        ["\x03", "^C"],
        ["", "pond:/raw> "],
        ['SELECT max(temp) AS most FROM "daily";\r', "(1 row)"],
        ["\x1b[A", 'SELECT max(temp) AS most FROM "daily";'],
        ["\x03", "pond:/raw> "],
        [".quit\r", ""],
      ];
      const child = new Deno.Command("python3", {
        args: [fromFileUrl(new URL("./terminal.py", import.meta.url)), ...programWords(), "shell"],
        cwd: pond.directory,
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode(JSON.stringify(steps)));
      await writer.close();
      const { stdout, stderr } = await child.output();
      const shown = new TextDecoder().decode(stdout);
      assertEquals(shown.includes("NOT SHOWN"), false, shown + new TextDecoder().decode(stderr));
      assertEquals(shown.trimEnd().split("\n").at(-1), "0", shown);
      assertStringIncludes(shown, "string │ double");
      assertStringIncludes(shown, "cannot run a query: it was aborted");
      const history = Deno.readTextFileSync(`${pond.directory}/.pond/cache/shell-history`);
      assertStringIncludes(history, 'SELECT max(temp) AS most FROM "daily";\n');
      assertEquals((await pond.run(["fsck"])).code, 0);
    });
  },
});
