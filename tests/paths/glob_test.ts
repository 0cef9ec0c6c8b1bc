import { compileGlob, fixedPrefix, isGlob } from "../../lib/paths/mod.ts";
import { assertEquals, assertOk, fc } from "../deps.ts";

const match = (pattern: string, path: string) =>
  compileGlob(pattern).match(path.split("/").filter((name) => name !== ""));

/** Backtracks over everything, shortest first: what the linear matcher must agree with. */
function naiveMatch(pattern: readonly string[], names: readonly string[]): string[] | undefined {
  const [head, ...rest] = pattern;
  if (head === undefined) return names.length === 0 ? [] : undefined;
  if (head === "**") {
    for (let taken = 0; taken <= names.length; taken++) {
      const found = naiveMatch(rest, names.slice(taken));
      if (found) return [names.slice(0, taken).join("/"), ...found];
    }
    return undefined;
  }
  if (names.length === 0) return undefined;
  const here = naiveComponent(head, names[0]!);
  const below = here && naiveMatch(rest, names.slice(1));
  return below && [...here, ...below];
}

function naiveComponent(pattern: string, name: string): string[] | undefined {
  if (pattern === "") return name === "" ? [] : undefined;
  if (pattern[0] === "*") {
    const rest = pattern.replace(/^\*+/, "");
    for (let taken = 0; taken <= name.length; taken++) {
      const found = naiveComponent(rest, name.slice(taken));
      if (found) return [name.slice(0, taken), ...found];
    }
    return undefined;
  }
  const token = /^\[!?[ab]-?[ab]?\]|^./.exec(pattern)![0];
  if (name === "") return undefined;
  const isOne = token.length > 1
    ? new RegExp(`^${token.replace("!", "^")}`).test(name)
    : token === "?" || token === name[0];
  const found = isOne ? naiveComponent(pattern.slice(token.length), name.slice(1)) : undefined;
  return found && (token.length > 1 || token === "?" ? [name[0]!, ...found] : found);
}

Deno.test("Glob.wildcards: as many as a match has captures", () => {
  const cases: [pattern: string, path: string[]][] = [
    ["/a/b", ["a", "b"]],
    ["/*/b*c", ["a", "bxc"]],
    ["/**/*.csv", ["x", "y", "z.csv"]],
    ["/?[a-z]**[x", ["1b-[x"]],
    ["/**", ["a"]],
  ];
  for (const [pattern, path] of cases) {
    const glob = compileGlob(pattern);
    assertEquals(glob.match(path)?.length, glob.wildcards, pattern);
  }
});

Deno.test("compileGlob: * within a component, with backtracking", () => {
  assertEquals(match("*.csv", "a.csv.csv"), ["a.csv"]);
  assertEquals(match("/*.csv", "a.csv"), ["a"]);
  assertEquals(match("/*", "a/b"), undefined);
  assertEquals(match("*-*", "a-b-c"), ["a", "b-c"]);
});

Deno.test("compileGlob: ? and classes take one character, astral ones too", () => {
  assertEquals(match("?[a-c][!x]", "😀bz"), ["😀", "b", "z"]);
  assertEquals(match("[!a]", "a"), undefined);
  assertEquals(match("[]]", "]"), ["]"]);
  assertEquals(match("[😀-😂]", "😁"), ["😁"]);
});

Deno.test("compileGlob: an open class stands for itself", () => {
  assertEquals(match("[a", "[a"), []);
  assertEquals(match("a[*", "a[bc"), ["bc"]);
});

Deno.test("compileGlob: ** takes zero or more whole components", () => {
  assertEquals(match("/a/**/b", "a/b"), [""]);
  assertEquals(match("/a/**/b", "a/x/y/b"), ["x/y"]);
  assertEquals(match("/**", ""), [""]);
  assertEquals(match("/**/*.csv", "a/b/c.csv"), ["a/b", "c"]);
  assertEquals(match("/a/**", "b"), undefined);
});

Deno.test("compileGlob: agrees with a naive backtracking matcher, captures and steps too", () => {
  const unit = fc.constantFrom("a", "b", "*", "?", "[ab]", "[!a]");
  const component = fc.oneof(
    { arbitrary: fc.array(unit, { minLength: 1, maxLength: 6 }).map((u) => u.join("")), weight: 3 },
    { arbitrary: fc.constant("**"), weight: 1 },
  );
  const name = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 1, maxLength: 6 });
  const patterns = fc.array(component, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(patterns, fc.array(name, { maxLength: 5 }), (pattern, names) => {
      // A component of stars alone is the `**` of the naive matcher only when it has exactly two.
      const parts = pattern.map((part) => /^\*{3,}$/.test(part) ? "*" : part);
      const glob = compileGlob(parts.join("/"));
      const expected = naiveMatch(parts, names);
      assertEquals(glob.match(names), expected);
      const state = names.reduce((state, name) => state.enter(name), glob.start);
      assertEquals(state.accepts, expected !== undefined);
    }),
    { numRuns: 3000 },
  );
});

Deno.test("compileGlob: patterns of 10,000 characters that would take backtracking for ever end", () => {
  const names = ["a".repeat(255), "a".repeat(254) + "b", "ab".repeat(127)];
  const patterns = [
    "*a".repeat(5000),
    "*a".repeat(120) + "*".repeat(9760),
    "*" + "a".repeat(9999),
    "*" + ("a".repeat(20) + "b*").repeat(450),
    "[a".repeat(5000),
    "**/a/".repeat(2000),
    "a?*".repeat(3333),
  ];
  // A matcher that backtracks over these doesn't come back; the linear one takes milliseconds.
  for (const pattern of patterns) {
    const glob = compileGlob(pattern);
    for (const name of names) {
      const isMatch = glob.match([name]) !== undefined;
      assertEquals(glob.start.enter(name)?.accepts ?? false, isMatch, pattern.slice(0, 20));
    }
  }
});

Deno.test("isGlob: wildcards and closed classes", () => {
  for (const text of ["*", "/a/b?", "/[ab]", "/**/x"]) assertOk(isGlob(text), text);
  for (const text of ["/a/b", "[a", "/[/]", "a]b", "[]"]) assertOk(!isGlob(text), text);
});

Deno.test("fixedPrefix: the components before the first wildcard, never the last one", () => {
  assertEquals(fixedPrefix("/raw/**/*.csv"), "/raw");
  assertEquals(fixedPrefix("/raw/x.csv"), "/raw");
  assertEquals(fixedPrefix("*.csv"), "/");
  assertEquals(fixedPrefix("/a/./b/../[c]/d"), "/a");
  assertEquals(fixedPrefix("/"), "/");
});
