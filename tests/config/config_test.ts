import { isPondError, PondError } from "../../lib/base/mod.ts";
import {
  configError,
  type ConfigFields,
  type ConfigSchema,
  fieldsHelp,
  readConfigValue,
} from "../../lib/config/mod.ts";
import { parseYaml, readConfig, readConfigDocuments } from "../../lib/config/yaml/mod.ts";
import { assertEquals, assertOk, assertStringIncludes, assertThrows } from "../deps.ts";

const fields = {
  name: { type: { is: "string" }, required: true, help: "A name" },
  count: { type: { is: "integer" }, default: 3, help: "How many" },
  flag: { type: { is: "boolean" }, help: "Whether" },
  ttl: { type: { is: "duration" }, help: "How long" },
  kind: { type: { is: "enum", values: ["table", "series"] }, default: "table", help: "What" },
  source: { type: { is: "pattern" }, help: "Where" },
  place: { type: { is: "path" }, help: "Where exactly" },
  query: { type: { is: "sql" }, help: "What to ask" },
  patterns: {
    type: { is: "map", key: /^[a-z_]+$/, of: { is: "pattern" } },
    help: "Names for sources",
  },
  columns: {
    type: {
      is: "list",
      of: {
        is: "object",
        fields: { name: { type: { is: "string" }, required: true, help: "Its name" } },
      },
    },
    help: "Columns",
  },
  csv: {
    type: {
      is: "object",
      fields: { null: { type: { is: "string" }, default: "", help: "Text for NULL" } },
    },
    default: {},
    help: "How it is cut",
  },
  free: { type: { is: "any" }, help: "Whatever" },
} as const satisfies ConfigFields;

// deno-lint-ignore no-explicit-any -- the schema's own type is what the compiler tests below
const schema: ConfigSchema<any> = { fields };

interface Fault {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
}

function fails(yaml: string, expected: Fault, env?: (name: string) => string | undefined) {
  const error = assertThrows(
    () => readConfig(yaml, schema, { label: "toy", ...(env ? { env } : {}) }),
    PondError,
    expected.message,
  );
  assertEquals(error.code, "invalid-config");
  assertOk(error.hint, "an error in a config has a hint");
  assertEquals(error.message.includes("\n"), false);
  if (expected.line !== undefined) {
    assertEquals([error.data["line"], error.data["column"]], [expected.line, expected.column]);
    assertStringIncludes(error.message, `line ${expected.line}:${expected.column}`);
  }
  if (expected.hint !== undefined) assertStringIncludes(error.hint, expected.hint);
}

Deno.test("readConfig: values, defaults and durations", () => {
  const config = readConfig(
    "name: x\nttl: 6h\nflag: true\npatterns: {a: /b/*.csv, c: 'csv:///d?delimiter=;'}\ncolumns: [{name: y}]\n",
    schema,
  );
  assertEquals(config.name, "x");
  assertEquals(config.count, 3);
  assertEquals(config.kind, "table");
  assertEquals(config.ttl, 21_600_000_000n);
  assertEquals([...config.patterns], [["a", "/b/*.csv"], ["c", "csv:///d?delimiter=;"]]);
  assertEquals(config.columns[0].name, "y");
  assertEquals(config.csv.null, "");
  assertEquals("query" in config, false);
  assertEquals(readConfig("name: x\nttl: 0", schema).ttl, 0n);
});

Deno.test("readConfig: unknown fields are refused with place and suggestion", () => {
  fails("name: x\nquerry: SELECT 1", {
    message: 'unknown field "querry"',
    line: 2,
    column: 1,
    hint: 'did you mean "query"?',
  });
  fails("name: x\ncsv:\n  nul: NA", { message: 'unknown field "nul"', line: 3, column: 3 });
  fails("name: x\ncolumns:\n- name: a\n- nam: b", {
    message: 'unknown field "nam"',
    line: 4,
    column: 3,
  });
});

