import { printable } from "../base/mod.ts";
import type { Finding } from "../commands/mod.ts";

/** One line about what was found. */
export function findingText({ file, path, version, why, movedTo }: Finding): string {
  const node = path === null ? null : version === null ? path : `${path} version ${version}`;
  const where = [file, node].filter((each) => each !== null).join("  ");
  const moved = movedTo === null ? "" : `; ${movedWord(movedTo)} ${movedTo}`;
  return printable(`${where}: ${why}${moved}`);
}

/** A file that is missing can only be noted. */
function movedWord(movedTo: string): string {
  return movedTo.endsWith(".lost") ? "noted in" : "moved to";
}

/** The object that programs get. */
export function plainFinding({ severity, file, path, version, why, movedTo }: Finding) {
  return { severity, file, path, version, why, moved_to: movedTo };
}
