/** Told of what any process changes. */
import { initPond } from "@pond/pond";

await using pond = await initPond(`${await Deno.makeTempDir()}/pond`);
const enough = new AbortController();
const watching = (async () => {
  for await (const { action, path } of pond.watch("/in/*", { signal: enough.signal, since: 0 })) {
    console.log(action, path);
    if (path === "/in/last") enough.abort();
  }
})();
await pond.change("one", (change) => change.write("/in/first", "1"));
await pond.change("two", (change) => change.write("/in/last", "2"));
await watching;
// → created /in/first
// → created /in/last
