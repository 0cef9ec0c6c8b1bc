/** The programs of `examples/library/` print what their comments say. */
import { assertEquals, assertOk, assertStringIncludes } from "../deps.ts";
import { readText, ROOT } from "../house/tree.ts";

const DIRECTORY = "examples/library";
const MAX_LINES = 30;

const names = [...Deno.readDirSync(`${ROOT}/${DIRECTORY}`)].map(({ name }) => name).sort();

/** What `work` prints, line by line. */
async function printedBy(work: () => Promise<unknown>): Promise<string[]> {
  const { log } = console;
  const lines: string[] = [];
  console.log = (...values: unknown[]) => {
    const words = values.map((value) =>
      typeof value === "string" ? value : Deno.inspect(value, { breakLength: 1000 })
    );
    lines.push(...words.join(" ").trimEnd().split("\n"));
  };
  try {
    await work();
  } finally {
    console.log = log;
  }
  return lines;
}

Deno.test("examples: fifteen programs of at most 30 lines", () => {
  assertEquals(names.length, 15);
  for (const name of names) {
    const lines = readText(`${DIRECTORY}/${name}`).trimEnd().split("\n").length;
    assertOk(lines <= MAX_LINES, `${name} has ${lines} lines`);
  }
});

for (const name of names) {
  Deno.test({
    name: `examples: ${name} prints what it says`,
    // A thread that is let go of ends a moment later.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const said = [...readText(`${DIRECTORY}/${name}`).matchAll(/^\s*\/\/ → (.*)$/gm)]
        .map(([, line]) => line);
      const printed = await printedBy(() => import(`../../${DIRECTORY}/${name}`));
      assertEquals(printed, said);
    },
  });
}

Deno.test("examples: a program of one's own is the whole of pond with a factory more", async () => {
  const run = async (...words: string[]) => {
    const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", `${ROOT}/examples/program/primes.ts`, ...words],
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  };
  assertStringIncludes(await run("factories"), "primes");
});
