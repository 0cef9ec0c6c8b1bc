import { isPondError } from "../../lib/base/mod.ts";
import {
  baseName,
  checkName,
  compareNames,
  formatPath,
  joinPath,
  parentOf,
  parsePath,
} from "../../lib/paths/mod.ts";
import { assertEquals, assertOk, assertThrows, fc } from "../deps.ts";

const encoder = new TextEncoder();

function refuses(work: () => unknown): void {
  const error = assertThrows(work);
  assertOk(isPondError(error, "invalid-path"), String(error));
}

Deno.test("parsePath: leading slash optional, empty components and . count for nothing", () => {
  for (const text of ["/a/b", "a/b", "//a///b/", "./a/./b", "a/x/../b"]) {
    assertEquals(parsePath(text), ["a", "b"]);
  }
  assertEquals(parsePath("/"), []);
});

Deno.test("parsePath: .. stays at the root", () => {
  assertEquals(parsePath("/../../a"), ["a"]);
  assertEquals(parsePath("a/../../../b"), ["b"]);
  assertEquals(parsePath(".."), []);
});

Deno.test("parsePath: refuses what is no name", () => {
  for (const text of ["", "a\0b", "/x/\ud800", "a".repeat(256), "é".repeat(128)]) {
    refuses(() => parsePath(text));
  }
  assertEquals(parsePath("é".repeat(127) + "x"), ["é".repeat(127) + "x"]);
  assertEquals(parsePath("a\\b/%2e%2e/…/ "), ["a\\b", "%2e%2e", "…", " "]);
});

Deno.test("checkName: one component and nothing else", () => {
  for (const name of ["", ".", "..", "a/b", "/", "\0", "\udc00x"]) refuses(() => checkName(name));
  assertEquals(checkName("..."), "...");
});

Deno.test("parsePath: whatever it takes is canonical and stays inside the root", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom("..", ".", "/", "\0"))), (parts) => {
      let components: string[];
      try {
        components = parsePath(parts.join("/"));
      } catch (error) {
        return isPondError(error, "invalid-path");
      }
      assertEquals(parsePath(formatPath(components)), components);
      return components.every((name) => checkName(name) === name);
    }),
  );
});

Deno.test("joinPath: relative to the base, absolute for itself", () => {
  assertEquals(joinPath("/a/b", "../c"), "/a/c");
  assertEquals(joinPath("/a/b", "/c"), "/c");
  assertEquals(joinPath("/", "x"), "/x");
});

Deno.test("parentOf and baseName split a canonical path", () => {
  assertEquals([parentOf("/a/b"), baseName("/a/b")], ["/a", "b"]);
  assertEquals([parentOf("/a"), baseName("/a")], ["/", "a"]);
  assertEquals([parentOf("/"), baseName("/")], ["/", ""]);
});

Deno.test("compareNames: byte order of UTF-8", () => {
  const compareBytes = (a: string, b: string) => {
    const [x, y] = [encoder.encode(a), encoder.encode(b)];
    for (let i = 0; i < Math.min(x.length, y.length); i++) {
      if (x[i] !== y[i]) return x[i]! - y[i]!;
    }
    return x.length - y.length;
  };
  const text = fc.string({ unit: fc.constantFrom("a", "/", "é", "\ue000", "\uffff", "😀", "𐀀") });
  fc.assert(fc.property(text, text, (a, b) => {
    assertEquals(Math.sign(compareNames(a, b)), Math.sign(compareBytes(a, b)));
  }));
});
