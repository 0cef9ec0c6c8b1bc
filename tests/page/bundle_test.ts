import { bundlePage } from "../../.ci/bundle.ts";
import { readText } from "../house/tree.ts";
import { assertOk } from "../deps.ts";

Deno.test({
  name: "browser_text.ts: is what its sources make; `deno task page` brings it up to date",
  // The bundler is a process of its own, which ends when it likes.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => assertOk(await bundlePage() === readText("lib/page/browser_text.ts")),
});
