/**
 * An executable that is given `--allow-read` or `POND_ALLOW_READ` reads nothing else of the host,
 * wherever the path comes from. Prints each check; anything unexpected is exit status 1.
 */
import { resolve } from "../lib/deps/std_path.ts";

const [program] = Deno.args;
if (program === undefined) throw new Error("usage: bounds.ts PROGRAM");
const directory = Deno.makeTempDirSync({ prefix: "pond-bounds-" });
const pond = `${directory}/pond`;
Deno.mkdirSync(`${directory}/mounted`);
Deno.writeTextFileSync(`${directory}/mounted/x.csv`, "a\n1\n");
Deno.writeTextFileSync(`${directory}/mount.yaml`, `directory: ${directory}/mounted\n`);

/** Runs the program on the pond and holds its exit status to `expected`. */
function expect(expected: number, words: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = new Deno.Command(resolve(program!), {
    args: [...words.filter((word) => word.startsWith("--allow")), "--pond", pond]
      .concat(words.filter((word) => !word.startsWith("--allow"))),
    env,
    stdin: "null",
  }).outputSync();
  const said = new TextDecoder().decode(code === 0 ? stdout : stderr).trim().split("\n")[0];
  console.log(
    `${code === expected ? "ok" : `FAILED: ${code} is not ${expected}`}: ${
      words.join(" ")
    }: ${said}`,
  );
  if (code !== expected) Deno.exitCode = 1;
}

try {
  const [all, mine] = [`--allow-read=${directory}`, `--allow-read=${pond}`];
  expect(0, ["init", pond]);
  expect(0, ["mknod", "--factory", "hostmount", "/m", `${directory}/mount.yaml`]);
  expect(0, ["cat", "/m/x.csv", all]);
  expect(0, ["cat", "/m/x.csv", mine, `--allow-read=${directory}/mounted`]);
  expect(0, ["sql", `SELECT * FROM "csv:///m/x.csv"`, all]);
  expect(8, ["cat", "/m/x.csv", mine]);
  expect(8, ["cat", "/m/x.csv"], { POND_ALLOW_READ: pond });
  expect(8, ["copy", `host:${directory}/mounted/x.csv`, "/x.csv", mine]);
  expect(8, ["copy", "/m/x.csv", `host:${directory}/out.csv`, `--allow-write=${pond}`]);
  expect(0, ["copy", "/m/x.csv", "/x.csv", all, `--allow-write=${pond}`]);
  expect(8, ["mkdir", "/d", `--allow-write=${directory}/mounted`]);
} finally {
  Deno.removeSync(directory, { recursive: true });
}
