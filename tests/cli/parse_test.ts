import { PondError } from "../../lib/base/mod.ts";
import type { Flags } from "../../lib/cli/description.ts";
import { checkPositionals, parseWords } from "../../lib/cli/parse.ts";
import { assertEquals, assertStringIncludes, assertThrows, fc } from "../deps.ts";

const FLAGS = {
  long: { is: "boolean", short: "l", help: "" },
  recursive: { is: "boolean", short: "R", help: "" },
  number: { is: "integer", short: "n", value: "N", least: 1, help: "" },
  offset: { is: "integer", value: "N", least: -10, help: "" },
  where: { is: "text", short: "w", value: "EXPR", help: "" },
  timeout: { is: "duration", value: "D", help: "" },
  format: { is: "choice", values: ["csv", "json"], help: "" },
} as const satisfies Flags;

const parse = (...words: string[]) => parseWords(words, FLAGS, { command: "pond try" });

function usage(...words: string[]): PondError {
  const error = assertThrows(() => parse(...words), PondError);
  assertEquals(error.code, "usage");
  return error;
}

Deno.test("parseWords: options in every spelling, between positionals", () => {
  assertEquals(parse("a", "--where", "x = 1", "b", "-lR", "-n", "5", "c"), {
    options: { long: true, recursive: true, number: 5, where: "x = 1" },
    positionals: ["a", "b", "c"],
  });
  assertEquals(parse("--where=a=b", "-n5").options, { where: "a=b", number: 5 });
  assertEquals(parse("-n=5", "-lRw", "x").options, {
    long: true,
    recursive: true,
    number: 5,
    where: "x",
  });
  assertEquals(parse("--timeout", "1.5s", "--format", "csv").options, {
    timeout: 1_500_000n,
    format: "csv",
  });
});

Deno.test("parseWords: words stay what they are", () => {
  assertEquals(parse("7", "-", "1e3", "true", "").positionals, ["7", "-", "1e3", "true", ""]);
  assertEquals(parse("-l", "true").positionals, ["true"]);
  assertEquals(parse("--", "-l", "--where", "--").positionals, ["-l", "--where", "--"]);
  assertEquals(parse("--where", "").options, { where: "" });
  assertEquals(parse("--where=").options, { where: "" });
});

Deno.test("parseWords: values may begin with a dash", () => {
  assertEquals(parse("--offset", "-5").options, { offset: -5 });
  assertEquals(parse("--offset=-5").options, { offset: -5 });
  assertEquals(parse("--where", "-x < 1").options, { where: "-x < 1" });
  assertEquals(parse("--where", "--").options, { where: "--" });
  assertEquals(parse("-w", "-l").options, { where: "-l" });
});

Deno.test("parseWords: the last one of an option counts", () => {
  assertEquals(parse("-n", "1", "--number", "2").options, { number: 2 });
});

Deno.test("parseWords: every word sequence comes back from behind --", () => {
  fc.assert(fc.property(fc.array(fc.string()), (words) => {
    assertEquals(parse("--", ...words).positionals, words);
  }));
});

Deno.test("parseWords: any value survives", () => {
  fc.assert(fc.property(fc.string(), (text) => {
    assertEquals(parse("--where", text).options, { where: text });
    assertEquals(parse(`--where=${text}`).options, { where: text });
  }));
});

Deno.test("parseWords: hostile names are unknown options", () => {
  for (const name of ["__proto__", "constructor", "toString", "_", "where.x"]) {
    assertStringIncludes(usage(`--${name}`, "x").message, `unknown option --${name}`);
  }
});

Deno.test("parseWords: unknown options are refused with a suggestion", () => {
  assertEquals(usage("--recusive").hint, "did you mean --recursive?");
  assertEquals(usage("--wehre=1").hint, "did you mean --where?");
  assertEquals(usage("--something").hint, "see `pond try --help`");
  assertStringIncludes(usage("-lx").message, "unknown option -x");
});

Deno.test("parseWords: missing and wrong values are refused", () => {
  assertStringIncludes(usage("--where").message, "--where needs a value: EXPR");
  assertStringIncludes(usage("-n").message, "--number needs a value: N");
  assertStringIncludes(usage("--long=yes").message, "--long takes no value");
  assertStringIncludes(usage("-n", "0").message, "at least 1");
  assertStringIncludes(usage("-n", "1.5").message, "a whole number");
  assertStringIncludes(usage("-n", "99999999999999999999").message, "a whole number");
  assertEquals(usage("--format", "jsom").hint, "did you mean json?");
  assertStringIncludes(usage("--timeout", "soon").message, "duration");
});

Deno.test("parseWords: stopEarly leaves everything after the first word alone", () => {
  const parsed = parseWords(["-l", "cmd", "-R", "--", "x"], FLAGS, {
    command: "pond",
    stopEarly: true,
  });
  assertEquals(parsed, { options: { long: true }, positionals: ["cmd", "-R", "--", "x"] });
});

Deno.test("checkPositionals: too few and too many are refused", () => {
  const described = [{ name: "SRC", help: "", many: true }, { name: "DEST", help: "" }];
  checkPositionals(["a", "b", "c"], described, "pond try");
  const few = assertThrows(() => checkPositionals(["a"], described, "pond try"), PondError);
  assertEquals(few.message, "cannot run pond try: DEST is missing");
  const many = assertThrows(
    () => checkPositionals(["a", "b"], [{ name: "PATH", help: "" }], "pond try"),
    PondError,
  );
  assertEquals(many.message, 'cannot run pond try: unexpected argument "b"');
});
