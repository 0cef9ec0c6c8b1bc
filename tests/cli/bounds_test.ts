import { boundsOf } from "../../lib/cli/program/bounds.ts";
import { assertEquals } from "../deps.ts";

Deno.test("bounds: an allowed directory that is a link is resolved once", () => {
  const directory = Deno.realPathSync(Deno.makeTempDirSync());
  try {
    Deno.mkdirSync(`${directory}/real`);
    Deno.symlinkSync(`${directory}/real`, `${directory}/link`);
    assertEquals(boundsOf({ "allow-read": `${directory}/link,${directory}/none` })?.read, [
      `${directory}/link`,
      `${directory}/real`,
      `${directory}/none`,
    ]);
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
});
