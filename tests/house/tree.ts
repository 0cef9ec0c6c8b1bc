/** The repository as a list of files, for tests that hold the whole of it to the house rules. */
import { fromFileUrl, relative } from "../../lib/deps/std_path.ts";

/** The repository's root on the host, without a trailing slash. */
export const ROOT: string = fromFileUrl(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Directories that hold no source: made by tools, and ignored by git. */
const SKIPPED = new Set([".git", "node_modules", "dist", "__pycache__", ".pond"]);

/** Every file of the repository below `directory`, relative to the root, in byte order. */
export function repositoryFiles(directory: string = ROOT): string[] {
  const found: string[] = [];
  for (const entry of Deno.readDirSync(directory)) {
    if (SKIPPED.has(entry.name)) continue;
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory) found.push(...repositoryFiles(path));
    else if (entry.isFile) found.push(relative(ROOT, path));
  }
  return found.sort();
}

/** TypeScript and JavaScript of the repository, declaration files left out. */
export function sourceFiles(): string[] {
  return repositoryFiles().filter((file) => /\.(ts|js)$/.test(file) && !file.endsWith(".d.ts"));
}

/** The text of a file of the repository. */
export function readText(file: string): string {
  return Deno.readTextFileSync(`${ROOT}/${file}`);
}
