import { TEXT_OPTIONS } from "../table/mod.ts";
import type { Flag, Flags } from "./description.ts";

/** Every option of text as a flag: `time_format` is `--time-format`. */
export const TEXT_FLAGS: Flags = Object.fromEntries(
  TEXT_OPTIONS.map((option): [string, Flag] => [
    option.name.replaceAll("_", "-"),
    { is: "texts", value: option.placeholder, help: flagHelp(option.help) },
  ]),
);

/** The options of text that were given, by their names in configs. */
export function textOptionsOf(
  options: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, readonly string[]> {
  const given = new Map<string, readonly string[]>();
  for (const { name } of TEXT_OPTIONS) {
    const value = options[name.replaceAll("_", "-")];
    if (Array.isArray(value)) given.set(name, value.map(String));
  }
  return given;
}

function flagHelp(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
