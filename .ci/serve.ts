/**
 * Serves the checkout's files on loopback, so that the program can be run from a URL. Prints its
 * address, then serves until killed.
 */
import { fromFileUrl, join, normalize } from "../lib/deps/std_path.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  ts: "application/typescript",
  js: "text/javascript",
  json: "application/json",
};

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`),
}, async (request) => {
  const asked = normalize(decodeURIComponent(new URL(request.url).pathname));
  // Beside `cli.ts`, as in a release.
  const path = asked === "/pond.js" ? "/dist/remote/pond.js" : asked;
  const type = TYPES[path.split(".").at(-1)!];
  // Only sources are served: what a static host would hold, and nothing of the checkout's other
  // files.
  if (type === undefined || !/^\/(mod\.ts|cli\.ts|deno\.json|lib\/|dist\/remote\/)/.test(path)) {
    return new Response("not found", { status: 404 });
  }
  try {
    const body = await Deno.readFile(join(ROOT, path));
    return new Response(body, { headers: { "content-type": type } });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return new Response("not found", { status: 404 });
  }
});
