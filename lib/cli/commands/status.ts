import type { MaintainReport, PondStatus } from "../../commands/mod.ts";
import { plainOf as maintenancePlain } from "./maintain.ts";
import { defineCommand } from "../command.ts";
import { JSON_FLAG } from "../format_flags.ts";
import { jsonText } from "../json.ts";
import { formatBytes } from "../progress.ts";
import { maintenanceFacts } from "../maintenance_text.ts";
import { factLines } from "../text.ts";

export const status = defineCommand({
  name: "status",
  alsoTried: ["du", "df"],
  summary: "shows where the pond is, how big it is, and whether maintain would pay",
  positionals: [],
  flags: JSON_FLAG,
  examples: [{ words: "pond status --json", help: "for programs" }],
  async run(call) {
    const { maintenancePays, statusCommand } = await import("../../commands/mod.ts");
    const found = await statusCommand(await call.pond());
    const pays = maintenancePays(found.maintenance);
    await call.output.write(
      call.options.json ? jsonText(plainOf(found, pays)) : statusText(found, pays),
    );
  },
});

/** The object that programs get. */
function plainOf(found: PondStatus, pays: boolean) {
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
    maintenance: { pays, ...maintenancePlain(found.maintenance) },
  };
}

function statusText(found: PondStatus, pays: boolean): string {
  return factLines([
    ["pond", found.hostPath],
    ["transactions", found.transactions],
    ["nodes", `${found.nodes} (${found.directories} directories)`],
    ["versions", found.versions],
    ["data", `${found.dataFiles} files, ${formatBytes(found.dataBytes)}`],
    ["blobs", `${found.blobs}, ${formatBytes(found.blobBytes)}`],
    ["cache", `${found.cacheEntries} entries, ${formatBytes(found.cacheBytes)}`],
    ["leftovers", found.leftovers],
    ["maintain", maintenanceText(found.maintenance, pays)],
  ]);
}

function maintenanceText(planned: MaintainReport, pays: boolean): string {
  const facts = maintenanceFacts(planned).map(([what, which]) => `${what} ${which}`);
  if (facts.length === 0) return "nothing to gain";
  return `${pays ? "would pay" : "would gain little"}: ${facts.join("; ")}`;
}
