import { checkLimits, isPondError, PondError, toPondError } from "../base/mod.ts";
import type { Pond } from "../pond/mod.ts";
import type { ByteSource } from "../table/mod.ts";
import type { Ingested, IngestOptions } from "./ingest_api.ts";
import { Destinations } from "./ingest_destination.ts";
import {
  aboutSource,
  type IngestJob,
  planFile,
  type PlannedFile,
  takeFile,
} from "./ingest_file.ts";
import { type IngestSource, ingestSources } from "./ingest_source.ts";
import { takeTable } from "./ingest_table.ts";

/**
 * Appends to stored series what they don't hold yet of their sources, in one transaction; nothing
 * new, no transaction. A source that can't be taken is reported, the others go on.
 * @throws {PondError} of a lone source what is wrong with it: `not-found`, `invalid-input` for
 *   bytes that can't be read, or an old part that changed; `usage`, `exists`, `conflict`
 */
export async function ingestCommand(
  pond: Pond,
  options: IngestOptions,
): Promise<readonly Ingested[]> {
  let stdin: Promise<ByteSource> | undefined;
  const world = { stdin: () => stdin ??= collected(pond, options.stdin) };
  const isConfused = options.sources.filter((word) => word === "-").length > 1;
  if (isConfused) throw new PondError("usage", "cannot ingest standard input twice");
  try {
    const { value } = await pond.transact(
      options.argv,
      (change) => ingestInto({ pond, change, options }, world.stdin),
      { rerun: true, dryRun: options.dryRun ?? false },
    );
    for (const { error } of value.failed) options.onProblem(error);
    return value.ingested;
  } finally {
    if (stdin) (await stdin.catch(() => undefined))?.close();
  }
}

/** What one attempt did; what failed is told once the transaction stands. */
export interface Outcome {
  readonly ingested: readonly Ingested[];
  readonly failed: readonly { readonly source: string; readonly error: PondError }[];
}

/** Takes all sources within a transaction: looks at all of them before it writes. */
export async function ingestInto(
  job: IngestJob,
  stdin: () => Promise<ByteSource> = () => collected(job.pond, job.options.stdin),
): Promise<Outcome> {
  const world = { ...job, stdin };
  const { options, change } = job;
  const failed: { source: string; error: PondError }[] = [];
  const sources: IngestSource[] = [];
  const attempt = async (source: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      checkLimits();
      const about = aboutSource(error, source);
      if (!isPondError(about) || isPondError(about, "usage", "conflict", "locked")) throw about;
      failed.push({ source, error: toPondError(about) });
    }
  };
  for (const word of options.sources) {
    await attempt(word, async () => void sources.push(...await ingestSources(word, world)));
  }
  const hasFailed = ({ name }: IngestSource) => failed.some(({ source }) => source === name);
  const isAlone = sources.length + failed.length === 1;
  const destinations = new Destinations(change, options);
  const planned = new Map<IngestSource, PlannedFile>();
  const ingested: Ingested[] = [];
  try {
    // What is plain first: what was taken of the others may be there under another name.
    for (const claimed of [null, new Set<string>()]) {
      for (const { plan } of planned.values()) claimed?.add(plan.file);
      for (const source of sources) {
        if (source.is !== "file" || planned.has(source) || hasFailed(source)) continue;
        await attempt(source.name, async () => {
          const to = await destinations.of(source.stem);
          const file = await planFile(source, to, { ...job, claimed });
          if (file) planned.set(source, file);
        });
      }
    }
    await withdrawReplaced([...planned.values()], job);
    for (const source of sources) {
      await attempt(source.name, async () => {
        const file = planned.get(source);
        if (file) ingested.push(await takeFile(file, job));
        else if (source.is === "table") {
          ingested.push(await takeTable(source.node, await destinations.of(source.stem), job));
        }
      });
    }
  } finally {
    for (const file of planned.values()) file.close();
  }
  if (failed.length > 0 && (isAlone || ingested.length === 0)) {
    for (const { error } of failed.slice(1)) options.onProblem(error);
    throw failed[0]!.error;
  }
  return { ingested, failed };
}

/** Takes out of the series what is to be replaced: before anything is appended to them. */
async function withdrawReplaced(
  planned: readonly PlannedFile[],
  { change }: IngestJob,
): Promise<void> {
  const versions = new Map<string, number[]>();
  for (const { plan: { replaced }, to } of planned) {
    const known = versions.get(to.path) ?? [];
    for (const { version } of replaced?.parts ?? []) known.push(version);
    versions.set(to.path, known);
  }
  for (const [path, known] of versions) {
    if (known.length > 0) await change.withdraw(path, known);
  }
}

/** All of standard input, which can be read once only. */
async function collected(pond: Pond, stdin: AsyncIterable<Uint8Array>): Promise<ByteSource> {
  const bytes = await pond.cache.scratch(async (target) => {
    let offset = 0;
    for await (const chunk of stdin) {
      target.writeSync(chunk, offset);
      offset += chunk.length;
    }
  });
  return { ...bytes, key: `standard input ${crypto.randomUUID()}` };
}
