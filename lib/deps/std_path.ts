/** Door to `@std/path` (through `npm:deno-std`, which carries no types): host paths only. */
import * as path from "npm:deno-std@1.4.0/path/mod.js";

interface PathModule {
  basename(path: string, suffix?: string): string;
  dirname(path: string): string;
  isAbsolute(path: string): boolean;
  join(...paths: string[]): string;
  normalize(path: string): string;
  relative(from: string, to: string): string;
  resolve(...paths: string[]): string;
  fromFileUrl(url: string | URL): string;
}

export const {
  basename,
  dirname,
  isAbsolute,
  join,
  normalize,
  relative,
  resolve,
  fromFileUrl,
} = path as unknown as PathModule;
