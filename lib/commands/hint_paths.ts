import { type PondError, shellWord, suggest } from "../base/mod.ts";
import type { PondReader } from "../pond/mod.ts";
import { formatPath, parsePath } from "../paths/mod.ts";
import { isHostDirectory, isHostFile } from "./host_file.ts";
import { entryPath, nodeAt } from "./tree_facts.ts";

/** What a person asked for when it failed. */
export interface Asked {
  /** The command's name. */
  readonly command: string;
  /** Its words, as written. */
  readonly words: readonly string[];
  /** SQL among them. */
  readonly queries: readonly string[];
}

/** Names beyond which nobody looks for a typing mistake. */
const MOST_NAMES = 10_000;

/** `did you mean /daily?`: the entry most like the first missing component of `path`. */
export async function nearPathHint(reader: PondReader, path: string): Promise<string | undefined> {
  const components = parsePath(path);
  for (let depth = 0; depth < components.length; depth++) {
    const parent = formatPath(components.slice(0, depth));
    const node = await nodeAt(reader, parent);
    if (node?.kind !== "directory") return undefined;
    const name = components[depth]!;
    const names: string[] = [];
    for await (const entry of node.list()) {
      if (entry.name === name) break;
      if (names.push(entry.name) >= MOST_NAMES) break;
    }
    const here = await nodeAt(reader, entryPath(parent, name));
    if (here) continue;
    const near = suggest(name, names) ?? names.find((each) => each.replace(/\.\w+$/, "") === name);
    return near === undefined ? undefined : `did you mean ${entryPath(parent, near)}?`;
  }
  return undefined;
}

/** The line to type where a word names a file of the host and no path of the pond. */
export async function hostFileHint(error: PondError, asked: Asked): Promise<string | undefined> {
  const missing = String(error.data.path);
  for (const word of asked.words) {
    if (word === "-" || formatPath(parsePath(word)) !== missing) continue;
    const hostPath = word.replace(/^host:/, "");
    if (!(await isHostFile(hostPath))) continue;
    if (TAKES_HOST_FILES.has(asked.command) && word !== asked.words.at(-1)) {
      const words = asked.words.map((each) => each === word ? `host:${word}` : each);
      const line = `pond ${asked.command} ${words.map(shellWord).join(" ")}`;
      return `${word} is a file of the host: \`${line}\``;
    }
    return `${hostPath} is a file of the host: \`${copyLine(hostPath)}\` brings it into the pond`;
  }
  return undefined;
}

/** Commands whose first words may be files of the host. */
const TAKES_HOST_FILES = new Set(["copy", "ingest"]);

/** The command that brings a file of the host into the pond. */
export function copyLine(hostPath: string): string {
  const name = hostPath.split("/").at(-1)!;
  return `pond copy ${shellWord(`host:${hostPath}`)} ${shellWord(`/${name}`)}`;
}

/** Both readings of a destination whose directory the pond doesn't have and the host does. */
export async function hostDestinationHint(asked: Asked): Promise<string | undefined> {
  const word = asked.words.at(-1) ?? "";
  const parent = /^(\/.+)\/[^/]+$/.exec(word)?.[1];
  if (asked.command !== "copy" || parent === undefined) return undefined;
  if (!(await isHostDirectory(parent))) return undefined;
  return `host:${word} is the one on the host; \`pond mkdir -p ${
    shellWord(parent)
  }\` makes the directory in the pond`;
}

/** The line to type where several words are files of the host: the shell has expanded a glob. */
export async function shellGlobHint({ command, words }: Asked): Promise<string | undefined> {
  if (command === "copy") return undefined;
  const plain = words.filter((word) => !word.startsWith("host:"));
  if (plain.length < 2) return undefined;
  for (const word of plain) if (!(await isHostFile(word))) return undefined;
  return `the shell has put files of the host in the place of a glob: \`pond ${command} '*'\``;
}

/** The line to type where the path was meant as a word of SQL. */
export function tablesHint({ command, words }: Asked): string | undefined {
  if (command !== "show" || !/^(tables|databases|schemas?|columns)$/i.test(words[0] ?? "")) {
    return undefined;
  }
  return "`pond list -R` lists what there is, `pond describe PATH` the columns of a table";
}
