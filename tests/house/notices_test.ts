/** Everything that the program is made of has its licence shown. */
import { noticesModule } from "../../.ci/notices.ts";
import { PARTS } from "../../.ci/notices/parts.ts";
import { idOf, runTimePackages } from "../../.ci/packages.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { readText } from "./tree.ts";

const NOTICE = readText("NOTICE");

Deno.test("NOTICE: has every package of the lock file that may run, and every part", async () => {
  const packages = await runTimePackages();
  assertOk(packages.length > 20);
  const works = new Set(
    [...NOTICE.matchAll(/^ {2}(\S.*)$/gm)].map(([, work]) =>
      work!.replace(/^.* \(in (.*)\)$/, "$1")
    ),
  );
  assertEquals(packages.map(idOf).filter((id) => !works.has(id)), []);
  for (const { name, copyright } of PARTS) assertOk(NOTICE.includes(`  ${name}`), name + copyright);
});

Deno.test("NOTICE: is what `pond version --licenses` prints", () => {
  assertEquals(readText("lib/cli/notices_text.ts"), noticesModule(NOTICE));
});