Deno.test("readConfig: wrong types are refused with place and what was expected", () => {
  const cases: [string, string, number, number][] = [
    ["name: 5", "expected text, got the number 5", 1, 7],
    ["name: x\ncount: many", 'expected a whole number, got the text "many"', 2, 8],
    ["name: x\ncount: 1.5", "expected a whole number, got the number 1.5", 2, 8],
    ["name: x\nflag: yes", 'expected true or false, got the text "yes"', 2, 7],
    ["name: x\nttl: 6", "the number 6 needs a unit", 2, 6],
    ["name: x\nttl: soon", '"soon" as a duration', 2, 6],
    ["name: x\nttl: -3h", '"-3h" as a duration', 2, 6],
    ["name: x\npatterns: [a]", "expected a map", 2, 11],
    ["name: x\ncolumns: {a: b}", "expected a list", 2, 10],
    ["name: x\ncsv: text", "expected fields (name: value), got the text", 2, 6],
    ["name: [a]", "expected text, got a list", 1, 7],
    ["name:", "expected text, got nothing", 1, 6],
    ["name: x\nplace: a/../b\nquery: ''", "expected a SELECT statement, got empty text", 3, 8],
    ['name: x\nsource: ""', "got empty text", 2, 9],
    ["name: x\nkind: serie", "expected one of table, series", 2, 7],
    ["name: x\npatterns: {A: /b}", 'the name "A" is not allowed', 2, 12],
    ['name: "a\\0b"', "NUL", 1, 7],
    ["[a, b]", "expected fields (name: value), got a list", 1, 1],
    ["just text", "expected fields (name: value)", 1, 1],
  ];
  for (const [yaml, message, line, column] of cases) fails(yaml, { message, line, column });
});

Deno.test("readConfig: required fields", () => {
  fails("count: 1", { message: "the field name is missing", line: 1, column: 1, hint: "A name" });
  fails("", { message: "the field name is missing", line: 1, column: 1 });
  fails("# only a comment\n", { message: "the field name is missing" });
  fails("name: x\ncolumns:\n  - {}\n", {
    message: "columns[0].name is missing",
    line: 3,
    column: 5,
  });
});

Deno.test("readConfig: what makes YAML surprising is refused", () => {
  fails("name: x\nname: y", { message: 'the key "name" is there twice', line: 2, column: 1 });
  fails("free: {a: 1, 'a': 2}", { message: 'the key "a" is there twice', line: 1, column: 14 });
  fails("name: &n x", { message: "anchors are not allowed", line: 1, column: 7 });
  fails("name: *n", { message: "aliases are not allowed", line: 1, column: 7 });
  fails("name: !secret x", { message: "the tag !secret is not allowed", line: 1, column: 7 });
  fails("name: !!binary aGk=", { message: "the tag !!binary is not allowed" });
  fails("name: !<tag:yaml.org,2002:str> x", { message: "is not allowed" });
  fails("%YAML 1.1\n---\nname: x", { message: "directives are not allowed", line: 1, column: 1 });
  fails("name: x\n---\nname: y", { message: "one document", line: 3, column: 1 });
  fails("? [a, b]\n: c", { message: "a key is text" });
  fails("free: " + "[".repeat(40) + "]".repeat(40), {
    message: "nested deeper than 32",
  });
  fails("name: [", { message: "line 1:" });
  fails("name: x\n\tcount: 1", { message: "line " });
  fails(`name: ${"x".repeat(65536)}`, { message: "longer than 64 KiB" });
  fails(`name: ${"é".repeat(32768)}`, { message: "longer than 64 KiB" });
  fails("name: \ud800", { message: "not valid Unicode" });
  fails('name: "\\ud800"', { message: "not valid Unicode" });
});

Deno.test("readConfig: the core schema's words, and keys as they are written", () => {
  const { free } = readConfig(
    "name: x\nfree: {a: yes, b: 2001-01-01, c: 0o17, d: ~, e: true, f: !!str 5, <<: {g: 1}}",
    schema,
  );
  assertEquals({ ...free, "<<": { ...free["<<"] } }, {
    a: "yes",
    b: "2001-01-01",
    c: 15,
    d: null,
    e: true,
    f: "5",
    "<<": { g: 1 },
  });
  assertEquals(readConfig("name: x\ncsv: {null: NA}", schema).csv.null, "NA");
  assertEquals(Object.keys(readConfig("name: x\nfree: {1: a, 0x10: b}", schema).free), [
    "1",
    "0x10",
  ]);
});

