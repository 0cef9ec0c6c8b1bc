/** A server: rows go out as they come, and a query ends when nobody takes them any more. */
import { initPond, path } from "@pond/pond";

await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
await pond.change(
  "import",
  (change) => change.create("/sites", [{ site: "north", temp: 4.5 }, { site: "south", temp: 7 }]),
);

await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
  const least = Number(new URL(request.url).searchParams.get("least"));
  const query = pond.sql`SELECT * FROM ${path("/sites")} WHERE temp >= ${least}`;
  return new Response(query.stream("csv"), { headers: { "content-type": "text/csv" } });
});
const response = await fetch(`http://127.0.0.1:${server.addr.port}/?least=5`);
console.log(await response.text());
// → site,temp
// → south,7
