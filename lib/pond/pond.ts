import {
  checkLimits,
  isPondError,
  type PondError,
  readEnv,
  remainingMs,
  systemEnvironment,
  withoutLimits,
} from "../base/mod.ts";
import { openResultCache, type ResultCache } from "../cache/mod.ts";
import { resolve as resolveHostPath } from "../deps/std_path.ts";
import { createRegistry } from "../factories/mod.ts";
import { createTableServices, decodingEngine } from "../sources/mod.ts";
import {
  createSqlEngine,
  type SqlEngine,
  type SqlEngineOptions,
  threadProblem,
} from "../sql/mod.ts";
import { createHostFiles, localStore, type Store } from "../store/mod.ts";
import type { TakingTableServices } from "../tinyfs/mod.ts";
import {
  type CheckOptions,
  checkTlog,
  type CopyReport,
  createTlog,
  type Finding,
  openTlog,
  type Pack,
  packTlog,
  type Tlog,
  type TlogOptions,
  type TreeSnapshot,
} from "../tlogfs/mod.ts";
import type {
  OpenPondOptions,
  PackPondOptions,
  Pond,
  PondChange,
  PondStatus,
  ReadOptions,
  Transacted,
  TransactOptions,
} from "./api.ts";
import { changeOf } from "./change.ts";
import { checkConfig, type DynamicServices, openDynamic } from "./dynamic.ts";
import { liveHost } from "./live_host.ts";
import { type Moment, parseMoment } from "./moment.ts";
import { pastTables } from "./past_tables.ts";
import { isPackPlace, packedStore, packFindings, requireWholePack } from "./packs.ts";
import { readerOf } from "./reader.ts";
import { seriesRewriter } from "./series_rewriter.ts";
import type { SyncOptions } from "./sync.ts";
import { Turns } from "./turns.ts";

const DEFAULT_CACHE_BYTES = 4 * 1024 ** 3;
const DEFAULT_WAIT_MS = 10_000;

/**
 * Makes a pond in `hostPath` (and the directory, if it isn't there) and opens it.
 * @throws {PondError} `exists` when there is a pond already; `permission`, `no-space`, `io`
 */
export async function initPond(hostPath: string, options: OpenPondOptions = {}): Promise<Pond> {
  const wired = wire(hostPath, options);
  return pondOf(wired, await createTlog(wired.tlogOptions));
}

/**
 * Opens the pond in `hostPath`.
 * @throws {PondError} `not-found` when there is none; `corrupt`, `unsupported`, `permission`
 */
export async function openPond(hostPath: string, options: OpenPondOptions = {}): Promise<Pond> {
  const wired = wire(hostPath, { ...await packedStore(hostPath), ...options });
  return pondOf(wired, await openTlog(wired.tlogOptions));
}

/**
 * Reads everything in the pond in `hostPath`, whatever can be opened of it, and says what is wrong and where.
 * @param options `repair` moves what is damaged, and not needed or in the way, to `quarantine/`; nothing is deleted
 * @throws {PondError} `not-found` when there is no pond; `locked`, `io`, `permission`
 */
export async function checkPond(
  hostPath: string,
  options: OpenPondOptions & CheckOptions = {},
): Promise<readonly Finding[]> {
  const { repair = false } = options;
  const inPack = await isPackPlace(hostPath) ? packFindings(hostPath) : [];
  // What is damaged says nothing of the pond in it.
  if (inPack.length > 0) return inPack;
  const wired = wire(hostPath, { ...await packedStore(hostPath), ...options });
  return await checkTlog(wired.tlogOptions, { repair });
}

/**
 * Makes a copy of the pond in `from` where no pond is, as it is now or was at a moment.
 * @throws {PondError} `not-found` where `from` is no pond, or has no such moment; `exists`; `expired`
 *   where the log no longer reaches; `corrupt`, `no-space`, `io`, `permission`
 */
export async function clonePond(
  from: string,
  to: string,
  { at, ...options }: SyncOptions & Pick<ReadOptions, "at"> = {},
): Promise<CopyReport> {
  const warn = options.warn ? { warn: options.warn } : {};
  if (await isPackPlace(from)) requireWholePack(from);
  const { tlogOptions, givenStore } = wire(from, { ...warn, ...await packedStore(from) });
  const { copyPond } = await import("./sync.ts");
  const transaction = at === undefined ? undefined : await transactionAt(tlogOptions, at);
  return await copyPond({
    from: { hostPath: from, ...(givenStore ? { store: givenStore } : {}) },
    to: { hostPath: to },
    doing: `clone ${from} as ${to}`,
    isNew: true,
    ...(transaction === undefined ? {} : { transaction }),
  }, options);
}

