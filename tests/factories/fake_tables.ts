import { PondError } from "../../lib/base/mod.ts";
import { checkStatement, distinctNames } from "../../lib/sql/syntax/statement.ts";
import {
  type Column,
  findTimeColumn,
  type FormatOptions,
  memorySource,
  type ParquetFile,
  type ParquetScan,
  readAll,
  type Relation,
  relationKey,
} from "../../lib/table/mod.ts";
import type {
  CachePolicy,
  Converted,
  FileNode,
  KeptQuery,
  MaterialiseOptions,
  ResolveOptions,
  TableServices,
} from "../../lib/tinyfs/mod.ts";
import { isGlob } from "../../lib/paths/mod.ts";

/**
 * Table services that know columns and count what they are asked to compute; no rows, no engine.
 */
export class FakeTables implements TableServices {
  conversions: { path: string; options: FormatOptions; policy: CachePolicy }[] = [];
  materialised: { relation: Relation; options: MaterialiseOptions }[] = [];
  keeps: CachePolicy[] = [];
  resolutions = 0;
  readonly #columns = new Map<string, readonly Column[]>();
  readonly #converted = new Map<string, Converted>();

  /** A scan of one file with `columns`. */
  scan(label: string, columns: readonly Column[], kind: "table" | "series" | "data"): ParquetScan {
    const key = `key:${label}`;
    this.#columns.set(key, columns);
    const time = kind === "series" ? findTimeColumn(columns) : undefined;
    const file: ParquetFile = {
      label,
      key,
      sizeBytes: 4,
      open: () => Promise.resolve(memorySource(new TextEncoder().encode("PAR1"), key)),
      bounds: time ? { minUs: 10n, maxUs: 20n } : null,
      rows: 2,
      schemaKey: null,
      version: null,
    };
    return {
      type: "parquet",
      label,
      files: [file],
      time: time ? { name: time.name, unit: "us", native: true } : null,
      origin: { kind, factory: null, cache: null },
    };
  }

  async convert(file: FileNode, options: FormatOptions, policy: CachePolicy): Promise<Converted> {
    this.conversions.push({ path: file.path, options, policy });
    const source = await file.open();
    const text = new TextDecoder().decode(readAll(source));
    source.close();
    if (text.startsWith("BAD")) {
      throw new PondError("invalid-input", `cannot read ${file.path} as CSV: line 1: it is bad`);
    }
    const names = text.split("\n")[0]!.split(options.csv?.delimiter ?? ",");
    const columns = options.schema ?? names.map((name): Column => ({
      name,
      type: { is: /time/.test(name) ? "timestamp" : "double" },
      nullable: true,
    }));
    const kind = options.series ? "series" : "table";
    const relation = this.scan(file.path, columns, kind);
    const open = () => relation.files[0]!.open();
    const converted: Converted = {
      relation,
      columns,
      rows: 2,
      time: relation.time,
      bounds: null,
      open,
    };
    this.#converted.set(file.path, converted);
    return converted;
  }

  cached(file: FileNode): Promise<Converted | undefined> {
    return Promise.resolve(this.#converted.get(file.path));
  }

  async resolve(
    source: string,
    { chain, tree, cache, emptySchema }: ResolveOptions,
  ): Promise<Relation> {
    this.resolutions++;
    const request = { chain, ...(cache ? { cache } : {}) };
    if (!isGlob(source)) {
      const node = await tree.resolve(source);
      if (node.kind !== "table" && node.kind !== "series") {
        throw new PondError(
          "invalid-input",
          `cannot read ${source} as a table: it is a ${node.kind}`,
        );
      }
      return await node.table!.relation(request);
    }
    const inputs: Relation[] = [];
    for await (const { node } of tree.glob(source)) {
      if (node.kind === "table" || node.kind === "series") {
        inputs.push(await node.table!.relation(request));
      }
    }
    if (inputs.length > 0) return { type: "union", label: source, inputs };
    if (emptySchema) return { type: "empty", label: source, columns: emptySchema };
    throw new PondError("not-found", `cannot read ${source}: nothing matches`);
  }

  materialise(relation: Relation, options: MaterialiseOptions) {
    this.materialised.push({ relation, options });
    const key = relationKey(relation);
    return Promise.resolve(memorySource(new TextEncoder().encode(`PAR1 ${key}`), key));
  }

  async cachedQuery(kept: KeptQuery, policy: CachePolicy): Promise<Relation> {
    this.keeps.push(policy);
    await kept.definition();
    const query = await kept.query();
    return { ...query, origin: { ...query.origin, cache: "miss" } };
  }

  columns(relation: Relation): Promise<readonly Column[]> {
    return Promise.resolve().then(() => this.#columnsOf(relation));
  }

  checkQuery(sql: string): Promise<readonly string[]> {
    return Promise.resolve().then(() => distinctNames(checkStatement(sql).references));
  }

  #columnsOf(relation: Relation): readonly Column[] {
    switch (relation.type) {
      case "parquet":
        return relation.files.flatMap((file) => this.#columns.get(file.key) ?? []);
      case "empty":
        return relation.columns;
      case "restrict":
        return this.#columnsOf(relation.input);
      case "union":
        return relation.inputs.flatMap((input) => this.#columnsOf(input));
      case "query":
        return this.#selected(relation.sql, [...relation.inputs.values()]);
    }
  }

  /** `SELECT *`, a list of plain names, or of expressions that are all named. */
  #selected(sql: string, inputs: readonly Relation[]): readonly Column[] {
    const known = inputs.flatMap((input) => this.#columnsOf(input));
    const list = /select\s+(.*?)\s+from\b/is.exec(sql)?.[1] ?? "*";
    if (list === "*") return known;
    const named = [...list.matchAll(/\bAS\s+"?(\w+)"?\s*(?:,|$)/g)].map(([, name]) => name!);
    if (named.length > 0) {
      return named.map((name) => ({ name, type: { is: "string" }, nullable: true }));
    }
    return list.split(",").map((name) => name.trim()).map((name) => {
      const column = known.find((candidate) => candidate.name === name);
      if (column) return column;
      throw new PondError(
        "invalid-query",
        `cannot run a query: Binder Error: Referenced column "${name}" not found in FROM clause!`,
      );
    });
  }
}
