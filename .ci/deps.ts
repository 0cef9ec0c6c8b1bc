/** Door to `esbuild`, which only compiling needs. */
export { build, type BuildOptions, type Plugin, stop } from "npm:esbuild@0.28.2";
