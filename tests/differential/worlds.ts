/**
 * Worlds: the same names (`t`, `u`, `m`, `z`, `one`) over relations of different make. Native
 * DuckDB reads the very Parquet files that pond reads, through views that say by hand what pond's
 * relations mean.
 */
import type { ParquetFile, Relation } from "../../lib/table/mod.ts";
import type { NativeReference } from "../deps_duckdb.ts";
import { derived, fileOf, scan, us } from "../sql/support.ts";
import { OTHERS, T_ROWS, tSql, TYPED } from "./data.ts";

/** One make of the tables. */
export interface World {
  readonly name: string;
  readonly relations: ReadonlyMap<string, Relation>;
}

/** A relation, and the SELECT that gives the same rows natively. */
interface Twin {
  readonly relation: Relation;
  readonly native: string;
}

/**
 * Writes the files into `folder` and makes each world on both sides: a schema there, relations
 * here.
 */
export async function makeWorlds(
  native: NativeReference,
  folder: string,
): Promise<readonly World[]> {
  await native.ask("SET TimeZone = 'UTC'");
  // It takes date_trunc(…) for never NULL, so that a filter on it lets NULLs pass.
  await native.ask("SET disabled_optimizers = 'statistics_propagation'");
  const makes = await makeT(new Files(native, folder));
  const others = new Map<string, Twin>();
  const files = new Files(native, folder);
  for (const [name, sql] of Object.entries(OTHERS)) {
    others.set(name, await files.scan(name, [sql]));
  }
  const worlds: World[] = [];
  for (const [name, twin] of Object.entries(makes)) {
    await native.ask(`CREATE SCHEMA ${name}`);
    const twins = new Map([...others, ["t", twin] as const]);
    for (const [table, { native: sql }] of twins) {
      await native.ask(`CREATE VIEW ${name}.${table} AS ${sql}`);
    }
    worlds.push({
      name,
      relations: new Map([...twins].map(([table, { relation }]) => [table, relation])),
    });
  }
  return worlds;
}

async function makeT(files: Files): Promise<Record<string, Twin>> {
  const plain = typed(await files.scan("t", [tSql(0, T_ROWS)]));
  const cuts = [0, 9, 10, 31, 55, T_ROWS];
  const versions = cuts.slice(1).map((to, i) => tSql(cuts[i]!, to, MISSING[i]));
  const series = typed(await files.scan("t_version", versions));
  return {
    plain,
    series,
    chain: chained(plain),
    united: united(plain, series),
    restricted: restricted(series),
    empty: emptied(plain),
  };
}

/**
 * Columns that some versions of the series lack; the last has the one that is NULL in the others
 * throughout.
 */
const MISSING: readonly (readonly string[])[] = [
  ["i16", "li"],
  [],
  ["s", "dec9", "dt"],
  ["i16"],
  ["mp"],
];

/** HUGEINT comes from a derived node, as Parquet has none. */
function typed(twin: Twin): Twin {
  return over("typed", TYPED, { x: twin });
}

/** Three derived nodes, one of which reads the one below twice. */
function chained(twin: Twin): Twin {
  const rows = over("rows", "SELECT * FROM x WHERE id % 13 <> 5 -- the first step", { x: twin });
  const counted = over(
    "counted",
    "SELECT x.*, count(*) OVER (PARTITION BY x.k) AS alike FROM x LEFT JOIN y ON x.id = y.id",
    { x: rows, y: rows },
  );
  return over("clean", "SELECT * EXCLUDE (alike) FROM x WHERE alike > 3 AND ts IS NOT NULL", {
    x: counted,
  });
}

function united(first: Twin, second: Twin): Twin {
  // What identifies a row in the other worlds does so here.
  const less = over(
    "less",
    "SELECT * EXCLUDE (bo, lst) REPLACE (id + 100 AS id, ts + INTERVAL 30 SECOND AS ts) FROM x WHERE k > 1 AND id < 60",
    { x: first },
  );
  const inputs = [less, second];
  return {
    relation: { type: "union", label: "/t/united", inputs: inputs.map(({ relation }) => relation) },
    native: inputs.map(({ native }) => `(${native})`).join(" UNION ALL BY NAME "),
  };
}

function restricted(twin: Twin): Twin {
  const [from, to] = ["2024-01-31T01:30:00", "2024-02-01T09:00:00"];
  return {
    relation: {
      type: "restrict",
      label: "/t/restricted",
      input: twin.relation,
      column: "ts",
      range: { startUs: us(from), endUs: us(to) },
    },
    native: `SELECT * FROM (${twin.native}) WHERE ts >= '${from}' AND ts < '${to}'`,
  };
}

/** A range in which there is no row, over files that no bounds rule out. */
function emptied(twin: Twin): Twin {
  const range = { startUs: us("2030-01-01T00:00:00"), endUs: null };
  return {
    relation: { type: "restrict", label: "/t/empty", input: twin.relation, column: "ts", range },
    native: `SELECT * FROM (${twin.native}) WHERE false`,
  };
}

function over(label: string, sql: string, inputs: Readonly<Record<string, Twin>>): Twin {
  const relations = Object.entries(inputs).map(([name, { relation }]) => [name, relation] as const);
  const ctes = Object.entries(inputs).map(([name, { native }]) => `${name} AS (${native})`);
  return {
    relation: derived(sql, Object.fromEntries(relations), `/t/${label}`),
    native: `WITH ${ctes.join(", ")} SELECT * FROM (${sql}\n)`,
  };
}

/** Parquet files that native DuckDB writes. */
class Files {
  readonly #native: NativeReference;
  readonly #folder: string;

  constructor(native: NativeReference, folder: string) {
    this.#native = native;
    this.#folder = folder;
  }

  /**
   * One file for each SELECT, read as one relation by column name; times are UTC without saying so,
   * as in pond.
   */
  async scan(name: string, selects: readonly string[]): Promise<Twin> {
    const paths: string[] = [];
    const files: ParquetFile[] = [];
    for (const [i, select] of selects.entries()) {
      const path = `${this.#folder}/${name}_${i}.parquet`;
      await this.#native.ask(
        `COPY (${select}) TO '${path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)`,
      );
      paths.push(path);
      files.push(fileOf(await Deno.readFile(path), { label: `/${name}/${i}` }));
    }
    const list = paths.map((path) => `'${path}'`).join(", ");
    const source = `read_parquet([${list}], union_by_name = true)`;
    const { names, types } = await this.#native.ask(`FROM ${source} LIMIT 0`);
    const zoned = names.filter((_, i) => String(types[i]) === "TIMESTAMP WITH TIME ZONE")
      .map((column) => `${column} AT TIME ZONE 'UTC' AS ${column}`);
    const replace = zoned.length > 0 ? ` REPLACE (${zoned.join(", ")})` : "";
    const time = names.includes("ts") ? { name: "ts", unit: "us", native: true } as const : null;
    return {
      relation: scan(files, time, `/${name}`),
      native: `SELECT *${replace} FROM ${source}`,
    };
  }
}
