/** `deno task remote`: the program as one module, `dist/remote/pond.js`, that Deno runs from a URL. */
import { fromFileUrl, join } from "../lib/deps/std_path.ts";
import { bundleAsOne } from "./bundle.ts";

const DIRECTORY = fromFileUrl(new URL("../dist/remote", import.meta.url));

await bundleAsOne(DIRECTORY);
const { size } = await Deno.stat(join(DIRECTORY, "pond.js"));
console.log(`${join(DIRECTORY, "pond.js")}: ${(size / 1e6).toFixed(1)} MB`);
