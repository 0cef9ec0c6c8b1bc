import { dirname, resolve } from "../deps/std_path.ts";
import {
  compileGlob,
  fixedPrefix,
  isDotMatch,
  isGlob,
  isSourceUrl,
  parsePath,
  sourcePath,
} from "../paths/mod.ts";
import type { Pond } from "../pond/mod.ts";
import { isHostDirectory } from "./host_file.ts";
import { expandBraces } from "./host_glob.ts";

/** Files of the host, by a directory that they are all in. */
export interface WatchedFiles {
  readonly directory: string;
  /** Whether a change of the file at `hostPath`, absolute, can matter. */
  concerns(hostPath: string): boolean;
}

/**
 * The host files that a command can read: those that its words and the files of documents and
 * queries among them name, and in mounts of the pond what its words and nodes name. What a command
 * writes beside them, its log or its results, is none of them, so that it doesn't start itself.
 * Files of the pond's own directory are never watched.
 */
export async function watchedFiles(
  pond: Pond,
  words: readonly string[],
): Promise<readonly WatchedFiles[]> {
  const documents = words.filter((word) => /\.(ya?ml|sql)$/i.test(word)).map((word) =>
    resolve(word.replace(/^host:/, ""))
  );
  const texts = [...words, ...documents.map(textOf)];
  const found: WatchedFiles[] = [];
  for (const path of documents) found.push({ directory: dirname(path), concerns: isAt(path) });
  for (const path of texts.flatMap(hostPathsIn)) {
    for (const each of expandBraces(path)) found.push(await namedBy(each));
  }
  found.push(...await mounted(pond, texts.flatMap(pondPathsIn)));
  const own = `${pond.hostPath}/`;
  return found.filter(({ directory }) => !`${directory}/`.startsWith(own));
}

function textOf(hostPath: string): string {
  try {
    return Deno.readTextFileSync(hostPath);
  } catch {
    // The command itself says what is wrong with it; its coming is waited for.
    return "";
  }
}

/** Paths behind `host:`; in a text they end where a word or a quoted text does. */
function hostPathsIn(text: string): string[] {
  if (text.startsWith("host:")) return [resolve(text.slice("host:".length))];
  return [...text.matchAll(/(["']?)\bhost:(.+?)(?:\1(?=[\s,\]}]|$)|$)/gm)]
    .map(([, quote, path]) => resolve(quote ? path! : path!.split(/[\s,\]}]/)[0]!));
}

/** Pond paths and globs, by themselves, in URLs, and in the quotes of a query or a document. */
function pondPathsIn(text: string): string[] {
  const parts = [
    text,
    ...[...text.matchAll(/"([^"]+)"|'([^']+)'|:\s+(\S+)/g)].map((match) =>
      match[1] ?? match[2] ?? match[3]!
    ),
  ];
  return parts.filter((part) => part.startsWith("/") || isSourceUrl(part)).map(sourcePath);
}

function isAt(path: string): (hostPath: string) => boolean {
  return (hostPath) => hostPath === path || hostPath.startsWith(`${path}/`);
}

/** What a word behind `host:` names: a file, a directory with all below it, or a glob. */
async function namedBy(path: string): Promise<WatchedFiles> {
  if (!isGlob(path)) {
    const directory = await isHostDirectory(path) ? path : dirname(path);
    return { directory, concerns: isAt(path) };
  }
  const concerns = matches(path);
  let directory = fixedPrefix(path);
  while (!await isHostDirectory(directory) && directory !== "/") directory = dirname(directory);
  return { directory, concerns };
}

/** Whether a path is one that `pattern` means: as its match; below it, where it is no glob. */
function matches(pattern: string): (path: string) => boolean {
  if (!isGlob(pattern)) return isAt(pattern.replace(/(?<=.)\/+$/, ""));
  const glob = compileGlob(pattern);
  return (path) =>
    glob.match(path.split("/").filter((name) => name !== "")) !== undefined &&
    !isDotMatch(path, pattern);
}

/** In each mount, what the paths and the configs of nodes name of it. */
async function mounted(pond: Pond, paths: readonly string[]): Promise<WatchedFiles[]> {
  const tests = paths.filter(isPath).map(matches);
  const mounts: { readonly path: string; readonly hostPath: string }[] = [];
  for await (const { path, node } of (await pond.read()).walk("/")) {
    if (node.kind === "symlink") continue;
    const provenance = node.provenance?.();
    for (const { source, isLiteral } of provenance?.inputs ?? []) {
      const named = isLiteral ? source : sourcePath(source);
      if (isPath(named)) tests.push(matches(named));
    }
    const isMount = node.factory === "hostmount" && node.kind === "directory" && node.config;
    if (isMount && provenance?.hostPath) mounts.push({ path, hostPath: provenance.hostPath });
  }
  return mounts.map(({ path, hostPath }) => ({
    directory: hostPath,
    concerns: (changed) => {
      const inPond = `${path === "/" ? "" : path}${changed.slice(hostPath.length)}`;
      return changed.startsWith(`${hostPath}/`) && tests.some((test) => test(inPond));
    },
  }));
}

function isPath(text: string): boolean {
  try {
    return parsePath(text).length >= 0;
  } catch {
    // A text that looks like a path, such as a part of a query.
    return false;
  }
}
