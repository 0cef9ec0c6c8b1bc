import { PondError, toPondError } from "../base/mod.ts";
import { join } from "../deps/std_path.ts";
import { compileGlob, isGlob } from "../paths/mod.ts";
import { countSkipped, type SkippedEntries } from "../tinyfs/mod.ts";
import { isHostFile } from "./host_file.ts";
import { Skipped } from "./skipped.ts";

/** Alternatives beyond which nobody means what they wrote. */
const MOST_ALTERNATIVES = 4096;

/**
 * The host files that `hostPath` names, in byte order: itself, where something is called that; else
 * what its braces and wildcards (`*`, `?`, `[a-z]`, `**`) match. Names that begin with a dot are
 * matched by a dot only.
 * @param hostPath absolute
 * @param onSkipped told of what matches and isn't named: links to nothing, FIFOs, sockets, devices,
 *   names that no path can say
 * @throws {PondError} `not-found` where a pattern matches nothing; `permission`
 */
export async function expandHostGlob(
  hostPath: string,
  onSkipped: (skipped: SkippedEntries) => void = () => {},
): Promise<string[]> {
  if (!/[{*?[]/.test(hostPath) || await isHostFile(hostPath)) return [hostPath];
  const alternatives = expandBraces(hostPath);
  if (alternatives.length === 1 && !isGlob(alternatives[0]!)) return alternatives;
  const found = new Set<string>();
  const skipped = new Skipped();
  for (const pattern of alternatives) {
    if (isGlob(pattern)) { for await (const each of matches(pattern, skipped)) found.add(each); }
    // As a shell does it, a brace's alternative is there or is an error of its own.
    else found.add(pattern);
  }
  if (found.size > 0) {
    onSkipped(skipped.counts);
    return [...found].sort();
  }
  const only = countSkipped(skipped.counts);
  const why = only === "" ? "nothing matches" : `nothing matches but ${only}`;
  throw new PondError("not-found", `cannot read host:${hostPath}: ${why}`);
}

/**
 * `a{b,c}d` as `abd`, `acd`; braces nest, and one without a comma stands for itself.
 * @throws {PondError} `usage` for too many alternatives
 */
export function expandBraces(text: string): string[] {
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

async function* matches(pattern: string, skipped: Skipped) {
  const dotted = /(^|\/)\./.test(pattern);
  yield* below("/", compileGlob(pattern).start, { dotted, skipped });
}

type State = ReturnType<typeof compileGlob>["start"];

interface Search {
  /** Whether names that begin with a dot are looked at. */
  readonly dotted: boolean;
  readonly skipped: Skipped;
}

async function* below(directory: string, state: State, search: Search): AsyncGenerator<string> {
  if (!state.mayDescend) return;
  const names = state.names ?? await namesIn(directory);
  for (const name of names) {
    if (name.startsWith(".") && !search.dotted) continue;
    const path = join(directory, name);
    const next = state.enter(name);
    if (!next.accepts && !next.mayDescend) continue;
    const info = await Deno.stat(path).catch(() => undefined);
    if (next.accepts) {
      const what = info ? specialKind(info) : await unreachableKind(path, name);
      if (what) search.skipped.add({ [what]: 1 });
      else if (info) yield path;
    }
    if (!info?.isDirectory) continue;
    const link = (await Deno.lstat(path)).isSymlink;
    yield* below(path, link ? next.throughLink : next, search);
  }
}

/** What is there and can't be read as a file; undefined for a file or directory. */
function specialKind(info: Deno.FileInfo): keyof SkippedEntries | undefined {
  if (info.isFile || info.isDirectory) return undefined;
  return info.isFifo ? "FIFO" : info.isSocket ? "socket" : "device";
}

/** What has a name but can't be looked at; undefined where it is gone. */
async function unreachableKind(
  path: string,
  name: string,
): Promise<keyof SkippedEntries | undefined> {
  const link = await Deno.lstat(path).catch(() => undefined);
  if (link) return link.isSymlink ? "symbolic link" : undefined;
  // Bytes that are no UTF-8 come decoded with replacement characters, and nothing has that name.
  return name.includes("\ufffd") ? "name" : undefined;
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
