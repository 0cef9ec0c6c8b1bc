import { PondError } from "../base/mod.ts";
import type { Moment, Pond as CorePond, PondReader } from "../pond/mod.ts";
import type { Entry, Match, Node } from "../tinyfs/mod.ts";
import { fileOf, isThere, type PondFile } from "./file.ts";
import { PondQuery, type QuerySource } from "./query.ts";
import type { Query, QueryOptions, Row } from "./query_api.ts";
import { fromTemplate, isTemplate, notSqlText, type SqlText } from "./template.ts";

/** Reading a pond: its newest state, or, from `pond.at(…)`, that of a moment. */
export interface Reader {
  /**
   * A query over relations that are named in it: pond paths, globs and source URLs in double
   * quotes. In a template, `path(…)` and `table(…)` name relations, and every other value becomes a
   * parameter, whatever is in it.
   */
  sql<R = Row>(strings: TemplateStringsArray, ...values: readonly unknown[]): Query<R>;
  /** The same for text, whose parameters are `?`, `$1` or `$name`. */
  sql<R = Row>(text: string, options?: QueryOptions): Query<R>;
  /** The file at a path. */
  file(path: string): PondFile;
  /** Whether anything is at a path. */
  exists(path: string): Promise<boolean>;
  /**
   * The node at a path, links followed.
   * @throws {PondError} `not-found`, `not-a-directory`, `too-many-links`, `invalid-path`
   */
  resolve(path: string): Promise<Node>;
  /**
   * The entries of a directory, by name.
   * @throws {PondError} `not-found`, `not-a-directory`
   */
  list(path: string): AsyncIterable<Entry>;
  /**
   * The nodes that a pattern matches, by path. What is broken goes to `onProblem` and the rest is
   * delivered.
   */
  glob(pattern: string): AsyncIterable<Match>;
  /** Everything below a path, parents before children. */
  walk(path: string): AsyncIterable<Match>;
  /** The number of the newest transaction that is seen. */
  transaction(): Promise<number>;
}

/** What readers of one pond share. */
export interface ReaderContext {
  readonly core: CorePond;
  /** Aborted when the pond closes. */
  readonly closing: AbortSignal;
  /** Throws where the pond is closed. */
  check(): void;
  /** What queries have that say nothing else. */
  readonly defaults: QueryOptions;
}

/** See {@linkcode Reader}. */
export class LibraryReader implements Reader {
  readonly #context: ReaderContext;
  readonly #at: Moment | undefined;
  #then: Promise<PondReader> | undefined;

  constructor(context: ReaderContext, at?: Moment) {
    this.#context = context;
    this.#at = at;
  }

  sql<R = Row>(
    text: string | TemplateStringsArray,
    ...rest: readonly unknown[]
  ): Query<R> {
    const { core, closing, defaults } = this.#context;
    const source: QuerySource = {
      read: () => this.read(),
      scratch: (write) => core.cache.scratch(write),
      closing,
    };
    if (isTemplate(text)) return new PondQuery<R>(source, fromTemplate(text, rest), defaults);
    if (typeof text !== "string") throw notSqlText(text);
    const options = { ...defaults, ...rest[0] as QueryOptions | undefined };
    const sql: SqlText = { text, params: options.params ?? [] };
    return new PondQuery<R>(source, sql, options);
  }

  file(path: string): PondFile {
    return fileOf(() => this.read(), path);
  }

  async exists(path: string): Promise<boolean> {
    return await isThere(await this.read(), path);
  }

  async resolve(path: string): Promise<Node> {
    return await (await this.read()).resolve(path);
  }

  async *list(path: string): AsyncGenerator<Entry> {
    const node = await this.resolve(path);
    if (node.broken) throw node.broken;
    if (node.kind !== "directory") throw notADirectory(node);
    yield* node.list();
  }

  async *glob(pattern: string): AsyncGenerator<Match> {
    yield* (await this.read()).glob(pattern);
  }

  async *walk(path: string): AsyncGenerator<Match> {
    yield* (await this.read()).walk(path);
  }

  async transaction(): Promise<number> {
    return (await this.read()).transaction;
  }

  /** The state that is read: of a moment always the same one. */
  protected async read(): Promise<PondReader> {
    const { core, check } = this.#context;
    check();
    if (this.#at === undefined) return await core.read();
    this.#then ??= core.read({ at: this.#at });
    return await this.#then;
  }
}

function notADirectory({ path, kind }: Node): PondError {
  return new PondError("not-a-directory", `cannot list ${path}: it is a ${kind}`);
}
