import { boundsOf, openHalf } from "../../lib/cli/program/bounds.ts";
import { assertEquals, assertStringIncludes } from "../deps.ts";

Deno.test("bounds: an allowed directory that is a link is resolved once", () => {
  const directory = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    Deno.mkdirSync(`${directory}/real`);
    Deno.symlinkSync(`${directory}/real`, `${directory}/link`);
    assertEquals(boundsOf({ "allow-read": [`${directory}/link,${directory}/none`] })?.read, [
      `${directory}/link`,
      `${directory}/real`,
      `${directory}/none`,
    ]);
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
});

Deno.test("bounds: given again they add up, and what one of them leaves open is said", () => {
  const read = boundsOf({ "allow-read": ["/none/a,/none/b", "/none/c"] })!;
  assertEquals(read, { read: ["/none/a", "/none/b", "/none/c"] });
  assertStringIncludes(openHalf(read)!, "--allow-write=DIR");
  const write = boundsOf({ "allow-write": ["/none/a", "/none/b"] })!;
  assertEquals(write.write, ["/none/a", "/none/b"]);
  assertStringIncludes(openHalf(write)!, "--allow-read=DIR");
  assertEquals(openHalf({ ...read, ...write }), undefined);
});
