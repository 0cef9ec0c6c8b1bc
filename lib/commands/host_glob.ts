import { PondError, toPondError } from "../base/mod.ts";
import { join } from "../deps/std_path.ts";
import { compileGlob, isGlob } from "../paths/mod.ts";
import { isHostFile } from "./host_file.ts";

/** Alternatives beyond which nobody means what they wrote. */
const MOST_ALTERNATIVES = 4096;

/**
 * The host files that `hostPath` names, in byte order: itself, where something is called that; else
 * what its braces and wildcards (`*`, `?`, `[a-z]`, `**`) match. Names that begin with a dot are
 * matched by a dot only.
 * @param hostPath absolute
 * @throws {PondError} `not-found` where a pattern matches nothing; `permission`
 */
export async function expandHostGlob(hostPath: string): Promise<string[]> {
  if (!/[{*?[]/.test(hostPath) || await isHostFile(hostPath)) return [hostPath];
  const alternatives = expandBraces(hostPath);
  if (alternatives.length === 1 && !isGlob(alternatives[0]!)) return alternatives;
  const found = new Set<string>();
  for (const pattern of alternatives) {
    if (isGlob(pattern)) { for await (const each of matches(pattern)) found.add(each); }
    // As a shell does it, a brace's alternative is there or is an error of its own.
    else found.add(pattern);
  }
  if (found.size > 0) return [...found].sort();
  throw new PondError("not-found", `cannot read host:${hostPath}: nothing matches`);
}

/** `a{b,c}d` as `abd`, `acd`; braces nest, and one without a comma stands for itself. */
function expandBraces(text: string): string[] {
  const group = firstGroup(text);
  if (!group) return [text];
  const { start, end, parts } = group;
  const rests = expandBraces(text.slice(end + 1));
  const all = parts.flatMap(expandBraces).flatMap((part) =>
    rests.map((rest) => text.slice(0, start) + part + rest)
  );
  if (all.length <= MOST_ALTERNATIVES) return all;
  throw new PondError("usage", `cannot expand ${text}: its braces have too many alternatives`);
}

function firstGroup(text: string): { start: number; end: number; parts: string[] } | undefined {
  for (let start = text.indexOf("{"); start >= 0; start = text.indexOf("{", start + 1)) {
    const parts: string[] = [];
    let [depth, from] = [0, start + 1];
    for (let i = start; i < text.length; i++) {
      if (text[i] === "{") depth++;
      else if (text[i] === "}") depth--;
      if (depth === 0 || (depth === 1 && text[i] === ",")) {
        parts.push(text.slice(from, i));
        from = i + 1;
      }
      if (depth > 0) continue;
      if (parts.length > 1) return { start, end: i, parts };
      break;
    }
  }
  return undefined;
}

async function* matches(pattern: string): AsyncGenerator<string> {
  const dotted = /(^|\/)\./.test(pattern);
  yield* below("/", compileGlob(pattern).start, dotted);
}

type State = ReturnType<typeof compileGlob>["start"];

async function* below(directory: string, state: State, dotted: boolean): AsyncGenerator<string> {
  if (!state.mayDescend) return;
  const names = state.names ?? await namesIn(directory);
  for (const name of names) {
    if (name.startsWith(".") && !dotted) continue;
    const path = join(directory, name);
    const info = await Deno.stat(path).catch(() => undefined);
    // A dangling link, or something that is gone meanwhile, is nothing that could be read.
    if (!info) continue;
    const next = state.enter(name);
    if (next.accepts) yield path;
    if (!info.isDirectory) continue;
    const link = (await Deno.lstat(path)).isSymlink;
    yield* below(path, link ? next.throughLink : next, dotted);
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    const names = [];
    for await (const { name } of Deno.readDir(directory)) names.push(name);
    return names.sort();
  } catch (error) {
    throw toPondError(error, `cannot list host:${directory}`);
  }
}
