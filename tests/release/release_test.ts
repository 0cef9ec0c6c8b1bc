/** What a release says of itself. */
import { executableName, type Target, targetOf, TARGETS } from "../../.ci/base_binaries.ts";
import { PARTS } from "../../.ci/notices/parts.ts";
import { runTimePackages } from "../../.ci/packages.ts";
import { releaseNotes } from "../../.ci/release.ts";
import { sbom } from "../../.ci/sbom.ts";
import { assertEquals, assertMatch, assertOk, assertThrows } from "../deps.ts";
import { readText } from "../house/tree.ts";

interface Bom {
  readonly metadata: { readonly component: { readonly "bom-ref": string } };
  readonly components: readonly {
    readonly "bom-ref": string;
    readonly purl?: string;
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
    readonly licenses: readonly unknown[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

Deno.test("sbom: has every package with its hash, every part, and no loose end", async () => {
  const subject = { version: "1.2.3", license: "Apache-2.0", deno: "2.9.6" };
  const { metadata, components, dependencies } = await sbom(subject) as Bom;
  const packages = await runTimePackages();
  assertEquals(components.length, packages.length + PARTS.length);
  const refs = components.map((component) => component["bom-ref"]);
  assertEquals(new Set(refs).size, refs.length);
  for (const { purl, hashes, licenses } of components) {
    assertEquals(licenses.length, 1);
    if (purl === undefined) continue;
    assertMatch(purl, /^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@[\w.+-]+$/);
    assertMatch(hashes![0]!.content, /^[0-9a-f]{128}$/);
  }
  const known = new Set([metadata.component["bom-ref"], ...refs]);
  for (const { ref, dependsOn } of dependencies) {
    assertEquals([ref, ...dependsOn].filter((each) => !known.has(each)), []);
  }
  assertEquals(await sbom(subject), await sbom(subject));
});

Deno.test("releaseNotes: what CHANGELOG says of the version, and of none other", () => {
  const text = "# Changes\n\n## 0.2.0 (2026-12-01)\n\n- new\n\n## 0.1.0\n\n- old\n";
  assertEquals(releaseNotes(text, "0.2.0"), "- new\n");
  assertEquals(releaseNotes(text, "0.1.0"), "- old\n");
  assertThrows(() => releaseNotes(text, "0.3.0"), Error, "nothing about 0.3.0");
  const { version } = JSON.parse(readText("deno.json"));
  assertOk(releaseNotes(readText("CHANGELOG.md"), version).length > 0);
});

Deno.test("platforms: have names by which the formula, the Dockerfile and workflows call them", () => {
  for (const target of Object.keys(TARGETS) as Target[]) {
    const { name } = TARGETS[target];
    assertEquals([targetOf(name), targetOf(target)], [target, target]);
    if (name.startsWith("windows")) continue;
    assertOk(readText(".ci/homebrew/pond.rb").includes(`{{sha256 ${executableName(target)}.gz}}`));
  }
  assertThrows(() => targetOf("solaris"), Error, "only for linux-x64");
});

Deno.test("workflows: every action is named by the hash of a commit, with its version beside it", () => {
  for (const file of ["ci.yml", "release.yml"]) {
    const uses = readText(`.github/workflows/${file}`).match(/^.*\buses:.*$/gm)!;
    for (const line of uses) {
      assertMatch(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  }
});