Deno.test("readConfig: prototypes can't be reached", () => {
  fails("__proto__: {name: x}", { message: 'unknown field "__proto__"' });
  fails("name: x\nconstructor: y", { message: 'unknown field "constructor"' });
  const { free } = readConfig("name: x\nfree: {__proto__: {polluted: 1}}", schema);
  assertEquals(Object.getPrototypeOf(free), null);
  assertEquals(Object.keys(free), ["__proto__"]);
  assertEquals("polluted" in free, false);
  assertEquals(({} as Record<string, unknown>)["polluted"], undefined);
  const config = readConfig("name: x\npatterns: {__proto__: /y}", schema);
  assertEquals(config.patterns.get("__proto__"), "/y");
});

Deno.test("readConfig: variables are expanded in values, never in YAML", () => {
  const env = (name: string) =>
    ({
      HOME: "/home/me",
      N: "7",
      YES: "true",
      T: "5m",
      EMPTY: "",
      EVIL: "a\nname: b",
      TWICE: "${env:HOME}",
    })[
      name
    ];
  const read = (yaml: string) => readConfig(yaml, schema, { env });
  assertEquals(read("name: ${env:HOME}/x").name, "/home/me/x");
  assertEquals(read("name: a${env:NO:-b}c${env:HOME}").name, "abc/home/me");
  assertEquals(read("name: '${env:EMPTY:-b}${env:EMPTY}'").name, "b");
  assertEquals(read("name: x\ncount: ${env:N}\nflag: ${env:YES}\nttl: ${env:T}").count, 7);
  assertEquals(read("name: ${env:EVIL}").name, "a\nname: b");
  assertEquals(read("name: ${env:TWICE}").name, "${env:HOME}", "what comes out is not read again");
  assertEquals(read("name: $HOME ${HOME}").name, "$HOME ${HOME}");
  assertEquals(read("name: x\nfree: ['${env:HOME}']").free, ["${env:HOME}"]);
  const unset = {
    message: "the environment variable NOPE is not set",
    line: 2,
    column: 8,
    hint: "${env:NOPE:-default}",
  };
  fails("name: x\nquery: SELECT ${env:NOPE}", unset, env);
  fails("name: ${env:HOME}", { message: "HOME is not set" });
  fails("name: '${env:}'", { message: "does not begin a variable" }, env);
  fails("name: ${env:A B}", { message: "does not begin a variable" }, env);
  fails("name: ${env:HOME", { message: "does not begin a variable" }, env);
});

Deno.test("readConfigValue: a value of type any keeps its lines, a plain one has none", () => {
  const outer = readConfig("name: x\nfree:\n  name: y\n  cuont: 2\n", schema);
  const placed = assertThrows(() => readConfigValue(outer.free, schema), PondError);
  assertEquals([placed.data["line"], placed.data["column"]], [4, 3]);
  const plain = assertThrows(() => readConfigValue({ name: "y", cuont: 2 }, schema), PondError);
  assertEquals(plain.data["line"], undefined);
  assertStringIncludes(plain.message, 'unknown field "cuont"');
  assertEquals(readConfigValue({ name: "y", ttl: "1s" }, schema).ttl, 1_000_000n);
});

Deno.test("configError: places within text that keeps its lines", () => {
  const config = readConfig("name: x\nquery: |\n  SELECT a,\n    b\n  FROM c\n", schema);
  const at = (text?: { line: number; column: number }) =>
    configError(config, { at: ["query"], why: "wrong" }, text ? { text } : {}).data;
  assertEquals([at()["line"], at()["column"]], [2, 8]);
  const placed = at({ line: 2, column: 3 });
  assertEquals([placed["line"], placed["column"]], [4, 5]);
  const cause = new PondError("not-found", "cannot open /x: nothing is there", { hint: "look" });
  const wrapped = configError(config, { at: ["name"], why: cause.message }, { cause });
  assertEquals([wrapped.code, wrapped.hint, wrapped.data["field"]], ["not-found", "look", "name"]);
});

