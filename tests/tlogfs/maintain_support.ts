/** A stored tree with a real engine behind its maintenance. */
import { seriesRewriter } from "../../lib/pond/series_rewriter.ts";
import { createSqlEngine } from "../../lib/sql/mod.ts";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../../lib/store/mod.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";
import type { Relation } from "../../lib/table/mod.ts";
import {
  createTlog,
  type MaintainOptions,
  type Tlog,
  type TlogOptions,
} from "../../lib/tlogfs/mod.ts";
import { chunks, fileAt, testEnvironment, tlogOptions, transact } from "./fixture.ts";

const engine = createSqlEngine();
// What its packages open as they load would count as the first test's leak.
await engine.columns({ sql: "SELECT 1 AS a", relations: new Map() });
globalThis.addEventListener("unload", () => engine.close());

export const DAY_US = 86_400_000_000n;

export interface Maintained {
  readonly store: Store;
  readonly options: TlogOptions;
  readonly tlog: Tlog;
  /** Lets time go by. */
  advanceDays(days: number): void;
  maintain(options?: Partial<MaintainOptions>): ReturnType<Tlog["maintain"]>;
}

/** A fresh tree; its clock is the store's, and can be put forward. */
export async function maintained(
  { store = memoryStore() }: { store?: Store } = {},
): Promise<Maintained> {
  const environment = testEnvironment();
  // A little ahead of the store, so that nothing seems to come from the future.
  environment.timeUs = BigInt(Date.now()) * 1000n + 60_000_000n;
  const options: TlogOptions = {
    ...tlogOptions(store),
    environment,
    rewriter: seriesRewriter(() => Promise.resolve(engine)),
  };
  const tlog = await createTlog(options);
  return {
    store,
    options,
    tlog,
    advanceDays: (days) => void (environment.timeUs += BigInt(days) * DAY_US),
    maintain: (more = {}) => tlog.maintain({ argv: ["maintain"], ...more }),
  };
}

/** One more version of a series (or table). */
export function append(
  tlog: Tlog,
  path: string,
  bytes: Uint8Array,
  kind: "series" | "table" = "series",
): Promise<number | null> {
  return transact(tlog, (t) => t.writeFile(path, chunks(bytes), { kind }));
}

/** The rows of a query over one table or series, as plain objects of texts. */
export async function rowsOf(
  tlog: Tlog,
  path: string,
  options: { sql?: string; version?: number } = {},
): Promise<string[]> {
  const { sql = "SELECT * FROM source ORDER BY ALL", version } = options;
  const file: FileNode = await fileAt(tlog, path);
  const relation = await file.table!.relation({
    chain: [],
    ...(version === undefined ? {} : { version }),
  });
  return await queryRows(relation, sql);
}

/** Rows of `sql` over `relation`, each as text. */
export async function queryRows(relation: Relation, sql: string): Promise<string[]> {
  const query = { sql, relations: new Map([["source", relation]]) };
  await using result = await engine.run(query);
  const rows: string[] = [];
  for await (const batch of result.batches) {
    for (let i = 0; i < batch.numRows; i++) {
      const cells = batch.schema.fields.map(({ name }, c) =>
        `${name}=${String(batch.getChildAt(c)?.get(i))}`
      );
      rows.push(cells.join(" "));
    }
  }
  return rows;
}
