import { QUARANTINE, type TableLocation } from "./layout.ts";

/** The note about a commit, or a range of them, that is lost and that older states alone need. */
const NOTE = /^(\d{20})(?:-(\d{20}))?\.json\.lost$/;

/** Commits that a note says are lost. */
export async function notedLosses({ store }: TableLocation): Promise<ReadonlySet<number>> {
  const versions = new Set<number>();
  for (const { name } of await store.list(QUARANTINE)) {
    const match = NOTE.exec(name);
    if (!match) continue;
    const last = Number(match[2] ?? match[1]);
    for (let version = Number(match[1]); version <= last; version++) versions.add(version);
  }
  return versions;
}

/** The name of a note about the commits from `first` to `last`. */
export function noteOfLosses(first: number, last: number): string {
  const [from, to] = [first, last].map((version) => String(version).padStart(20, "0"));
  return `${QUARANTINE}/${from}${first === last ? "" : `-${to}`}.json.lost`;
}
