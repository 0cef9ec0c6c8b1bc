/**
 * The program of `pond page`, bundled: `lib/page/browser/` with uPlot and the style, as text in
 * `lib/page/browser_text.ts`, which is committed. A test says when it is behind its sources.
 */
import { fromFileUrl, join } from "../lib/deps/std_path.ts";
import { bundlePage } from "./bundle.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");

await Deno.writeTextFile(join(ROOT, "lib/page/browser_text.ts"), await bundlePage());
