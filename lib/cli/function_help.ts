import { printable } from "../base/mod.ts";
import type { FunctionHelp } from "../commands/mod.ts";
import { alignedLines } from "./text.ts";

/** All functions by topic, for `pond sql --functions`. */
export function functionListText(functions: readonly FunctionHelp[]): string {
  const topics = Map.groupBy(functions, ({ topic }) => topic);
  const width = Math.max(...functions.map(({ names }) => names[0]!.length));
  const parts = [...topics].map(([topic, each]) => {
    const rows = each.map(({ names, description }) => [
      `  ${names[0]!.padEnd(width)}`,
      description,
    ]);
    return `${HEADS[topic] ?? topic}\n${alignedLines(rows)}`;
  });
  return `${parts.join("\n")}\n` +
    "The functions of DuckDB 1.1 work too. `pond sql --functions NAME` shows one of these whole.\n";
}

const HEADS: Readonly<Record<string, string>> = { json: "JSON", time: "Time zones" };

/** One function whole, for `pond sql --functions NAME`. */
export function functionHelpText({ names, description, calls, example, answer }: FunctionHelp) {
  const also = names.length > 1 ? `Also: ${names.slice(1).join(", ")}\n` : "";
  const lines = [
    `${names[0]}: ${description}\n${also}`,
    `Calls:\n${calls.map((call) => `  ${call}\n`).join("")}`,
    `Example:\n  pond sql ${shellQuoted(`SELECT ${example}`)}\n  ${
      answer.replaceAll("\n", "\n  ")
    }\n`,
  ];
  return printable(lines.join("\n"), { keepLines: true });
}

function shellQuoted(text: string): string {
  return text.includes("'") ? `"${text.replace(/["\\$`]/g, "\\$&")}"` : `'${text}'`;
}
