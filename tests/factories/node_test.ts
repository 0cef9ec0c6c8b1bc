/** Every kind of file, stored and computed, keeps the contract of nodes. */
import { CSV, fillHost, type NodeCase, testNode } from "../contract/node_contract.ts";
import type { RealPond } from "./real_pond.ts";

const destroy = ({ directory }: RealPond) => Deno.remove(directory, { recursive: true });

/** The rows on the host, mounted at `/m`. */
async function mount(real: RealPond): Promise<void> {
  await fillHost(real);
  await real.mknod("/m", "hostmount", `directory: ${real.directory}\n`);
}

/** A computed node at `/n` over the mount. */
function over(factory: string, yaml: string): (real: RealPond) => Promise<void> {
  return async (real) => {
    await mount(real);
    await real.mknod("/n", factory, yaml);
  };
}

/** What a computed node shows, stored at `/stored`. */
async function store(real: RealPond, kind: "table" | "series"): Promise<void> {
  await mount(real);
  await real.mknod("/n", `sql-derived-${kind}`, "source: csv:///m/rows.csv\n");
  const source = await (await real.pond.read()).open("/n");
  const bytes = new Uint8Array(source.sizeBytes);
  source.readSync(0, bytes);
  source.close();
  await real.pond.transact(["test"], async (change) => {
    await change.writeFile("/stored", new Blob([bytes]).stream(), { kind });
    await change.remove("/n");
  });
}

const CASES: readonly NodeCase[] = [
  {
    name: "stored data",
    path: "/stored.csv",
    kind: "data",
    text: CSV,
    source: "csv:///stored.csv",
    make: async ({ pond }) => {
      await pond.transact(["test"], async (change) => {
        await change.writeFile("/stored.csv", new Blob([CSV]).stream(), {});
      });
    },
  },
  { name: "stored table", path: "/stored", kind: "table", make: (real) => store(real, "table") },
  { name: "stored series", path: "/stored", kind: "series", make: (real) => store(real, "series") },
  {
    name: "hostmount file",
    path: "/m/rows.csv",
    kind: "data",
    text: CSV,
    source: "csv:///m/rows.csv",
    make: mount,
    destroy,
  },
  {
    name: "csv-directory table",
    path: "/n/rows.table",
    kind: "table",
    make: over("csv-directory", "source: /m/*.csv\n"),
    destroy,
  },
  {
    name: "csv-directory series",
    path: "/n/rows.series",
    kind: "series",
    make: over("csv-directory", "source: /m/*.csv\ntype: series\n"),
    destroy,
  },
  {
    name: "sql-derived-table",
    path: "/n",
    kind: "table",
    make: over("sql-derived-table", "source: csv:///m/*.csv\nquery: SELECT * FROM source\n"),
    destroy,
  },
  {
    name: "sql-derived-series",
    path: "/n",
    kind: "series",
    make: over("sql-derived-series", "source: csv:///m/*.csv\n"),
    destroy,
  },
  {
    name: "sql-derived-series, kept",
    path: "/n",
    kind: "series",
    make: over("sql-derived-series", "source: csv:///m/*.csv\ncache: {refresh: 1h}\n"),
    destroy,
  },
  {
    name: "sql-derived-series in a dynamic-dir",
    path: "/n/inner/rows",
    kind: "series",
    make: over(
      "dynamic-dir",
      "entries:\n  - name: inner\n    factory: dynamic-dir\n    config:\n      entries:\n" +
        "        - {name: rows, factory: sql-derived-series, config: {source: 'csv:///m/*.csv'}}\n",
    ),
    destroy,
  },
];

for (const test of CASES) testNode(test);
