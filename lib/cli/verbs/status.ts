import type { PondStatus } from "../../commands/mod.ts";
import { defineVerb } from "../verb.ts";
import { JSON_FLAG } from "../format_flags.ts";
import { jsonText } from "../json.ts";
import { formatBytes } from "../progress.ts";
import { factLines } from "../text.ts";

export const status = defineVerb({
  name: "status",
  alsoTried: ["du", "df"],
  summary: "tells where the pond is and how big",
  positionals: [],
  flags: JSON_FLAG,
  examples: [{ words: "pond status --json", help: "for programs" }],
  async run(call) {
    const { statusCommand } = await import("../../commands/mod.ts");
    const found = await statusCommand(await call.pond());
    await call.output.write(call.options.json ? jsonText(plainOf(found)) : statusText(found));
  },
});

/** The object that programs get. */
function plainOf(found: PondStatus) {
  return {
    pond: found.hostPath,
    transactions: found.transactions,
    nodes: found.nodes,
    directories: found.directories,
    versions: found.versions,
    data_files: found.dataFiles,
    data_bytes: found.dataBytes,
    blobs: found.blobs,
    blob_bytes: found.blobBytes,
    cache_entries: found.cacheEntries,
    cache_bytes: found.cacheBytes,
    leftovers: found.leftovers,
  };
}

function statusText(found: PondStatus): string {
  return factLines([
    ["pond", found.hostPath],
    ["transactions", found.transactions],
    ["nodes", `${found.nodes} (${found.directories} directories)`],
    ["versions", found.versions],
    ["data", `${found.dataFiles} files, ${formatBytes(found.dataBytes)}`],
    ["blobs", `${found.blobs}, ${formatBytes(found.blobBytes)}`],
    ["cache", `${found.cacheEntries} entries, ${formatBytes(found.cacheBytes)}`],
    ["leftovers", found.leftovers],
  ]);
}
