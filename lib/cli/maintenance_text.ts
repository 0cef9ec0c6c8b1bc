import type { MaintainReport } from "../commands/mod.ts";
import { formatBytes } from "./progress.ts";

/** What maintenance did or would do, a fact a line; nothing for what it didn't. */
export function maintenanceFacts(report: MaintainReport): readonly (readonly [string, string])[] {
  const { removed } = report;
  const facts: [string, string | false][] = [
    [
      "merged",
      report.mergedVersions > 0 &&
      `${report.mergedVersions} versions of ${report.mergedSeries} series`,
    ],
    ["dropped", report.droppedVersions > 0 && `the contents of ${report.droppedVersions} versions`],
    ["forgotten", report.droppedNodes > 0 && `${report.droppedNodes} removed nodes`],
    [
      "compacted",
      report.filesBefore > report.filesAfter &&
      `${report.filesBefore} data files into ${report.filesAfter}`,
    ],
    ["removed", removedText(removed)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== false);
}

function removedText(removed: MaintainReport["removed"]): string | false {
  const counts = [
    [removed.dataFiles, "data files"],
    [removed.logFiles, "log files"],
    [removed.blobs, "contents"],
    [removed.leftovers, "unfinished writes"],
  ] as const;
  const parts = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return parts.length > 0 && `${parts.join(", ")}; ${formatBytes(removed.bytes)}`;
}
