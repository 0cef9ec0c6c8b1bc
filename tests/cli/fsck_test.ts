import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertMatch, assertOk, assertStringIncludes } from "../deps.ts";
import { type Scenario, scenario } from "./scenario.ts";

function below(pond: Scenario, directory: string): string[] {
  return [...Deno.readDirSync(join(pond.directory, ".pond", directory))]
    .map(({ name }) => `${directory}/${name}`).sort();
}

function flip(pond: Scenario, name: string, at: number): void {
  const path = join(pond.directory, ".pond", name);
  const bytes = Deno.readFileSync(path);
  bytes[at]! ^= 8;
  Deno.writeFileSync(path, bytes);
}

const large = "a content of 64 KiB and more\n".repeat(4000);

Deno.test("fsck: nothing to say of a good pond; not a pond: 3", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("x", large), "/x");
    assertEquals(await pond.ok("fsck"), "");
    assertEquals(await pond.ok("fsck", "--json"), "[]\n");
    Deno.mkdirSync(join(pond.directory, "empty"));
    await pond.fails(3, "--pond", "empty", "fsck");
  });
});

Deno.test("fsck: a damaged content is found with path and version, and never read as if it weren't", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("x", large), "/x");
    const [directory] = below(pond, "blobs");
    flip(pond, below(pond, directory!)[0]!, 70_000);
    const { code, stdout, stderr } = await pond.run(["fsck"]);
    assertEquals(code, 9);
    assertMatch(stdout, /^blobs\/..\/[0-9a-f]{64} {2}\/x version 1: .*hash in its name\n$/);
    assertStringIncludes(stderr, "pond: cannot vouch for the pond: 1 thing is wrong");
    const read = await pond.run(["cat", "/x"]);
    assertEquals(read.code, 7);
    assertOk(large.startsWith(read.stdout));
    const findings = JSON.parse((await pond.run(["fsck", "--json"])).stdout);
    assertEquals([findings[0].path, findings[0].version], ["/x", 1]);
  });
});

Deno.test("fsck --repair: a torn commit goes to quarantine, and the pond can be written again", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("x", "1"), "/x");
    const log = ".pond/data/_delta_log";
    Deno.writeTextFileSync(join(pond.directory, log, "00000000000000000002.json"), '{"add');
    assertEquals((await pond.run(["copy", pond.host("x", "2"), "/x"])).code, 7);
    assertEquals((await pond.run(["fsck"])).code, 9);
    const repaired = await pond.run(["fsck", "--repair"]);
    assertEquals(repaired.code, 9);
    assertStringIncludes(repaired.stdout, "moved to quarantine/00000000000000000002.json");
    assertEquals(below(pond, "quarantine"), ["quarantine/00000000000000000002.json"]);
    await pond.ok("copy", pond.host("x", "2"), "/x");
    const { code, stdout, stderr } = await pond.run(["fsck"]);
    assertEquals([code, stdout], [0, ""]);
    assertStringIncludes(stderr, "put aside by a repair");
  });
});

Deno.test("fsck: works on a pond that can't be opened", async () => {
  await scenario(async (pond) => {
    for (const text of ["1", "2"]) await pond.ok("copy", pond.host("x", text), "/x");
    flip(pond, "data/_delta_log/00000000000000000001.json", 200);
    await pond.fails(7, "list");
    const { code, stdout } = await pond.run(["fsck"]);
    assertEquals(code, 9);
    assertStringIncludes(stdout, "data/_delta_log/00000000000000000001.json");
  });
});
