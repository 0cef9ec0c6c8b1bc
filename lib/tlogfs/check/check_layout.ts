import type { Store } from "../../store/mod.ts";
import { type Finding, findStrangers, strangerText } from "../rows/mod.ts";

import { QUARANTINE, quarantine } from "./quarantine.ts";

/**
 * What a pond does without, or makes anew; the log and contents have to come from where the link
 * leads.
 */
const DISPENSABLE = /^(cache|tmp)(\/|$)/;

/**
 * Names the parts of a pond that are not what they must be: links, above all.
 * @param repair moves those aside, the links themselves, that the pond does without
 * @throws {PondError} `io`, `permission`
 */
export async function checkLayout(store: Store, repair: boolean): Promise<readonly Finding[]> {
  const strangers = await Array.fromAsync(findStrangers(store));
  const mayMove = repair && !strangers.some(({ name }) => name === QUARANTINE);
  const findings: Finding[] = [];
  for (const { name, kind, wanted } of strangers) {
    const movedTo = mayMove && DISPENSABLE.test(name) ? await quarantine(store, name) : null;
    const why = `it ${strangerText(kind, wanted)}`;
    findings.push({ severity: "error", file: name, path: null, version: null, why, movedTo });
  }
  return findings;
}
