import type { Extensions, Pond } from "../commands/mod.ts";
import type { Command } from "./command.ts";
import type { Flag, Flags, Positional } from "./description.ts";
import { PROGRAM_FLAGS } from "./global_flags.ts";
import { TOPICS } from "./topics.ts";

/** Options whose values are host files or directories, whatever command has them. */
const HOST_FLAGS = new Set(["pond", "file", "output", "to", "allow-read", "allow-write"]);
const COLUMN_FLAGS = new Set(["x", "y", "by"]);
/** Commands whose paths may begin with `host:`. */
const BOTH_SIDES = new Set(["copy", "ingest"]);

/** What candidates are found in. */
export interface CompletionWorld {
  readonly commands: readonly Command[];
  /** Beside those that are built in. */
  readonly factories: NonNullable<Extensions["factories"]>;
  /** The pond that `--pond` among the words names, else the usual one. */
  pond(given: string | undefined): Promise<Pond>;
}

/** What has been understood of the words before the cursor. */
interface Understood {
  readonly command: Command | undefined;
  readonly positionals: readonly string[];
  /** The option that the word at the cursor is a value of. */
  readonly pending: { readonly name: string; readonly flag: Flag } | undefined;
  readonly pond: string | undefined;
  readonly onlyPositionals: boolean;
}

/**
 * Everything that the last of `words` can become, and nothing else; `words` begin after the
 * program's name.
 */
export async function completeWords(
  words: readonly string[],
  world: CompletionWorld,
): Promise<string[]> {
  const current = words.at(-1) ?? "";
  const understood = understand(words.slice(0, -1), world.commands);
  const { command, pending, onlyPositionals } = understood;
  const search = { understood, world };
  const flags: Flags = { ...PROGRAM_FLAGS, ...command?.flags };
  const equals = /^--([\w-]+)=(.*)$/s.exec(current);
  if (equals && !pending) {
    const flag = flags[equals[1]!];
    const found = flag ? await valuesOf(equals[1]!, flag, { ...search, current: equals[2]! }) : [];
    return found.map((each) => `--${equals[1]}=${each}`);
  }
  if (pending) return await valuesOf(pending.name, pending.flag, { ...search, current });
  if (current.startsWith("-") && current !== "-" && !onlyPositionals) {
    const names = Object.keys(command ? { ...flags } : PROGRAM_FLAGS).map((name) => `--${name}`);
    return starting(names, current);
  }
  if (!command) return starting(world.commands.map(({ name }) => name), current);
  return await wordsFor(positionalAt(command.positionals, understood), { ...search, current });
}

interface Search {
  readonly understood: Understood;
  readonly world: CompletionWorld;
  readonly current: string;
}

function understand(words: readonly string[], commands: readonly Command[]): Understood {
  let command: Command | undefined;
  let pond: string | undefined;
  let onlyPositionals = false;
  const positionals: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const flags: Flags = { ...PROGRAM_FLAGS, ...command?.flags };
    const found = onlyPositionals ? undefined : flagCalled(word, flags);
    if (found) {
      if (found.flag.is === "boolean" || word.includes("=")) continue;
      if (i === words.length - 1) {
        return { command, positionals, pending: found, pond, onlyPositionals };
      }
      if (found.name === "pond") pond = words[i + 1];
      i++;
    } else if (word === "--") onlyPositionals = true;
    else if (!command) command = commands.find(({ name }) => name === word);
    else positionals.push(word);
  }
  return { command, positionals, pending: undefined, pond, onlyPositionals };
}

function flagCalled(word: string, flags: Flags): { name: string; flag: Flag } | undefined {
  const long = /^--([\w-]+)/.exec(word)?.[1];
  const letter = /^-(\w)$/.exec(word)?.[1];
  const found = Object.entries(flags).find(([name, { short }]) =>
    name === long || (letter !== undefined && short === letter)
  );
  return found && { name: found[0], flag: found[1] };
}

function positionalAt(
  described: readonly Positional[],
  { positionals }: Understood,
): Positional | undefined {
  const many = described.findIndex((each) => each.many);
  const at = positionals.length;
  return many >= 0 && at >= many ? described[many] : described[at];
}

async function valuesOf(name: string, flag: Flag, search: Search): Promise<string[]> {
  const { current, understood } = search;
  if (flag.is === "choice") return starting(flag.values, current);
  if (name === "factory") return await factoryNames(search);
  if (COLUMN_FLAGS.has(name)) return await columnNames(search);
  const isOutput = understood.command?.name !== "sql" || name === "file";
  return HOST_FLAGS.has(name) && isOutput ? await hostPaths(current) : [];
}

async function wordsFor(
  positional: Positional | undefined,
  search: Search,
): Promise<string[]> {
  const { current, understood, world } = search;
  const { completes } = positional ?? {};
  if (Array.isArray(completes)) return starting(completes, current);
  if (completes === "host") return await hostPaths(current);
  if (completes === "factory") return await factoryNames(search);
  if (completes === "help") {
    return starting([...world.commands, ...TOPICS].map(({ name }) => name), current);
  }
  if (completes !== "pond") return [];
  const both = BOTH_SIDES.has(understood.command!.name);
  if (both && current.startsWith("host:")) {
    return (await hostPaths(current.slice(5))).map((path) => `host:${path}`);
  }
  const { completePaths } = await import("../commands/mod.ts");
  const paths = await completePaths(await world.pond(understood.pond), { word: current });
  const rooted = current === "" ? paths.map((path) => `/${path}`) : paths;
  return [...rooted, ...both ? starting(["host:"], current) : []];
}

async function factoryNames({ current, world }: Search): Promise<string[]> {
  const { factoriesCommand } = await import("../commands/mod.ts");
  const factories = factoriesCommand({ factories: world.factories });
  return starting(factories.map(({ name }) => name), current);
}

/** Columns of the table that has been named already; after a comma those that come next. */
async function columnNames({ current, understood, world }: Search): Promise<string[]> {
  const [path] = understood.positionals;
  if (path === undefined) return [];
  const before = current.slice(0, current.lastIndexOf(",") + 1);
  const node = await (await (await world.pond(understood.pond)).read()).resolve(path);
  if (node.kind === "directory" || node.kind === "symlink") return [];
  const columns = (await node.table?.describe())?.columns ?? [];
  return starting(columns.map(({ name }) => `${before}${name}`), current);
}

async function hostPaths(word: string): Promise<string[]> {
  const above = word.slice(0, word.lastIndexOf("/") + 1);
  const start = word.slice(above.length);
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(above === "" ? "." : above)) {
    if (!name.startsWith(start) || (name.startsWith(".") && !start.startsWith("."))) continue;
    found.push(`${above}${name}${isDirectory ? "/" : ""}`);
  }
  return found.sort();
}

function starting(names: readonly string[], start: string): string[] {
  return names.filter((name) => name.startsWith(start));
}
