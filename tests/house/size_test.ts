/** How large files and functions may get, how much a file may export, and where `any` may stand. */
import { assertEquals, assertOk } from "../deps.ts";
import { surveyAll, surveyFile } from "./survey.ts";
import { sourceFiles } from "./tree.ts";

const MAX_FILE_LINES = 500;
const MAX_FUNCTION_LINES = 80;
/** More are printed: a file with so many exports is mostly two files. */
const USUAL_VALUE_EXPORTS = 5;
const MAX_VALUE_EXPORTS = 10;

const surveys = surveyAll(sourceFiles());
/** What ships, and the tools beside it; a test's body may be as long as its story. */
const code = surveys.filter(({ file }) => !file.startsWith("tests/"));

Deno.test("files: at most 500 lines; the ten longest are printed", () => {
  const longest = surveys.toSorted((a, b) => b.lines - a.lines).slice(0, 10);
  for (const { file, lines } of longest) console.log(`${lines} ${file}`);
  assertEquals(surveys.filter(({ lines }) => lines > MAX_FILE_LINES).map(({ file }) => file), []);
});

Deno.test("functions: at most 80 lines; the ten longest are printed", () => {
  const functions = code.flatMap(({ file, functions }) =>
    functions.map(({ name, line, lines }) => ({ lines, at: `${file}:${line} ${name}` }))
  ).toSorted((a, b) => b.lines - a.lines);
  for (const { lines, at } of functions.slice(0, 10)) console.log(`${lines} ${at}`);
  assertEquals(functions.filter(({ lines }) => lines > MAX_FUNCTION_LINES), []);
});

Deno.test("exports: at most ten values a file, but for doors and mod.ts; those over five are printed", () => {
  const crowded = code
    .filter(({ file }) => !/(^|\/)mod\.ts$|^lib\/deps\/|^bench\/deps/.test(file))
    .filter(({ valueExports }) => valueExports.length > USUAL_VALUE_EXPORTS);
  for (const { file, valueExports } of crowded) console.log(`${valueExports.length} ${file}`);
  assertEquals(crowded.filter(({ valueExports }) => valueExports.length > MAX_VALUE_EXPORTS), []);
});

Deno.test("any: only in doors", () => {
  const faults = code
    .filter(({ file }) => !/^lib\/deps\/|^bench\/deps/.test(file))
    .flatMap(({ file, anyLines }) => anyLines.map((line) => `${file}:${line}`));
  assertEquals(faults, []);
});

Deno.test("file names: snake_case", () => {
  const faults = surveys.map(({ file }) => file)
    .filter((file) => !/^[a-z0-9_]+(\.d)?\.(ts|js)$/.test(file.split("/").at(-1)!));
  assertEquals(faults, []);
});

Deno.test("surveyFile: sees imports, exports, functions and any", () => {
  const door = surveyFile("lib/deps/arrow.ts");
  assertEquals(door.valueExports, ["loadArrow"]);
  assertOk(door.imports.every(({ specifier }) => specifier.startsWith("npm:apache-arrow@")));
  assertOk(door.imports.length >= 2, "the dynamic import counts");
  assertOk(surveyFile("lib/deps/duckdb.ts").anyLines.length > 0);
  const own = surveyFile("tests/house/survey.ts");
  const longest = own.functions.find(({ name }) => name === "surveyFile");
  assertOk(longest && longest.lines > 20 && longest.lines < MAX_FUNCTION_LINES);
});
