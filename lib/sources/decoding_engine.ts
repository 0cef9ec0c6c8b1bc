import { hashParts } from "../base/mod.ts";
import type { ResultCache } from "../cache/mod.ts";
import type { EngineQuery, SqlEngine } from "../sql/mod.ts";
import {
  adaptationOf,
  adaptedFooter,
  readParquetFooter,
  replacedEnd,
  rewriteParquet,
} from "../parquet/mod.ts";
import type { ByteSource, ParquetFile, Relation } from "../table/mod.ts";
import { openEntry, writtenFacts } from "./table_facts.ts";

/**
 * `engine`, which may now be given Parquet of any writer: a file that it would refuse or misread
 * gets another footer, or is rewritten when it is first opened and cached. Files that a query
 * doesn't open are not looked at.
 */
export function decodingEngine(engine: SqlEngine, cache: ResultCache): SqlEngine {
  const decoder = new Decoder(cache);
  return {
    start: () => engine.start(),
    run: (query, options) => engine.run(decoder.query(query), options),
    columns: (query) => engine.columns(decoder.query(query)),
    relationNames: (sql) => engine.relationNames(sql),
    writeParquet: (query, target, options) =>
      engine.writeParquet(decoder.query(query), target, options),
    explain: (query, options) => engine.explain(decoder.query(query), options),
    close: () => engine.close(),
  };
}

class Decoder {
  /** A relation that many derive from stays one object. */
  readonly #relations = new WeakMap<Relation, Relation>();
  /** Content keys of files that need nothing. */
  readonly #plain = new Set<string>();

  constructor(readonly cache: ResultCache) {}

  query(query: EngineQuery): EngineQuery {
    return { ...query, relations: this.#mapped(query.relations) };
  }

  #mapped(relations: ReadonlyMap<string, Relation>): ReadonlyMap<string, Relation> {
    return new Map([...relations].map(([name, relation]) => [name, this.#relation(relation)]));
  }

  #relation(relation: Relation): Relation {
    const known = this.#relations.get(relation);
    if (known) return known;
    const mapped = this.#map(relation);
    this.#relations.set(relation, mapped);
    return mapped;
  }

  #map(relation: Relation): Relation {
    switch (relation.type) {
      case "parquet":
        return { ...relation, files: relation.files.map((file) => this.#file(file)) };
      case "query":
        return { ...relation, inputs: this.#mapped(relation.inputs) };
      case "union":
        return { ...relation, inputs: relation.inputs.map((input) => this.#relation(input)) };
      case "restrict":
        return { ...relation, input: this.#relation(relation.input) };
      case "empty":
        return relation;
    }
  }

  #file(file: ParquetFile): ParquetFile {
    return { ...file, open: () => this.#open(file) };
  }

  async #open(file: ParquetFile): Promise<ByteSource> {
    const source = await file.open();
    if (this.#plain.has(file.key)) return source;
    let isKept = false;
    try {
      const { label } = file;
      const footer = readParquetFooter(source, label);
      const adaptation = adaptationOf(source, footer, { label });
      if (adaptation === null) this.#plain.add(file.key);
      isKept = adaptation === null || adaptation.rewritten.size === 0;
      if (adaptation === null) return source;
      const key = hashParts(["adapt", "1", file.key]);
      if (isKept) {
        return replacedEnd(source, { end: adaptedFooter(footer), offset: footer.dataEnd, key });
      }
      const again = () =>
        this.cache.put(key, async (target) => {
          await rewriteParquet(source, { footer, adaptation, target, label });
          return await writtenFacts(target, undefined, { label });
        });
      return await openEntry(await this.cache.get(key) ?? await again(), again);
    } finally {
      if (!isKept) source.close();
    }
  }
}
