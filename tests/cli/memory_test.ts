import { assertEquals, assertMatch } from "../deps.ts";
import { scenario } from "./scenario.ts";

const SORT = "SELECT range AS a FROM range(1500000) ORDER BY hash(a) LIMIT 1499999";
const NEEDS_MORE =
  /more memory than the limit of 32MiB allows\nhint: .*--memory 3.5GiB, POND_MEMORY/;

Deno.test("--memory and POND_MEMORY: what queries may take, named where that is too little", async () => {
  await scenario(async (pond) => {
    assertMatch(await pond.fails(1, "sql", SORT, "--memory", "32MiB"), NEEDS_MORE);
    const env = { POND_MEMORY: "32MiB" };
    const limited = await pond.run(["sql", SORT], { env });
    assertMatch(limited.stderr, NEEDS_MORE);
    const count = ["sql", `SELECT count(*) AS n FROM (${SORT})`, "--memory", "1GB"];
    const enough = await pond.run(count, { env });
    assertEquals([enough.code, enough.stdout], [0, "n\n1499999\n"], enough.stderr);
  });
});

Deno.test("--memory: what is no size, or none to work with, is wrong usage", async () => {
  await scenario(async (pond) => {
    assertMatch(await pond.fails(2, "sql", "SELECT 1", "--memory", "much"), /"much" as a size/);
    assertMatch(
      await pond.fails(2, "sql", "SELECT 1", "--memory", "1kB"),
      /--memory is 1kB, they need 16MiB or more/,
    );
    const { code, stderr } = await pond.run(["sql", "SELECT 1"], { env: { POND_MEMORY: "no" } });
    assertEquals(code, 2, stderr);
  });
});
