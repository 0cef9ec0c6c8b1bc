import {
  ERROR_CODES,
  hashParts,
  newId,
  newUuid,
  PondError,
  printable,
  ROOT_ID,
  suggest,
  toPondError,
} from "../../lib/base/mod.ts";
import { assertEquals, assertMatch, assertNotEquals, assertOk, fc } from "../deps.ts";

const fixed = {
  nowUs: () => 1_700_000_000_000_000n,
  randomBytes: (n: number) => new Uint8Array(n),
};

Deno.test("newId: a UUID v7 that begins with the time", () => {
  assertEquals(newId(fixed), "018bcfe5680070008000000000000000");
  const later = { ...fixed, nowUs: () => 1_700_000_000_001_000n };
  assertOk(newId(later) > newId(fixed));
  assertMatch(ROOT_ID, /^[0-9a-f]{12}7[0-9a-f]{3}8[0-9a-f]{15}$/);
});

Deno.test("newUuid: version 4 with dashes", () => {
  assertEquals(newUuid(fixed), "00000000-0000-4000-8000-000000000000");
});

Deno.test("hashParts: lists that join to the same text differ", () => {
  assertNotEquals(hashParts(["ab", "c"]), hashParts(["a", "bc"]));
  assertNotEquals(hashParts(["a"]), hashParts(["a", ""]));
});

Deno.test("printable: nothing that a terminal would act on passes", () => {
  assertEquals(printable("a\x1b]52;c;x\x07b\r\n"), "a\\u{1b}]52;c;x\\u{7}b\\r\\n");
  assertEquals(printable("\u202eabc\u2069"), "\\u{202e}abc\\u{2069}");
  assertEquals(printable("é 温度 🌡"), "é 温度 🌡");
  assertEquals(printable("a\nb", { keepLines: true }), "a\nb");
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assertOk(!/[\p{Cc}\p{Cs}]/u.test(printable(text)));
  }));
});

Deno.test("suggest: near words only", () => {
  const words = ["list", "describe", "mknod", "copy"];
  assertEquals(suggest("lsit", words), "list");
  assertEquals(suggest("descrbe", words), "describe");
  assertEquals(suggest("COPY", words), "copy");
  assertEquals(suggest("xyz", words), undefined);
});

Deno.test("toPondError: host errors keep their meaning", () => {
  assertEquals(toPondError(new Deno.errors.NotFound("gone")).code, "not-found");
  assertEquals(toPondError(new Deno.errors.PermissionDenied("no")).code, "permission");
  assertEquals(toPondError(Object.assign(new Error("full"), { code: "ENOSPC" })).code, "no-space");
  assertEquals(toPondError(new Error("what")).code, "internal");
  const host = new Deno.errors.NotFound("No such file or directory (os error 2): stat '/x'");
  assertEquals(
    toPondError(host, "cannot read /x").message,
    "cannot read /x: No such file or directory",
  );
  const error = new PondError("conflict", "cannot commit: x");
  assertEquals(toPondError(error), error);
});

Deno.test("ERROR_CODES: only the exit statuses that the command line promises", () => {
  const promised = [1, 2, 3, 4, 5, 7, 8, 9, 130];
  for (const { exit } of Object.values(ERROR_CODES)) assertOk(promised.includes(exit));
});
