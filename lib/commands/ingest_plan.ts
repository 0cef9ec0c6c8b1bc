import { newId, PondError, systemEnvironment } from "../base/mod.ts";
import { dirname } from "../deps/std_path.ts";
import type { FormatOptions } from "../table/mod.ts";
import type { IngestOptions } from "./ingest_api.ts";
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
  readonly path: string;
  readonly options: IngestOptions;
}

/**
 * Plans how much of a text is new. @throws {PondError} `invalid-input` where its old part changed
 * and nobody said what then
 */
export async function planText(input: PlanInput): Promise<Plan> {
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
export async function planWhole(
  input: PlanInput,
  { sha256, isHeld }: { readonly sha256: string; readonly isHeld: (sha256: string) => boolean },
): Promise<Plan> {
  const to = input.file.bytes.sizeBytes;
  const known = input.options.again
    ? undefined
    : input.taken.find(({ parts }) => parts.some((part) => part.sha256 === sha256));
  const layout = { headerEnd: 0, to, first: sha256 };
  const isThere = known !== undefined || !input.options.again && isHeld(sha256);
  if (!isThere) return await planned({ ...input, taken: [] }, layout);
  return { ...plan(layout, "append"), from: to };
}

type Layout = Pick<Plan, "headerEnd" | "to" | "first">;

async function planned(input: PlanInput, layout: Layout): Promise<Plan> {
  const { taken, options, path } = input;
  const file = { ...input.file, first: layout.first };
  if (options.again) return plan(layout, "append");
  let changed: { standing: Changed; known: TakenFile } | undefined;
  for (const known of candidates(file, taken)) {
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
function candidates(file: PresentFile, taken: readonly TakenFile[]): readonly TakenFile[] {
  const last = taken.map((known) => ({ known, part: lastPart(known) }));
  const place = (source: string) => `${dirname(source)}/${stemOf(source)}`;
  const named = last.find(({ part }) => part.source === file.source);
  const same = last.filter(({ part }) =>
    file.identity !== null && part.identity === file.identity ||
    part.first === file.first && place(part.source) === place(file.source)
  );
  return [...new Set([...named ? [named] : [], ...same])].map(({ known }) => known);
}