Deno.test("ConfigSchema.check: a rule across fields is an error with a place", () => {
  const error = assertThrows(
    () =>
      readConfig("name: x\ncount: 9", {
        fields,
        check: () => ({ at: ["count"], why: "too many", hint: "fewer" }),
      }, { label: "toy" }),
    PondError,
    "cannot use the toy config: line 2:8: count: too many",
  );
  assertEquals(error.hint, "fewer");
});

Deno.test("parseYaml: several documents", () => {
  assertEquals(parseYaml("a: 1\n---\nb: 2\n...\n---\n- c\n").map((node) => node.is), [
    "map",
    "map",
    "list",
  ]);
  assertEquals(parseYaml(""), []);
});

Deno.test("readConfigDocuments: each by the schema, errors by their line in the whole", () => {
  const read = (yaml: string) => readConfigDocuments(yaml, schema).map(({ name }) => name);
  assertEquals(read("name: a\n---\n---\n# nothing\n---\nname: b\n"), ["a", "b"]);
  const error = assertThrows(() => read("name: a\n---\nnane: b\n"), PondError, "line 3:1");
  assertEquals(error.hint, 'did you mean "name"?');
});

Deno.test("fieldsHelp: every field, nested ones by their path", () => {
  const help = fieldsHelp(schema);
  assertEquals(help.map(({ name }) => name), [
    ...["name", "count", "flag", "ttl", "kind", "source", "place", "query", "patterns", "columns"],
    ...["columns[].name", "csv", "csv.null", "free"],
  ]);
  assertEquals(help[1], {
    name: "count",
    type: "a whole number",
    required: false,
    default: 3,
    help: "How many",
  });
});

Deno.test("readConfig: hostile documents end, in a config or invalid-config", () => {
  const n = 65_536;
  const documents: Record<string, string> = {
    flow: "[".repeat(n),
    maps: "{a: ".repeat(n / 4),
    dashes: "- ".repeat(n / 2),
    questions: "? ".repeat(n / 2),
    colons: "a: ".repeat(n / 3),
    keys: Array.from({ length: 9000 }, (_, i) => `k${i}: 1`).join("\n"),
    braces: "}".repeat(n),
    commas: `[${",".repeat(n - 2)}]`,
    anchors: "&a ".repeat(n / 3),
    tags: "!!str ".repeat(n / 6),
    documents: "---\n".repeat(n / 4),
    quotes: '"'.repeat(n),
    comments: "#\n".repeat(n / 2),
    lines: "\n".repeat(n),
    blank: "name: |\n\n".repeat(n / 9),
    nulls: "-\n".repeat(n / 2),
    variables: `name: ${"${env:A:-b}".repeat(5900)}`,
    open: `name: ${"${env:".repeat(10_000)}`,
    escapes: `name: "${"\\x41".repeat(16_000)}"`,
    indents: Array.from({ length: 350 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
    laughs: "a: &a [x,x]\n" + "b: &b [*a,*a]\n".repeat(100),
    digits: `count: ${"9".repeat(65_000)}`,
    duration: `name: x\nttl: ${"9".repeat(60_000)}`,
    justAllowed: `name: x\nfree:\n${"-\n".repeat(9_900)}`,
    manyKeys: `name: x\nfree: {${Array.from({ length: 4_000 }, (_, i) => `k${i}`).join(", ")}}`,
    manyDocuments: "--- a\n".repeat(1_000),
    glob: `name: x\nsource: ${"*a".repeat(30_000)}`,
  };
  readConfig("name: warm", schema);
  // What each cap is for: without it one of these takes seconds, or does not end.
  for (const [name, yaml] of Object.entries(documents)) {
    try {
      readConfig(yaml, schema);
    } catch (error) {
      assertOk(isPondError(error, "invalid-config"), `${name}: ${error}`);
    }
  }
});
