/** What hints tell people to type is there to be typed. */
import { GLOBAL_FLAGS, PROGRAM_FLAGS } from "../../lib/cli/global_flags.ts";
import { COMMANDS } from "../../lib/cli/program/command_list.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { readText, sourceFiles } from "./tree.ts";

const FLAGS = new Map(
  COMMANDS.map(({ name, flags }) => [name, new Set([...Object.keys(flags), "help"])]),
);
/** `--wait` is in every command that writes (tests/cli/wait_test.ts). */
const EVERYWHERE = new Set(["wait", ...Object.keys(GLOBAL_FLAGS), ...Object.keys(PROGRAM_FLAGS)]);
const ANYWHERE = new Set([...EVERYWHERE, ...[...FLAGS.values()].flatMap((flags) => [...flags])]);
/** Programs of others that pond names, whose options are theirs. */
const OTHERS = /\b(?:dbt|spark-submit|pyspark|deno) .*/;
/** Whose rooms only one command enters, or whose flag was given where they speak of it. */
const OWNED: readonly (readonly [file: RegExp, command: string])[] = [
  [/^lib\/export\//, "export"],
  [/^lib\/page\//, "page"],
  [/^lib\/(?:pond\/live_host|encode\/encode_grid)/, "cat"],
  // Of every command that runs queries, see MEMORY_FLAG; POND_MEMORY for the others.
  [/^lib\/sql\/duckdb\/errors/, "sql"],
];
/** Files of text for other programs. */
const FOREIGN = /^lib\/(?:export\/views\/|page\/browser)/;

/** `--flag` in a text that people may see. */
const FLAG = /(?<![\w-])--([a-z][a-z-]*[a-z])(?![\w-]|\(|\$| ===? )/g;
const COMMENT = /^\s*(?:\*|\/\*|\/\/)/;
/** `pond COMMAND …` as far as a text goes on about it. */
const TYPED = /\bpond ([a-z]+)((?:(?!\bpond\b)[^`;])*)/g;

/** The command that alone says what `file` says; undefined where several do. */
function commandOf(file: string): string | undefined {
  const [own] = /(?<=commands\/)[a-z]+/.exec(file) ?? [];
  if (own !== undefined && FLAGS.has(own)) return own;
  return OWNED.find(([pattern]) => pattern.test(file))?.[1];
}

/**
 * What of `line`, which stands in `file`, can't be typed. Rooms that many commands enter have to
 * name one that has the option.
 */
function untypable(line: string, file: string): string[] {
  const named = [...line.matchAll(TYPED)].map(([, command]) => command!);
  const isShared = !/^lib\/(?:cli|commands)\//.test(file);
  const owner = commandOf(file);
  const hasHint = /\bhint\b/.test(line);
  const may = (flag: string) => {
    if (EVERYWHERE.has(flag)) return true;
    const commands = isShared || hasHint ? [...named, ...(owner ? [owner] : [])] : [];
    if (commands.length === 0) return !isShared && ANYWHERE.has(flag);
    return commands.some((command) => FLAGS.get(command)?.has(flag));
  };
  const wrong: string[] = [];
  const rest = line.replace(OTHERS, "").replace(TYPED, (typed, command: string, words: string) => {
    const flags = FLAGS.get(command);
    const own = /^[^`;]*?(?=$|`| and )/.exec(words)![0];
    for (const [, flag] of flags ? own.matchAll(FLAG) : []) {
      if (!flags!.has(flag!) && !EVERYWHERE.has(flag!)) wrong.push(`pond ${command} --${flag}`);
    }
    return flags ? words.slice(own.length) : typed;
  });
  for (const [, flag] of rest.matchAll(FLAG)) if (!may(flag!)) wrong.push(`--${flag}`);
  return wrong;
}

Deno.test("house: every option that a hint or message names exists, in the command it names", () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const file of sourceFiles().filter((name) => name.startsWith("lib/"))) {
    if (FOREIGN.test(file)) continue;
    for (const [i, line] of readText(file).split("\n").entries()) {
      if (COMMENT.test(line) || !line.includes("--") || !/["`']/.test(line)) continue;
      seen++;
      wrong.push(...untypable(line, file).map((what) => `${file}:${i + 1}: ${what}`));
    }
  }
  assertOk(seen >= 100, `only ${seen} lines`);
  assertEquals(wrong, []);
});

Deno.test("house: an option that doesn't exist, or not there, is found", () => {
  assertEquals(untypable('hint: "raise --memory-of-mine"', "lib/sql/x.ts"), ["--memory-of-mine"]);
  assertEquals(untypable('hint: "`pond cat X --repair`"', "lib/sql/x.ts"), ["pond cat --repair"]);
  assertEquals(untypable('hint: "--repair does"', "lib/commands/cat.ts"), ["--repair"]);
  assertEquals(untypable('"--as data does"', "lib/sql/x.ts"), ["--as"]);
  assertEquals(untypable('"`pond copy` and `pond ingest` with --again"', "lib/sql/x.ts"), []);
  assertEquals(untypable('hint: "`pond fsck --repair`, --quiet"', "lib/commands/cat.ts"), []);
});
