import { assertEquals, assertMatch, assertOk } from "../deps.ts";
import { scenario } from "./scenario.ts";

/** 200 in CI; each is a rewrite, the old times restored, and a query. */
const REWRITES = Number(Deno.env.get("POND_REWRITES") ?? 8);

Deno.test("a host file rewritten with its size and time restored is never served from the cache", async () => {
  await scenario(async (pond) => {
    const mount = `${pond.directory}/mount`;
    Deno.mkdirSync(mount);
    pond.host("mount.yaml", `directory: ${mount}\n`);
    await pond.ok("mknod", "--factory", "hostmount", "/m", "mount.yaml");
    const before = new Date(Date.now() - 3_600_000);
    const stale: string[] = [];
    for (let i = 0; i < REWRITES; i++) {
      const number = 100 + i;
      Deno.writeTextFileSync(`${mount}/f.csv`, `n\n${number}\n`);
      Deno.utimeSync(`${mount}/f.csv`, before, before);
      const out = await pond.ok("sql", 'SELECT n FROM "csv:///m/f.csv"', "--format", "csv");
      if (!out.includes(String(number))) stale.push(`${number}: ${out}`);
    }
    assertEquals(stale, []);
  });
});

Deno.test("mounts: /proc, /sys and /dev are refused when they are opened, / and /etc are told of once", async () => {
  await scenario(async (pond) => {
    pond.host("etc.yaml", "directory: /etc\n");
    pond.host("root.yaml", "directory: /\n");
    pond.host("env.yaml", "directory: ${env:MOUNTED}\n");
    await pond.ok("mknod", "--factory", "hostmount", "/e", "etc.yaml");
    await pond.ok("mknod", "--factory", "hostmount", "/r", "root.yaml");
    const made = await pond.run(["mknod", "--factory", "hostmount", "/v", "env.yaml"], {
      env: { MOUNTED: pond.directory },
    });
    assertEquals(made.code, 0, made.stderr);
    for (const mounted of ["/proc", "/proc/self", "/sys", "/dev"]) {
      const { code, stdout, stderr } = await pond.run(["list", "/v"], {
        env: { MOUNTED: mounted },
      });
      assertOk(code !== 0 && stdout === "", `${mounted}: ${stdout}`);
      assertMatch(stderr, /no place for files/);
    }
    for (const path of ["/e", "/r"]) {
      const { code, stderr } = await pond.run(["list", path]);
      assertEquals(code, 0, stderr);
      assertEquals(stderr.split("\n").filter((line) => line.includes("of this machine")).length, 1);
    }
    assertOk(
      !(await pond.ok("list", "/r")).split("\n").some((line) =>
        /^\/r\/(proc|sys|dev)\/$/.test(line)
      ),
    );
    assertOk((await pond.run(["cat", "/r/proc/self/environ"])).code !== 0);
  });
});
