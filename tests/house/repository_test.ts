/** The repository as a whole: its top level, its links, and that it names no machine. */
import { assertEquals } from "../deps.ts";
import { dirname, join } from "../../lib/deps/std_path.ts";
import { readText, repositoryFiles, ROOT } from "./tree.ts";

const TOP_LEVEL = [
  ".ci",
  ".dockerignore",
  ".github",
  ".gitignore",
  "CHANGELOG.md",
  "CONTRIBUTING.md",
  "Dockerfile",
  "LICENSE",
  "NOTICE",
  "README.md",
  "bench",
  "cli.ts",
  "deno.json",
  "deno.lock",
  "docs",
  "examples",
  "install.sh",
  "lib",
  "mod.ts",
  "tests",
];

/** Paths of somebody's machine and hosts of package registries, in pieces so that this file doesn't name one. */
const MACHINE = new RegExp(
  [
    ["/ro", "ot/"],
    ["/wo", "rk/"],
    ["/far", "m/"],
    ["/Use", "rs/"],
    ["/home/(?!me/)[a-z]+", "/"],
    ["/tmp/ba", "sh"],
    ["registry\\.npm", "js"],
    ["pypi\\.", "org"],
  ].map((pieces) => pieces.join("")).join("|"),
);

const files = repositoryFiles();
const texts = files.filter((file) =>
  /\.(ts|js|md|json|jsonc|lock|py|rb|ya?ml|sh|csv)$|\/run$|file$/.test(file)
);

Deno.test("top level: holds what the house plan names and nothing else", () => {
  const present = [...new Set(files.map((file) => file.split("/")[0]!))];
  assertEquals(present.filter((name) => !TOP_LEVEL.includes(name)), []);
});

Deno.test("links in Markdown: every relative one resolves", () => {
  const broken = files.filter((file) => file.endsWith(".md")).flatMap((file) =>
    relativeLinks(readText(file))
      .filter((target) => !exists(join(ROOT, dirname(file), target)))
      .map((target) => `${file} → ${target}`)
  );
  assertEquals(broken, []);
});

Deno.test("relativeLinks: leaves out addresses, anchors and code", () => {
  const text = "[a](x.md#part) [b](https://host/y) [c](#here)\n```\n[d](no.md)\n```\n`[e](no.md)`";
  assertEquals(relativeLinks(text), ["x.md"]);
});

Deno.test("text files: name no machine's paths and no registry's host", () => {
  const faults = texts.flatMap((file) =>
    readText(file).split("\n").flatMap((line, index) =>
      MACHINE.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 100)}`] : []
    )
  );
  assertEquals(faults, []);
});

/** Targets of the relative links in `markdown`, without anchors; fenced and inline code says nothing. */
function relativeLinks(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```[^]*?^```/gm, "").replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!.replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target));
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
