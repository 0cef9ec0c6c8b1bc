/** Files in Blob's words: written from anything, read in parts and versions. */
import { initPond } from "@pond/pond";

await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
await pond.change("write", async (change) => {
  await change.write("/notes/a.json", JSON.stringify({ sensors: 2 }));
  await change.write("/notes/big.txt", new Blob(["0123456789".repeat(1000)]).stream());
});
await pond.change(
  "again",
  (change) => change.write("/notes/a.json", JSON.stringify({ sensors: 3 })),
);

const note = pond.file("/notes/a.json");
console.log(await note.json(), await note.version(1).json());
// → { sensors: 3 } { sensors: 2 }
const big = pond.file("/notes/big.txt");
console.log(await big.size, await big.slice(-3).text());
// → 10000 789
for await (const { path } of pond.glob("/notes/*")) console.log(path);
// → /notes/a.json
// → /notes/big.txt
