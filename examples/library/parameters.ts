/** What somebody typed is a value, whatever is in it. */
import { initPond, path } from "@pond/pond";

await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
await pond.change(
  "import",
  (change) => change.create("/users", [{ name: "Ann", age: 40 }, { name: `O'Neil"; --`, age: 50 }]),
);

const typed = `O'Neil"; --`;
const users = path("/users");
console.log(await pond.sql`SELECT age FROM ${users} WHERE name = ${typed}`.first());
// → { age: 50 }
const text = `SELECT count(*) AS n FROM "/users" WHERE age > $least AND name = ANY($names)`;
console.log(await pond.sql(text, { params: { least: 30, names: ["Ann", "Bob"] } }).first());
// → { n: 1 }