async function transactionAt(options: TlogOptions, at: Moment): Promise<number> {
  const moment = parseMoment(at, options.environment.nowUs());
  if ("transaction" in moment) return moment.transaction;
  return await (await openTlog(options)).transactionAt(moment.timeUs);
}

/** The parts of a pond, put together but not opened. */
interface Wired extends DynamicServices {
  readonly hostPath: string;
  readonly store: Store;
  /** Where the pond is no directory of the host. */
  readonly givenStore: Store | undefined;
  readonly tables: TakingTableServices;
  readonly cache: ResultCache;
  readonly engine: () => Promise<SqlEngine>;
  readonly closeEngine: () => void;
  readonly tlogOptions: TlogOptions;
  readonly waitMs: number;
  readonly turns: Turns;
}

function wire(givenPath: string, options: OpenPondOptions): Wired {
  const hostPath = resolveHostPath(givenPath);
  const warn = options.warn ?? (() => {});
  const store = options.store ?? localStore(hostPath);
  const environment = options.environment ?? systemEnvironment;
  const cache = openResultCache(store, {
    environment,
    limitBytes: options.cacheLimitBytes ?? DEFAULT_CACHE_BYTES,
    warn,
  });
  const onProblem = options.onProblem ?? ((problem: PondError) => warn(problem.message));
  let started: SqlEngine | undefined;
  const engine = () =>
    Promise.resolve(
      started ??= decodingEngine(
        createSqlEngine({
          ...engineOptions(options, warn),
          scratch: (write) => cache.scratch(write),
        }),
        cache,
      ),
    );
  const services = {
    factories: createRegistry(options.factories ?? []),
    host: createHostFiles({ exclude: hostPath }),
    tables: createTableServices({
      engine,
      cache,
      warn,
      environment,
      ...(options.onConversion ? { onConversion: options.onConversion } : {}),
    }),
    env: options.env ?? readEnv,
    warn,
    onProblem,
  };
  return {
    ...services,
    hostPath,
    store,
    givenStore: options.store,
    cache,
    engine,
    closeEngine: () => started?.close(),
    waitMs: options.lockDeadlineMs ?? DEFAULT_WAIT_MS,
    turns: new Turns(),
    tlogOptions: {
      store,
      environment,
      warn,
      openDynamic: (row, root) => openDynamic(services, row, root),
      mergeSeries: (relation) =>
        services.tables.materialise(relation, { kind: "series", label: relation.label }),
      rewriter: seriesRewriter(engine),
      ...(options.lockDeadlineMs === undefined ? {} : { lockDeadlineMs: options.lockDeadlineMs }),
    },
  };
}

function engineOptions(
  { threads = 0, memoryLimitBytes, functions, environment }: OpenPondOptions,
  warn: (message: string) => void,
): SqlEngineOptions {
  const problem = threads > 0 ? threadProblem() : undefined;
  if (problem) warn(`queries run in the thread that asks: ${problem.message} (${problem.hint})`);
  return {
    threads: problem ? 0 : threads,
    ...(memoryLimitBytes === undefined ? {} : { memoryLimitBytes }),
    ...(functions === undefined ? {} : { functions }),
    ...(environment === undefined ? {} : { environment }),
  };
}

