/** Declarations of everything that entries reach. */
import { fromFileUrl, join } from "../lib/deps/std_path.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");

/**
 * Writes them to `directory`, each as `rewrite` makes it. The compiler knows neither Deno's names
 * nor its specifiers, and says so; `deno check` is what holds the types, here they are only written
 * out.
 */
export async function writeTypes(
  directory: string,
  entries: readonly string[],
  rewrite: (text: string) => string,
): Promise<void> {
  await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--no-lock", "--quiet", "npm:typescript@5.9.3/bin/tsc"],
      ...["--declaration", "--emitDeclarationOnly", "--skipLibCheck", "--strict", "--types", ","],
      ...["--module", "esnext", "--moduleResolution", "bundler", "--allowImportingTsExtensions"],
      ...["--target", "esnext", "--lib", "esnext,dom,dom.iterable,dom.asynciterable"],
      ...["--rootDir", ".", "--outDir", directory, ...entries],
    ],
    cwd: ROOT,
  }).output();
  for (const entry of entries) {
    await Deno.stat(join(directory, entry.replace(/\.ts$/, ".d.ts")));
  }
  for await (const file of filesBelow(directory)) {
    await Deno.writeTextFile(file, rewrite(await Deno.readTextFile(file)));
  }
}

/** Every file below a directory. */
export async function* filesBelow(directory: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = join(directory, name);
    if (isDirectory) yield* filesBelow(path);
    else yield path;
  }
}
