import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertMatch, assertOk, assertStringIncludes } from "../deps.ts";
import { scenario } from "./scenario.ts";

const large = "a content of 64 KiB and more\n".repeat(4000);

Deno.test("pack: one file, equal for equal ponds, verified, read where it is, and made a pond again", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("x", large), "/x");
    await pond.ok("copy", pond.host("y", "time,v\n2026-01-01,1\n"), "/y.csv");
    await pond.ok("rm", "/y.csv");
    const { stderr } = await pond.run(["pack", "a.tar"], { columns: 80 });
    assertMatch(stderr, /^packed transaction 3: \d+ files, .* KiB\n$/);
    await pond.ok("clone", ".pond", "copy");
    await pond.ok("--pond", "copy", "pack", "b.tar");
    assertEquals(pond.read("b.tar"), pond.read("a.tar"));
    assertEquals(await pond.bytes("pack", "-"), pond.read("a.tar"));
    assertEquals(await pond.ok("verify", "a.tar"), "");
    // Read where it is, as of any moment, and never written.
    assertEquals(await pond.ok("--pond", "a.tar", "list"), "/x\n");
    assertEquals(await pond.ok("--pond", "a.tar", "cat", "/x"), large);
    const read = await pond.run(["--pond", "a.tar", "cat", "/y.csv", "--at", "2"]);
    assertEquals(read.stderr, "");
    assertEquals(
      await pond.ok("--pond", "a.tar", "sql", "--at", "2", 'SELECT v FROM "csv:///y.csv"'),
      "v\n1\n",
    );
    assertMatch(
      await pond.fails(8, "--pond", "a.tar", "mkdir", "/d"),
      /a\.tar: it is a pack, which only reads\nhint: pond clone .*a\.tar NEW/,
    );
    await pond.ok("clone", "a.tar", "again");
    await pond.ok("clone", "a.tar", "then", "--at", "2");
    assertEquals(await pond.ok("--pond", "then", "list"), "/x\n/y.csv\n");
    await pond.ok("--pond", "again", "mkdir", "/d");
    assertEquals(await pond.ok("verify", "again"), "");
    const pulled = JSON.parse(await pond.ok("pull", "again", "--json"));
    assertEquals(pulled.transactions, 1);
    await pond.fails(8, "push", "a.tar");
    const packed = JSON.parse(await pond.ok("pack", "c.tar", "--at", "3", "--json"));
    assertEquals(packed.transaction, 3);
    assertEquals(pond.read("c.tar"), pond.read("a.tar"));
    // A pond's newer states come from a pack too.
    await pond.ok("pack", "d.tar");
    assertEquals(
      JSON.parse(await pond.ok("--pond", "copy", "pull", "d.tar", "--json")).transactions,
      1,
    );
  });
});

Deno.test("verify, clone: a pack that is damaged, cut off or no pack", async () => {
  await scenario(async (pond) => {
    await pond.ok("copy", pond.host("x", large), "/x");
    await pond.ok("pack", "a.tar");
    const whole = pond.read("a.tar");
    const at = new TextDecoder("latin1").decode(whole).indexOf("a content of");
    const flipped = whole.slice();
    flipped[at + 500]! ^= 1;
    Deno.writeFileSync(join(pond.directory, "flipped.tar"), flipped);
    const found = await pond.run(["verify", "flipped.tar"]);
    assertEquals(found.code, 9);
    assertMatch(found.stdout, /^blobs\/.*: its bytes don't match their hash in the manifest\n$/);
    await pond.fails(7, "clone", "flipped.tar", "new");
    assertOk(!Array.from(Deno.readDirSync(pond.directory)).some(({ name }) => name === "new"));
    Deno.writeFileSync(join(pond.directory, "cut.tar"), whole.subarray(0, whole.length - 700));
    assertStringIncludes((await pond.run(["verify", "cut.tar"])).stdout, "it is cut off");
    await pond.fails(5, "clone", "cut.tar", "new");
    await pond.fails(5, "--pond", "cut.tar", "list");
    assertEquals((await pond.run(["verify", "x"])).code, 9);
    await pond.fails(3, "verify", "none.tar");
    await pond.fails(3, "pack", "no/such/directory.tar");
  });
});
