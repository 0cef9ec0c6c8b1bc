import { isPondError, PondError } from "../base/mod.ts";
import type { Pond, PondChange } from "../pond/mod.ts";
import { changedError, type Column, type FormatOptions, unchanging } from "../table/mod.ts";
import type { ConvertedOnce, FileNode } from "../tinyfs/mod.ts";
import type { Ingested, IngestOptions } from "./ingest_api.ts";
import { endsOf, hashRange, lastLineOf, lastPart, type TakenPart } from "./ingest_memory.ts";
import { knownGzip, unpacked } from "./ingest_packed.ts";
import { type Plan, planNothing, planText, planWhole } from "./ingest_plan.ts";
import { missingRows, relationOf } from "./ingest_rows.ts";
import { formatOf, type IngestSource, type OpenFile } from "./ingest_source.ts";
import { type ConvertedPart, convertPart, firstOf, textOptions } from "./ingest_take.ts";
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
  /** Of a compressed text, its text. */
  readonly file: OpenFile;
  readonly format: FormatOptions;
  /** Parquet, which is taken whole or not at all. */
  readonly isWhole: boolean;
  /** Whether somebody may still be writing it. */
  readonly isGrowing: boolean;
  readonly plan: Plan;
  readonly to: Destination;
  /** Hash of what is to be taken of a text that may grow meanwhile; null where nothing may. */
  readonly sha256: string | null;
  close(): void;
}

/**
 * Opens a file and plans what is to be taken of it; the caller closes it. Null for one that can be
 * judged only once `claimed` is known, see {@linkcode planText}.
 */
export async function planFile(
  source: IngestSource & { is: "file" },
  to: Destination,
  job: IngestJob & { readonly claimed: ReadonlySet<string> | null },
): Promise<PlannedFile | null> {
  const opened = await source.open();
  let planned: PlannedFile | null = null;
  try {
    const format = formatOf(source, opened.bytes, job.options);
    const about = { source, to, opened, format };
    planned = format.format === "parquet"
      ? await planParquet(about, job)
      : await planLines(about, job);
    return planned;
  } finally {
    if (!planned) opened.bytes.close();
  }
}

type Job = IngestJob & { readonly claimed: ReadonlySet<string> | null };

interface Opened {
  readonly source: IngestSource & { is: "file" };
  readonly to: Destination;
  readonly opened: OpenFile;
  readonly format: FormatOptions;
}

async function planParquet(about: Opened, { options }: Job): Promise<PlannedFile> {
  const { source, to, opened } = about;
  const bytes = unchanging(opened.bytes, source.name);
  const { sizeBytes } = bytes;
  const { sha256 } = await hashRange(bytes, 0, sizeBytes);
  const plan = planWhole({ sizeBytes, sha256 }, { to, again: options.again ?? false });
  const file = { ...opened, bytes };
  const close = () => bytes.close();
  return { ...about, file, isWhole: true, isGrowing: false, plan, sha256: null, close };
}

