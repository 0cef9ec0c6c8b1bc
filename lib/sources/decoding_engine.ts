import { hashParts } from "../base/mod.ts";
import type { ResultCache } from "../cache/mod.ts";
import type { EngineQuery, SqlEngine } from "../sql/mod.ts";
import { readParquetFooter } from "../parquet/mod.ts";
import type { ByteSource, ParquetFile, Relation } from "../table/mod.ts";
import { openEntry, writtenFacts } from "./table_facts.ts";
import { canDecode, transcode } from "./transcode.ts";

/**
 * `engine`, which may now be given Parquet files in any codec: those that it can't decode are written anew when they are
 * first opened, and kept in the cache. Files that a query doesn't open are not looked at.
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

  query({ sql, relations }: EngineQuery): EngineQuery {
    return { sql, relations: this.#mapped(relations) };
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
    let keep = false;
    try {
      keep = canDecode(readParquetFooter(source, file.label));
      if (keep) {
        this.#plain.add(file.key);
        return source;
      }
      const key = hashParts(["transcode", "1", file.key]);
      const again = () =>
        this.cache.put(key, async (target) => {
          await transcode(source, target, { label: file.label });
          return await writtenFacts(target, undefined, { label: file.label });
        });
      return await openEntry(await this.cache.get(key) ?? await again(), again);
    } finally {
      if (!keep) source.close();
    }
  }
}
