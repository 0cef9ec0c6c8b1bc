import { isPondError, PondError } from "../base/mod.ts";
import type { Pond, PondChange } from "../pond/mod.ts";
import { changedError, type Column, type FormatOptions, unchanging } from "../table/mod.ts";
import type { ConvertedOnce, FileNode } from "../tinyfs/mod.ts";
import type { Ingested, IngestOptions } from "./ingest_api.ts";
import { endsOf, hashRange, lastLineOf, lastPart, type TakenPart } from "./ingest_memory.ts";
import { type Plan, planText, planWhole } from "./ingest_plan.ts";
import { missingRows, relationOf } from "./ingest_rows.ts";
import { formatOf, type IngestSource, type OpenFile } from "./ingest_source.ts";
import { convertPart, firstOf, textOptions } from "./ingest_take.ts";
import { textLayout } from "./ingest_text.ts";
import type { Destination } from "./ingest_destination.ts";

/** An ingest under way. */
export interface IngestJob {
  readonly pond: Pond;
  readonly change: PondChange;
  readonly options: IngestOptions;
}

/** A file with what of it is new. */
export interface PlannedFile {
  readonly source: IngestSource & { is: "file" };
  readonly file: OpenFile;
  readonly format: FormatOptions;
  readonly isWhole: boolean;
  readonly plan: Plan;
  readonly to: Destination;
  /** Hash of what is to be taken of a text that may grow meanwhile; null where nothing may. */
  readonly sha256: string | null;
}

/** Opens a file and plans what is to be taken of it; the caller closes it. */
export async function planFile(
  source: IngestSource & { is: "file" },
  to: Destination,
  { options }: IngestJob,
): Promise<PlannedFile> {
  const opened = await source.open();
  try {
    const format = formatOf(source, opened.bytes, options);
    const isWhole = format.format === "parquet" || isCompressed(source.name, format);
    const file = isWhole ? { ...opened, bytes: unchanging(opened.bytes, source.name) } : opened;
    const input = {
      file: { ...file, source: source.name },
      format,
      isGrowing: source.isGrowing,
      taken: source.isGrowing ? to.taken : [],
      path: to.path,
      options,
    };
    const plan = isWhole
      ? await planWhole({ ...input, taken: to.taken }, {
        sha256: (await hashRange(file.bytes, 0, file.bytes.sizeBytes)).sha256,
        isHeld: (sha256) => to.holds(sha256),
      })
      : await planText(input);
    const sha256 = !isWhole && plan.action !== "skip" && file.bytes.whatChanged
      ? (await hashRange(file.bytes, plan.from, plan.to)).sha256
      : null;
    return { source, file, format, isWhole, plan, to, sha256 };
  } catch (error) {
    opened.bytes.close();
    throw error;
  }
}

/** Takes what was planned. */
export async function takeFile(planned: PlannedFile, job: IngestJob): Promise<Ingested> {
  const { plan, source, to, file } = planned;
  const nothing = {
    source: source.name,
    path: to.path,
    rows: 0,
    bytes: 0,
    unfinished: plan.action === "skip" ? 0 : file.bytes.sizeBytes - Math.max(plan.from, plan.to),
  };
  if (plan.action === "skip") return { ...nothing, action: "skipped" };
  if (plan.to <= plan.from || plan.first === null) return { ...nothing, action: "unchanged" };
  const converted = await convert(planned, job);
  try {
    const open = converted.notes?.unfinished?.bytes ?? 0;
    const taken: Taken = { ...planned, end: plan.to - open };
    tellNotes(converted, source, job);
    const action = plan.action === "replace" ? "replaced" : "appended";
    const { rows, part } = await store(converted, taken, job);
    if (rows === 0) return { ...nothing, action: "unchanged" };
    await remember(part, taken);
    const left = file.bytes.sizeBytes - taken.end;
    return { ...nothing, action, rows, bytes: taken.end - plan.from, unfinished: left };
  } finally {
    converted.source.close();
  }
}

interface Taken extends PlannedFile {
  /** Where the part ends. */
  readonly end: number;
}

