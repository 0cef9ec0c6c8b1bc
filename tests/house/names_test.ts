/** Names that lead somewhere: of files in comments, of files in doors, of what is exported. */
import { assertEquals } from "../deps.ts";
import { surveyAll } from "./survey.ts";
import { readText, repositoryFiles, sourceFiles } from "./tree.ts";

const surveys = surveyAll(sourceFiles());
const files = repositoryFiles();

Deno.test("comments: every file of the source that one names is there", () => {
  const others = sourceFiles().filter((file) => !file.startsWith("tests/house/"));
  const lost = others.flatMap((file) =>
    namedFiles(readText(file)).filter((name) => !isThere(name)).map((name) => `${file}: ${name}`)
  );
  assertEquals(lost, []);
});

Deno.test("namedFiles: what a comment says in backticks, and no pattern or other text", () => {
  const source = [
    "/** See `gone.ts` and `sql/gone.ts`. */",
    'const text = "`text.ts`";',
    "// `x.ts`, `*_worker.ts`, `a/N.json`",
    "/* `./a_worker.ts` */",
  ];
  assertEquals(namedFiles(source.join("\n")), ["gone.ts", "sql/gone.ts", "x.ts", "./a_worker.ts"]);
});

Deno.test("imports: one statement a module", () => {
  const twice = surveys.flatMap(({ file, imports }) =>
    (["import", "export"] as const).flatMap((statement) => {
      const specifiers = imports.filter((each) => each.statement === statement)
        .map(({ specifier }) => specifier);
      return specifiers.filter((specifier, i) => specifiers.indexOf(specifier) < i)
        .map((specifier) => `${file}: ${specifier}`);
    })
  );
  assertEquals(twice, []);
});

Deno.test("exports: every value is imported by somebody, and every type too or used beside it", () => {
  const imported = new Set(surveys.flatMap(({ importedNames }) => importedNames));
  for (const name of readText("tests/golden/public_names.txt").trim().split("\n")) {
    imported.add(name);
  }
  const unused = surveys.flatMap(({ file, valueExports, typeExports }) => {
    if (!file.startsWith("lib/") || file.endsWith("/mod.ts")) return [];
    const source = readText(file);
    const types = typeExports.filter((name) =>
      source.match(new RegExp(`\\b${name}\\b`, "g"))!.length < 2
    );
    return [...valueExports, ...types].filter((name) => !imported.has(name))
      .map((name) => `${file}: ${name}`);
  });
  assertEquals(unused, []);
});

/** Paths of TypeScript files in backticks in the comments of `source`. */
function namedFiles(source: string): string[] {
  const comments = source.match(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm) ?? [];
  return comments.flatMap((comment) =>
    [...comment.matchAll(/`((?:\.\/)?(?:[a-z_]+\/)*\w+\.ts)`/g)].map(([, name]) => name!)
  );
}

/** Whether a file of the repository is called so, or so below some directory. */
function isThere(name: string): boolean {
  const wanted = `/${name.replace(/^\.\//, "")}`;
  return files.some((file) => `/${file}`.endsWith(wanted));
}
