/**
 * CSV files that others wrote, shown as tables, against native DuckDB. `POND_REAL_CSV=DIR` names a
 * directory of them (those that packages ship, say); without it a handful of the repository's own
 * are compared.
 */
import { isPondError } from "../../lib/base/mod.ts";
import { connectNative, type NativeDuckDb } from "../../bench/deps.ts";
import { basename } from "../../lib/deps/std_path.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";
import { readAll } from "../../lib/table/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { testInPond } from "./real_pond.ts";

const OWN = new URL("../demo/data", import.meta.url).pathname;
const directory = await Deno.realPath(Deno.env.get("POND_REAL_CSV") ?? OWN);

testInPond(
  `csv-directory: every CSV in ${basename(directory)} has native DuckDB's rows and values`,
  async (real) => {
    const { mknod, pond } = real;
    await mknod("/m", "hostmount", `directory: ${directory}`);
    await mknod("/c", "csv-directory", "source: /m/**/*.csv\n");
    const native = await connectNative(1);
    let files = 0;
    let rows = 0;
    const refused: string[] = [];
    try {
      for await (const { path, node } of (await pond.read()).glob("/c/**/*.table")) {
        const source = await (node as FileNode).open().catch((error) => {
          // A file that isn't CSV by its own header is refused, aloud; what isn't refused has to be
          // right.
          if (!isPondError(error, "invalid-input")) throw error;
          refused.push(error.message);
        });
        if (!source) continue;
        const parquet = `${real.directory}/${files}.parquet`;
        await Deno.writeFile(parquet, readAll(source));
        source.close();
        const csv = `${directory}${path.slice(2).replace(/\.table$/, ".csv")}`;
        rows += await compare(native, { parquet, csv });
        files++;
      }
    } finally {
      native.close();
    }
    for (const message of refused) console.log(message);
    console.log(`${refused.length} files refused`);
    console.log(`${files} files, ${rows} rows, each value equal`);
    assertOk(files > 0 && rows > 0);
  },
);

/** Fails where the rows of the two differ; native DuckDB reads both. */
async function compare(
  native: NativeDuckDb,
  { parquet, csv }: { readonly parquet: string; readonly csv: string },
): Promise<number> {
  const ours = `SELECT * FROM read_parquet('${parquet.replaceAll("'", "''")}')`;
  const theirs = `SELECT * FROM read_csv('${csv.replaceAll("'", "''")}', ` +
    "delim = ',', header = true, quote = '\"', escape = '\"', sample_size = -1, nullstr = '', comment = '')";
  const counts = await native.rows(
    `SELECT (SELECT count(*) FROM (${ours})), (SELECT count(*) FROM (${theirs})), ` +
      `(SELECT count(*) FROM (${ours} EXCEPT ALL ${theirs})), ` +
      `(SELECT count(*) FROM (${theirs} EXCEPT ALL ${ours}))`,
  );
  const [mine, others, onlyMine, onlyOthers] = counts[0]!.map(Number);
  assertEquals([mine, onlyMine, onlyOthers], [others, 0, 0], csv);
  return mine!;
}
