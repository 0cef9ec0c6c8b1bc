import { type OutputFormat, PondError, printable } from "../base/mod.ts";
import type { ExplainedRelation, Explanation } from "../commands/mod.ts";
import type { Call } from "./call.ts";
import { jsonText } from "./json.ts";
import { factLines } from "./text.ts";

/**
 * Writes what a query resolved to and what it cost: text for people, or one JSON object.
 * @throws {PondError} `usage` for any other format
 */
export async function writeExplanation(
  { output }: Pick<Call, "output">,
  explanation: Explanation,
  format: OutputFormat | undefined,
): Promise<void> {
  if (format === "json") return await output.write(jsonText(plainOf(explanation)));
  if (format !== undefined) {
    throw new PondError(
      "usage",
      `cannot explain as ${format}: it is text, or an object with --json`,
    );
  }
  const { relations, plan } = explanation;
  await output.write("relations:\n");
  for (const relation of relations) await output.write(relationLines(relation, 1));
  await output.write(`\nplan:\n${printable(plan, { keepLines: true }).trimEnd()}\n\ncounters:\n`);
  await output.write(
    factLines(Object.entries(countersOf(explanation))).replace(/^/gm, "  ").trimEnd() + "\n",
  );
}

/** The object that `--explain --json` promises to programs. */
function plainOf(explanation: Explanation) {
  const { relations, plan } = explanation;
  return { relations, plan, counters: countersOf(explanation) };
}

function countersOf({ counters }: Explanation) {
  return {
    versions_total: counters.versionsTotal,
    versions_skipped: counters.versionsSkipped,
    versions_opened: counters.versionsOpened,
    row_groups_total: counters.rowGroupsTotal,
    row_groups_read: counters.rowGroupsRead,
    bytes_read: counters.bytesRead,
    rows: counters.rows,
    seconds: Math.round(counters.seconds * 1e6) / 1e6,
    cache_hits: counters.cacheHits,
    cache_misses: counters.cacheMisses,
  };
}

function relationLines(relation: ExplainedRelation, depth: number): string {
  const { name, kind, factory, files, versions, cache, since, inputs } = relation;
  const facts = [
    kind,
    ...(factory === null ? [] : [factory]),
    `${files} ${files === 1 ? "file" : "files"}`,
    `${versions} ${versions === 1 ? "version" : "versions"}`,
    ...(cache === null ? [] : [`cache ${cache}`]),
    ...(since === null ? [] : [`kept since ${since}`]),
  ];
  const line = `${"  ".repeat(depth)}${printable(name)}: ${printable(facts.join(", "))}\n`;
  return line + inputs.map((input) => relationLines(input, depth + 1)).join("");
}