function pondOf(wired: Wired, tlog: Tlog): Pond {
  const close = () => {
    tlog.close();
    wired.closeEngine();
    return Promise.resolve();
  };
  return {
    hostPath: wired.hostPath,
    factories: wired.factories,
    checkConfig: async (factory, yaml) => {
      await checkConfig(wired, factory, yaml);
    },
    cache: wired.cache,
    tables: wired.tables,
    host: wired.host,
    read: async (options = {}) => readerOf(await snapshotAt(wired, tlog, options), wired),
    transact: (argv, work, options = {}) => transact(wired, tlog, { argv, work, options }),
    exportTable: async (node, target, options = {}) => {
      // Loaded when it is asked for: most commands never do.
      const { exportNode } = await import("./export.ts");
      return await exportNode({ ...wired, ...wired.tlogOptions, ...options }, node, target);
    },
    exportViews: async (hostPath, graph, options) => {
      const { writeViews } = await import("./export.ts");
      await writeViews(hostPath, graph, options);
    },
    log: () => tlog.log(),
    maintain: (maintainOptions) => tlog.maintain(maintainOptions),
    push: (directory, syncOptions) =>
      copyBetween(wired, { directory, isPush: true, ...syncOptions }),
    pull: (directory, syncOptions) =>
      copyBetween(wired, { directory, isPush: false, ...syncOptions }),
    pack: (packOptions = {}) => packOf(wired, tlog, packOptions),
    status: () => status(wired, tlog),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function packOf(wired: Wired, tlog: Tlog, options: PackPondOptions): Promise<Pack> {
  const { tlogOptions: { store, environment, warn }, waitMs } = wired;
  const { at, doing = "pack the pond", ...rest } = options;
  const moment = at === undefined ? null : parseMoment(at, environment.nowUs());
  const transaction = moment === null
    ? undefined
    : "transaction" in moment
    ? moment.transaction
    : await tlog.transactionAt(moment.timeUs);
  return await packTlog({
    from: { store, environment, warn },
    doing,
    waitMs,
    ...rest,
    ...(transaction === undefined ? {} : { at: transaction }),
  });
}

async function copyBetween(
  { hostPath, givenStore, tlogOptions: { environment, warn }, waitMs }: Wired,
  { directory, isPush, ...options }: SyncOptions & {
    readonly directory: string;
    readonly isPush: boolean;
  },
): Promise<CopyReport> {
  const { copyPond } = await import("./sync.ts");
  const here = { hostPath, ...(givenStore ? { store: givenStore } : {}) };
  const there = { hostPath: directory, ...await packedStore(directory) };
  if (!isPush && there.store) requireWholePack(directory);
  return await copyPond({
    from: isPush ? here : there,
    to: isPush ? there : here,
    doing: `${isPush ? "push to" : "pull from"} ${directory}`,
  }, { environment, warn, waitMs, ...options });
}

async function snapshotAt(
  wired: Wired,
  tlog: Tlog,
  { at, strict = false }: ReadOptions,
): Promise<TreeSnapshot> {
  if (at === undefined) return await tlog.snapshot();
  const moment = parseMoment(at, wired.tlogOptions.environment.nowUs());
  const transaction = "transaction" in moment
    ? moment.transaction
    : await tlog.transactionAt(moment.timeUs);
  const { host, warn } = wired;
  const services = {
    ...wired,
    host: liveHost(host, { strict, warn }),
    tables: pastTables(wired.tables),
  };
  return await tlog.snapshot({
    transaction,
    openDynamic: (row, root) => openDynamic(services, row, root),
  });
}

/** The pond as it was: what reads it without saying when reads it as of `moment`; writing is as ever. */
export function pondAt(pond: Pond, moment: Required<ReadOptions>): Pond {
  return { ...pond, read: (options = {}) => pond.read({ ...moment, ...options }) };
}

interface Work<T> {
  readonly argv: readonly string[];
  readonly work: (change: PondChange) => Promise<T>;
  readonly options: TransactOptions;
}

/** Runs the work, and again after a conflict where that was asked for. */
async function transact<T>(
  services: Wired,
  tlog: Tlog,
  { argv, work, options }: Work<T>,
): Promise<Transacted<T>> {
  const waitMs = options.waitMs ?? services.waitMs;
  const end = performance.now() + waitMs;
  const leave = await services.turns.enter(Math.min(waitMs, remainingMs()));
  try {
    for (;;) {
      try {
        return await transactOnce(services, tlog, { argv, work, options: { ...options, waitMs } });
      } catch (error) {
        const isOver = !options.rerun || performance.now() >= end;
        if (isOver || !isPondError(error, "conflict")) throw error;
      }
    }
  } finally {
    leave();
  }
}

async function transactOnce<T>(
  services: Wired,
  tlog: Tlog,
  { argv, work, options: { dryRun = false, waitMs } }: Work<T>,
): Promise<Transacted<T>> {
  const waits = waitMs === undefined ? {} : { waitMs: Math.min(waitMs, remainingMs()) };
  const transaction = await tlog.begin({ argv, ...waits }).catch((error) => {
    checkLimits();
    throw error;
  });
  try {
    const value = await work(changeOf(transaction, services));
    // What stands must not be told of as if it had been given up.
    checkLimits();
    if (!dryRun) {
      return { value, transaction: await withoutLimits(() => transaction.commit()) };
    }
    await transaction.abort();
    return { value, transaction: null };
  } catch (error) {
    await transaction.abort();
    throw error;
  }
}

async function status(wired: Wired, tlog: Tlog): Promise<PondStatus> {
  const [stored, cache] = await Promise.all([tlog.stats(), wired.cache.stats()]);
  return {
    hostPath: wired.hostPath,
    ...stored,
    cacheEntries: cache.entries,
    cacheBytes: cache.sizeBytes,
  };
}
