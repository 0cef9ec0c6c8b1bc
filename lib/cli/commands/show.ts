import { formatTimeUs, PondError, printable } from "../../base/mod.ts";
import type { ShownNode } from "../../commands/mod.ts";
import { AT_FLAG } from "../at_flag.ts";
import { defineCommand } from "../command.ts";
import { JSON_FLAG } from "../format_flags.ts";
import { jsonText } from "../json.ts";
import { alignedLines, factLines, factText, pathText, timeText } from "../text.ts";

export const show = defineCommand({
  name: "show",
  alsoTried: ["stat", "info"],
  summary: "shows one node whole: id, versions, config",
  positionals: [{ name: "PATH", help: "a pond path; a link is shown itself", completes: "pond" }],
  flags: {
    ...AT_FLAG,
    config: { is: "boolean", help: "a dynamic node's YAML alone, as it was written" },
    version: { is: "integer", value: "N", least: 1, help: "an older version" },
    ...JSON_FLAG,
  },
  examples: [
    { words: "pond show /sensors.series", help: "every version with time, size and hash" },
    { words: "pond show --config --version 1 /alerts", help: "what the config was at first" },
  ],
  async run(call) {
    const { showCommand, showConfig } = await import("../../commands/mod.ts");
    const { config, json, version } = call.options;
    const options = { path: call.positionals[0]!, version };
    const pond = await call.pond();
    if (config) {
      if (json) throw new PondError("usage", "cannot show a config as JSON: it is YAML");
      return await call.output.write(await showConfig(pond, options));
    }
    const node = await showCommand(pond, options);
    await call.output.write(json ? jsonText(plainOf(node)) : shownText(node));
  },
});

/** The object that programs get. */
function plainOf(node: ShownNode) {
  return {
    path: node.path,
    id: node.id,
    kind: node.kind,
    factory: node.factory,
    version: node.version,
    size: node.sizeBytes,
    modified: node.modifiedUs === null ? null : formatTimeUs(node.modifiedUs),
    sha256: node.sha256,
    target: node.target,
    config: node.config,
    problem: node.broken?.message ?? null,
    versions: node.versions.map((each) => ({
      version: each.version,
      transaction: each.transaction,
      time: formatTimeUs(each.timestampUs),
      size: each.sizeBytes,
      sha256: each.sha256,
      attributes: each.attributes,
      ...(each.isWithdrawn ? { withdrawn: true } : {}),
    })),
  };
}

function shownText(node: ShownNode): string {
  const facts = factLines([
    ["path", pathText(node)],
    ["id", node.id],
    ["kind", node.kind],
    ["factory", node.factory ?? undefined],
    ["target", node.target ?? undefined],
    ["version", node.version],
    ["size", node.sizeBytes ?? undefined],
    ["modified", timeText(node.modifiedUs)],
    ["sha256", node.sha256 ?? undefined],
    ["problem", node.broken?.message ?? undefined],
  ]);
  return facts + versionLines(node) + configLines(node);
}

function versionLines({ versions }: ShownNode): string {
  if (versions.length === 0) return "";
  const isIngested = versions.some(({ attributes }) => sourceText(attributes) !== "");
  const rows = versions.map((each) => [
    `  ${each.version}`,
    timeText(each.timestampUs),
    `${each.transaction}`,
    `${each.sizeBytes}`,
    `${factText(each.sha256)}${each.isWithdrawn ? "  (withdrawn)" : ""}`,
    ...(isIngested ? [sourceText(each.attributes)] : []),
  ]);
  const heads = ["  version", "time", "transaction", "size", "sha256"];
  if (isIngested) heads.push("ingested from");
  return `versions:\n${alignedLines([heads, ...rows])}`;
}

/** What a version was ingested from; empty where it wasn't. */
function sourceText({ ingest }: Readonly<Record<string, unknown>>): string {
  const { source } = (ingest ?? {}) as { source?: unknown };
  return typeof source === "string" ? factText(source) : "";
}

function configLines({ config }: ShownNode): string {
  if (config === null) return "";
  const lines = printable(config, { keepLines: true }).trimEnd().split("\n");
  return `config:\n${lines.map((line) => `  ${line}\n`).join("")}`;
}
