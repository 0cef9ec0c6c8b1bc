/** Changes of a script wait for each other; a change is whole or not there. */
import { initPond } from "@pond/pond";

await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
const count = () =>
  pond.change("count", async (change) => {
    const before = await change.exists("/n") ? Number(await change.file("/n").text()) : 0;
    await change.write("/n", String(before + 1));
  });
await Promise.all(Array.from({ length: 20 }, count));
console.log(await pond.file("/n").text());
// → 20
const failed = pond.change("half", async (change) => {
  await change.write("/half", "written");
  throw new Error("no");
});
console.log(await failed.catch((error) => error.message), await pond.exists("/half"));
// → no false