async function planLines(about: Opened, job: Job): Promise<PlannedFile | null> {
  const { source, to, opened } = about;
  const { options, claimed, pond } = job;
  const taken = source.isGrowing ? to.taken : [];
  const packed = { pond, opened, name: source.name, format: about.format };
  const known = options.again ? undefined : await knownGzip(packed, taken);
  const base = { ...about, isWhole: false, isGrowing: false, sha256: null };
  if (known) {
    const plan = planNothing(opened.bytes.sizeBytes, lastPart(known).file);
    return { ...base, file: opened, plan, close: () => opened.bytes.close() };
  }
  const text = await unpacked(packed);
  const file = text ?? opened;
  let planned: PlannedFile | null = null;
  try {
    const format = text ? { ...about.format, compression: "none" as const } : about.format;
    const isGrowing = source.isGrowing && text === null;
    const plan = await planText({
      file: { ...file, source: source.name },
      format,
      isGrowing,
      taken,
      claimed,
      path: to.path,
      options,
    });
    if (!plan) return null;
    const sha256 = plan.action !== "skip" && file.bytes.whatChanged
      ? (await hashRange(file.bytes, plan.from, plan.to)).sha256
      : null;
    const close = () => {
      text?.bytes.close();
      opened.bytes.close();
    };
    planned = { ...base, file, format, isGrowing, plan, sha256, close };
    return planned;
  } finally {
    if (!planned) text?.bytes.close();
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
  if (plan.to <= plan.from) return { ...nothing, action: "unchanged" };
  if (plan.first === null) return { ...nothing, action: await takeNames(planned, job) };
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

/** Of a file that has a header and no row: a series that isn't there yet gets its columns. */
async function takeNames(planned: PlannedFile, job: IngestJob): Promise<"appended" | "unchanged"> {
  const { file: { bytes }, format, plan, source, to } = planned;
  if (to.node || format.format !== "csv") return "unchanged";
  const { headerEnd, hasNames } = textLayout(bytes, {
    format: format.format,
    csv: textOptions(format),
  });
  if (!hasNames) return "unchanged";
  const header = { ...planned, isGrowing: false, plan: { ...plan, to: headerEnd } };
  const converted = await convert(header, job);
  try {
    const { timeColumn = null } = { ...format.series, ...converted };
    await to.append(converted, { label: source.name, timeColumn, again: true, attributes: {} });
    return "appended";
  } finally {
    converted.source.close();
  }
}

interface Taken extends PlannedFile {
  /** Where the part ends. */
  readonly end: number;
}

async function convert(
  { file: { bytes }, format, isWhole, isGrowing, plan, source, to }: PlannedFile,
  { pond }: IngestJob,
): Promise<ConvertedPart> {
  const { name: label } = source;
  if (isWhole) return await pond.tables.convertOnce(bytes, format, { label, isGrowing });
  return await convertPart(pond, {
    ...plan,
    bytes,
    format,
    label,
    isGrowing,
    columns: await columnsOf(to.node),
  });
}

/** The columns of a series whose types are known: one without any value takes what comes. */
async function columnsOf(node: FileNode | null): Promise<readonly Column[]> {
  if (!node) return [];
  const { columns, untyped = [] } = await node.table!.describe();
  return (columns ?? []).filter(({ name }) => !untyped.includes(name));
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
  converted: ConvertedPart,
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
    const passedOver = converted.notes?.passedOver ?? 0;
    const part = await partOf(taken, { rows: fresh.rows, passedOver });
    await checkUnchanged(taken);
    if (fresh.rows > 0) {
      await to.append(fresh, {
        label: source.name,
        timeColumn: converted.timeColumn ?? taken.format.series?.timeColumn ?? null,
        again: !taken.isWhole || (job.options.again ?? false),
        attributes: source.isGrowing || taken.isWhole ? { ingest: part } : {},
      }).catch((error) => {
        throw withMisfit(error, converted);
      });
    }
    return { rows: fresh.rows, part };
  } finally {
    if (fresh !== converted) fresh.source.close();
  }
}

/** `error` of a column whose type doesn't go with the series, with the first value that is so. */
function withMisfit(error: unknown, { misfit }: ConvertedPart): unknown {
  if (!misfit || !isPondError(error) || error.data["column"] !== misfit.data["column"]) {
    return error;
  }
  const { line, value } = misfit.data;
  if (line === undefined) return error;
  return new PondError(error.code, `${error.message}: line ${line} has ${JSON.stringify(value)}`, {
    data: { ...error.data, line, ...(value === undefined ? {} : { value }) },
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}

async function partOf(
  { file, plan, source, end }: Taken,
  { rows, passedOver }: { readonly rows: number; readonly passedOver: number },
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
    ...(passedOver > 0 ? { passed_over: passedOver } : {}),
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

/** `error`, about a source. */
export function aboutSource(error: unknown, source: string): unknown {
  if (!isPondError(error) || error.message.includes(source)) return error;
  return new PondError(error.code, `cannot ingest ${source}: ${error.message}`, {
    data: error.data,
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}
