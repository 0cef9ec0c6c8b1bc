import { newId, PondError, systemEnvironment } from "../base/mod.ts";
import { dirname } from "../deps/std_path.ts";
import type { FormatOptions } from "../table/mod.ts";
import type { IngestOptions } from "./ingest_api.ts";
import type { Destination } from "./ingest_destination.ts";
import {
  type Changed,
  hashRange,
  lastPart,
  type PresentFile,
  refuseChanged,
  standingOf,
  type TakenFile,
} from "./ingest_memory.ts";
import { stemOf } from "./ingest_source.ts";
import { lastLineEnd, textLayout } from "./ingest_text.ts";
import { firstOf, textOptions } from "./ingest_take.ts";

/** What of a file is to be taken. */
export interface Plan {
  readonly action: "append" | "replace" | "skip";
  /** The file's id in the memory of the series. */
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly headerEnd: number;
  readonly first: string | null;
  readonly linesBefore: number;
  /** What is taken out of the series first. */
  readonly replaced: TakenFile | null;
}

/** What a plan is made from. */
export interface PlanInput {
  readonly file: Omit<PresentFile, "first">;
  readonly format: FormatOptions;
  readonly isGrowing: boolean;
  /** What the series has taken, newest first. */
  readonly taken: readonly TakenFile[];
  /** Files, by their ids, that sources are known to be; null while they are still being found. */
  readonly claimed: ReadonlySet<string> | null;
  readonly path: string;
  readonly options: IngestOptions;
}

/** What a series holds. */
type Held = Pick<Destination, "taken" | "holds">;

/**
 * Plans how much of a text is new; null for one whose old part changed while `claimed` isn't known:
 * what was taken of it may be there under another name, and then nothing changed, it was rotated.
 * @throws {PondError} `invalid-input` where its old part changed and nobody said what then
 */
export async function planText(input: PlanInput): Promise<Plan | null> {
  const { file: { bytes }, format, isGrowing } = input;
  const csv = textOptions(format);
  if (csv.skip_footer > 0) {
    throw new PondError(
      "usage",
      `cannot ingest ${input.file.source} with skip_footer: only a file that is whole has a footer`,
      { hint: "pond copy --as series csv:///… stores a whole file" },
    );
  }
  const { headerEnd, firstEnd } = textLayout(bytes, { format: format.format as "csv", csv });
  const to = isGrowing ? lastLineEnd(bytes, csv.encoding) : bytes.sizeBytes;
  const first = firstOf(bytes, firstEnd);
  return await planned(input, { headerEnd, to, first });
}

/** Plans whether a file that can only be taken whole is new. */
export function planWhole(
  { sizeBytes, sha256 }: { readonly sizeBytes: number; readonly sha256: string },
  { to, again }: { readonly to: Held; readonly again: boolean },
): Plan {
  const isTaken = to.taken.some(({ parts }) => parts.some((part) => part.sha256 === sha256));
  if (!again && (isTaken || to.holds(sha256))) return planNothing(sizeBytes);
  return plan({ headerEnd: 0, to: sizeBytes, first: sha256 }, "append");
}

/** The plan for a source of so many bytes that has nothing new; `file` is what it is known as. */
export function planNothing(sizeBytes: number, file?: string): Plan {
  const nothing = plan({ headerEnd: 0, to: sizeBytes, first: null }, "append");
  return { ...nothing, from: sizeBytes, ...(file === undefined ? {} : { file }) };
}

type Layout = Pick<Plan, "headerEnd" | "to" | "first">;

async function planned(input: PlanInput, layout: Layout): Promise<Plan | null> {
  const { taken, options, path, claimed } = input;
  const file = { ...input.file, first: layout.first };
  if (options.again) return plan(layout, "append");
  let changed: { standing: Changed; known: TakenFile } | undefined;
  for (const known of candidates(file, taken)) {
    if (claimed?.has(lastPart(known).file)) continue;
    const standing = await standingOf(file, known);
    if (standing.is === "same") {
      const { to, file: id } = lastPart(known);
      const header = await hashRange(file.bytes, 0, layout.headerEnd);
      const linesBefore = known.parts.reduce((sum, { lines }) => sum + lines, -header.lines);
      return { ...plan(layout, "append"), file: id, from: to, linesBefore };
    }
    const isNamed = lastPart(known).source === file.source;
    if (isNamed && standing.is !== "other") changed ??= { standing, known };
  }
  if (!changed) return plan(layout, "append");
  if (!claimed) return null;
  const { standing, known } = changed;
  switch (options.onChange) {
    case "append":
      return plan(layout, "append");
    case "skip":
      return plan(layout, "skip");
    case "replace":
      return { ...plan(layout, "replace"), replaced: known };
    default:
      return refuseChanged(file.source, path, standing);
  }
}

function plan({ headerEnd, to, first }: Layout, action: Plan["action"]): Plan {
  const file = newId(systemEnvironment);
  return { action, file, from: 0, to, headerEnd, first, linesBefore: 0, replaced: null };
}

/**
 * What was taken that `file` may be: the last file of its name, the one with its identity (it was
 * renamed), and those beside it whose names begin alike (it was copied when it was rotated).
 */
export function candidates(
  file: Omit<PresentFile, "bytes" | "modified">,
  taken: readonly TakenFile[],
): readonly TakenFile[] {
  const last = taken.map((known) => ({ known, part: lastPart(known) }));
  const place = (source: string) => `${dirname(source)}/${stemOf(source)}`;
  const named = last.find(({ part }) => part.source === file.source);
  const same = last.filter(({ part }) =>
    file.identity !== null && part.identity === file.identity ||
    part.first === file.first && place(part.source) === place(file.source)
  );
  return [...new Set([...named ? [named] : [], ...same])].map(({ known }) => known);
}
