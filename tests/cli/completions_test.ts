import { completionScript, SHELLS } from "../../lib/cli/completions.ts";
import { assertEquals } from "../deps.ts";
import { programWords } from "../program.ts";
import { parquetOf, type Scenario, scenario } from "./scenario.ts";

/** A pond with a table and odd names, and a host directory. */
async function withNames(work: (pond: Scenario) => Promise<void>): Promise<void> {
  await scenario(async (pond) => {
    await pond.ok("mkdir", "/data", "/data/deep", "/.hidden");
    const table = pond.host("t", await parquetOf([{ hour: 1, site: "a", temp: 1 }]));
    await pond.ok("copy", "--as", "table", table, "/data/daily");
    await pond.ok("copy", pond.host("x", ""), "/data/$(echo ran) it");
    Deno.mkdirSync(`${pond.directory}/in`);
    for (const name of ["a.csv", "b.yaml"]) pond.host(`in/${name}`, "");
    await work(pond);
  });
}

Deno.test("completions words: what belongs at the cursor, and nothing else", async () => {
  await withNames(async (pond) => {
    const after = async (...words: string[]) =>
      (await pond.ok("completions", "words", "--", ...words)).split("\n").slice(0, -1);
    assertEquals(await after("mkn"), ["mknod"]);
    assertEquals(await after("--pond", "x", "list", "--rec"), ["--recursive"]);
    assertEquals(await after("cat", "--format", "j"), ["json", "jsonl"]);
    assertEquals(await after("cat", "--format=cs"), ["--format=csv"]);
    assertEquals(await after("mknod", "--factory", "csv"), ["csv-directory"]);
    assertEquals(await after("factories", "hostm"), ["hostmount"]);
    assertEquals(await after("help", "exit"), ["exit-codes"]);
    assertEquals(await after("cat", "/d"), ["/data/"]);
    assertEquals(await after("cat", "da"), ["data/"]);
    assertEquals(await after("cat", "/data/"), [
      "/data/$(echo ran) it",
      "/data/daily",
      "/data/deep/",
    ]);
    assertEquals(await after("list", "/.h"), ["/.hidden/"]);
    assertEquals(await after("copy", "ho"), ["host:"]);
    assertEquals(await after("copy", "host:in/"), ["host:in/a.csv", "host:in/b.yaml"]);
    assertEquals(await after("copy", "host:in/a.csv", "/dat"), ["/data/"]);
    assertEquals(await after("cat", "host:in/"), []);
    assertEquals(await after("apply", "-f", "in/b"), ["in/b.yaml"]);
    assertEquals(await after("plot", "/data/daily", "-o", "in"), ["in/"]);
    assertEquals(await after("export", "/data/daily", "--to", "i"), ["in/"]);
    assertEquals(await after("plot", "/data/daily", "--y", "te"), ["temp"]);
    assertEquals(await after("plot", "/data/daily", "--y", "temp,t"), [
      "temp,timestamp",
      "temp,temp",
    ]);
    assertEquals(await after("plot", "/data/daily", "--by", "si"), ["site"]);
    assertEquals(await after("cat", "/data/daily", "--limit", ""), []);
    assertEquals(await after("nonsense", "x"), []);
    assertEquals(await after("--pond", ".", "cat", "/d"), ["/data/"]);
  });
});

const scripts: Readonly<Record<(typeof SHELLS)[number], (line: string) => string>> = {
  bash: (line) =>
    `COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; _pond; printf '%s\\n' "\${COMPREPLY[@]}"`,
  // Completion functions work inside the line editor only; what they hand to it is looked at.
  zsh: (line) =>
    `compadd() { while [[ $1 != -- ]]; do shift; done; shift; print -rl -- "$@" }
words=(\${(z)\${:-'${line}'}}); [[ '${line}' == *' ' ]] && words+=('')
CURRENT=$#words; PREFIX=$words[CURRENT]; _pond`,
  fish: (line) => `complete -C '${line}'`,
};

for (const shell of SHELLS) {
  const installed = await new Deno.Command(shell, { args: ["-c", "true"] }).output()
    .then(({ success }) => success, () => false);
  Deno.test({
    name:
      `completionScript: the real ${shell} completes commands, values and paths, and runs no name`,
    ignore: !installed,
    async fn() {
      await withNames(async (pond) => {
        const quoted = programWords().map((word) => `'${word}'`).join(" ");
        const define = shell === "fish"
          ? `function pond; ${quoted} $argv; end`
          : `pond() { ${quoted} "$@"; }${shell === "zsh" ? "\ncompdef() { : }" : ""}`;
        const complete = async (line: string) => {
          const text = `${define}\n${completionScript(shell)}\n${scripts[shell](line)}`;
          const args = shell === "zsh" ? ["-f", "-c", text] : ["-c", text];
          const { stdout, stderr } = await new Deno.Command(shell, { args, cwd: pond.directory })
            .output();
          const lines = new TextDecoder().decode(stdout).split("\n").filter((each) => each !== "");
          if (lines.length === 0) throw new Error(new TextDecoder().decode(stderr));
          return lines.map((each) => each.replaceAll("\\", "")).sort();
        };
        assertEquals(await complete("pond cat --format j"), ["json", "jsonl"]);
        const paths = await complete("pond cat /data/");
        assertEquals(paths, ["/data/$(echo ran) it", "/data/daily", "/data/deep/"]);
        const host = await complete("pond copy host:in/");
        const wanted = ["host:in/a.csv", "host:in/b.yaml"];
        assertEquals(host, shell === "bash" ? wanted.map((each) => each.slice(5)) : wanted);
      });
    },
  });
}