async function convert(
  { file: { bytes }, format, isWhole, plan, source, to }: PlannedFile,
  { pond }: IngestJob,
): Promise<ConvertedOnce> {
  const { name: label, isGrowing } = source;
  if (isWhole) return await pond.tables.convertOnce(bytes, format, { label, isGrowing: false });
  return await convertPart(pond, {
    ...plan,
    bytes,
    format,
    label,
    isGrowing,
    columns: await columnsOf(to.node),
  });
}

async function columnsOf(node: FileNode | null): Promise<readonly Column[]> {
  return node ? (await node.table!.describe()).columns ?? [] : [];
}

/** Says what conversion has passed over. */
function tellNotes({ notes }: ConvertedOnce, { name }: IngestSource, { options }: IngestJob): void {
  if (!notes || notes.passedOver === 0) return;
  const count = notes.passedOver === 1
    ? "1 row or value is"
    : `${notes.passedOver} rows or values are`;
  options.onNote(`${name}: ${count} passed over, the first: ${notes.example}`);
}

/** Appends the rows, without those whose key is there. */
async function store(
  converted: ConvertedOnce,
  taken: Taken,
  job: IngestJob,
): Promise<{ rows: number; part: TakenPart }> {
  const { to, source } = taken;
  const { key = [] } = job.options;
  const { columns } = converted;
  const lacking = key.find((name) => !columns.some((column) => column.name === name));
  if (lacking !== undefined) {
    throw new PondError(
      "invalid-input",
      `cannot ingest ${source.name} by key: it has no column ${JSON.stringify(lacking)}`,
      { hint: `there are ${columns.map(({ name }) => name).join(", ")}` },
    );
  }
  const name = converted.timeColumn;
  const time = name === null ? null : { name, unit: "us" as const, native: true };
  const fresh = key.length === 0 ? converted : await missingRows(
    { label: source.name, relation: relationOf(converted, source.name), columns },
    { pond: job.pond, series: to.node, key, time },
  );
  try {
    const part = await partOf(taken, fresh.rows);
    await checkUnchanged(taken);
    if (fresh.rows > 0) {
      await to.append(fresh, {
        label: source.name,
        timeColumn: converted.timeColumn ?? taken.format.series?.timeColumn ?? null,
        again: !taken.isWhole || (job.options.again ?? false),
        attributes: source.isGrowing || taken.isWhole ? { ingest: part } : {},
      });
    }
    return { rows: fresh.rows, part };
  } finally {
    if (fresh !== converted) fresh.source.close();
  }
}

async function partOf(
  { file, plan, source, end }: Taken,
  rows: number,
): Promise<TakenPart> {
  const { bytes, identity, modified } = file;
  return {
    source: source.name,
    file: plan.file,
    identity,
    modified,
    from: plan.from,
    to: end,
    rows,
    ...await hashRange(bytes, plan.from, end),
    ...(plan.replaced ? { replaces: lastPart(plan.replaced).file } : {}),
    first: plan.first ?? "",
    ...lastLineOf(bytes, end),
    ...endsOf(bytes, end),
  };
}

/**
 * A text may grow while it is read; what is taken of it must be what it was when that was planned.
 * @throws {PondError} `conflict`: then the whole transaction is tried again
 */
async function checkUnchanged({ file: { bytes }, plan, format, source, sha256 }: Taken) {
  const change = bytes.whatChanged?.() ?? null;
  if (change === null) return;
  if (change === "grown" && sha256 !== null) {
    const { firstEnd } = textLayout(bytes, {
      format: format.format as "csv" | "jsonl",
      csv: textOptions(format),
    });
    const isFirst = firstOf(bytes, firstEnd) === plan.first;
    if (isFirst && (await hashRange(bytes, plan.from, plan.to)).sha256 === sha256) return;
  }
  throw changedError(source.name);
}

/** What comes later in the same run sees what was taken. */
function remember(part: TakenPart, { to, source }: Taken): void {
  if (source.isGrowing) to.remember(part);
}

function isCompressed(name: string, { compression }: FormatOptions): boolean {
  return compression === undefined ? /\.(gz|zst)$/i.test(name) : compression !== "none";
}

/** `error`, about a source. */
export function aboutSource(error: unknown, source: string): unknown {
  if (!isPondError(error) || error.message.includes(source)) return error;
  return new PondError(error.code, `cannot ingest ${source}: ${error.message}`, {
    data: error.data,
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}
