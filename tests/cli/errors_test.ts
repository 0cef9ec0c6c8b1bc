import { PondError } from "../../lib/base/mod.ts";
import { errorText, exitStatusOf, isClosedPipe } from "../../lib/cli/errors.ts";
import { assertEquals, assertNotMatch, assertStringIncludes } from "../deps.ts";

Deno.test("errorText: one line, then the hint", () => {
  const error = new PondError("not-found", "cannot read /a: nothing is there", { hint: "look" });
  assertEquals(errorText(error), "pond: cannot read /a: nothing is there\nhint: look\n");
});

Deno.test("errorText: sends nothing to a terminal that it would act on", () => {
  const name = "a\x1b]52;c;eHh4\x07\r\n\u202eb\x9b";
  const text = errorText(new PondError("not-found", `cannot read ${name}: gone`, { hint: name }));
  // deno-lint-ignore no-control-regex
  assertNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  assertEquals(text.trimEnd().split("\n").length, 2);
});

Deno.test("errorText: no stack unless asked for, causes then too", () => {
  const error = new PondError("io", "cannot write /a: no", { cause: new Error("inner") });
  assertNotMatch(errorText(error), /at .*\.ts/);
  assertStringIncludes(errorText(error, { debug: true }), "caused by: Error: inner");
});

Deno.test("errorText: a permission that Deno refused names the flag", () => {
  const refused = new Deno.errors.NotCapable(
    'Requires read access to "/data/x", run again with the --allow-read flag',
  );
  const wrapped = new PondError("permission", "cannot read host:/data/x: denied", {
    cause: refused,
  });
  for (const error of [refused, wrapped]) {
    assertStringIncludes(errorText(error), "hint: add --allow-read=/data/x to the deno command\n");
    assertEquals(exitStatusOf(error), 8);
  }
});

Deno.test("exitStatusOf: codes as the command line promises", () => {
  const statuses = [
    ["usage", 2],
    ["not-found", 3],
    ["conflict", 4],
    ["invalid-config", 5],
    ["invalid-query", 5],
    ["corrupt", 7],
    ["read-only", 8],
    ["findings", 9],
    ["interrupted", 130],
    ["exists", 1],
  ] as const;
  for (const [code, status] of statuses) {
    assertEquals(exitStatusOf(new PondError(code, "")), status);
  }
  assertEquals(exitStatusOf(new TypeError("a defect")), 1);
});

Deno.test("isClosedPipe: found under other errors", () => {
  const pipe = new Deno.errors.BrokenPipe("closed");
  assertEquals(isClosedPipe(new PondError("io", "cannot write: closed", { cause: pipe })), true);
  assertEquals(isClosedPipe(new Error("other")), false);
});
