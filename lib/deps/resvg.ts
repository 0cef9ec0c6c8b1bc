/** Door to `@resvg/resvg-wasm`: SVG drawn as PNG. */
import type * as ResvgWasm from "npm:@resvg/resvg-wasm@2.6.2";
import { resvgModule } from "./resvg_module.js";

let loaded: Promise<typeof ResvgWasm> | undefined;

/** The package, initialised, loaded on first use. */
export function loadResvg(): Promise<typeof ResvgWasm> {
  loaded ??= (async () => {
    const [library, module] = await Promise.all([
      import("npm:@resvg/resvg-wasm@2.6.2"),
      resvgModule(),
    ]);
    await library.initWasm(module);
    return library;
  })();
  return loaded;
}
