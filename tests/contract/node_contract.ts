/**
 * What every file of a pond does for whoever reads it, stored or computed: no reader can tell which
 * it is, except by asking, by writing to it, or by taking away what it is made from.
 */
import { copyCommand } from "../../lib/commands/mod.ts";
import { PondError } from "../../lib/base/mod.ts";
import type { FileNode } from "../../lib/tinyfs/mod.ts";
import { parentOf } from "../../lib/paths/mod.ts";
import { readAll } from "../../lib/table/mod.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import { type RealPond, testInPond } from "../factories/real_pond.ts";

/** A file node, and what it should show. */
export interface NodeCase {
  readonly name: string;
  readonly path: string;
  readonly kind: FileNode["kind"];
  /** Makes it and what it is made from. */
  make(real: RealPond): Promise<void>;
  /** The bytes of a data node. */
  readonly text?: string;
  /** How SQL names it; default its path. */
  readonly source?: string;
  /** Takes away what it is made from; absent on stored nodes. */
  destroy?(real: RealPond): Promise<void>;
}

/** The rows that every node of the contract has, in the order of `n`. */
export const ROWS = [
  { n: 1, timestamp: "2026-01-01 00:00:00" },
  { n: 2, timestamp: "2026-01-02 00:00:00" },
  { n: 3, timestamp: "2026-01-03 00:00:00" },
];
/** The same as CSV. */
export const CSV = "n,timestamp\n" +
  ROWS.map(({ n, timestamp }) => `${n},${timestamp.replace(" ", "T")}Z\n`).join("");

const SELECT =
  "SELECT n::INTEGER AS n, timestamp::TIMESTAMP::TEXT AS timestamp FROM source ORDER BY n";

/**
 * Registers the tests: one pond, a step for each criterion; those that change the node come last.
 */
export function testNode(test: NodeCase): void {
  testInPond(`${test.name}: keeps the contract of nodes`, async (real, context) => {
    await test.make(real);
    for (const [what, criterion] of Object.entries(CRITERIA)) {
      await context.step({ name: what, sanitizeResources: false, fn: () => criterion(real, test) });
    }
  });
}

type Criterion = (real: RealPond, test: NodeCase) => Promise<void>;

const CRITERIA: Readonly<Record<string, Criterion>> = {
  "is listed once, by its directory, by a glob and by its path": async ({ pond, paths }, test) => {
    const { path, kind } = test;
    const reader = await pond.read();
    const node = await reader.resolve(path);
    assertEquals([node.path, node.kind, node.broken], [path, kind, undefined]);
    const directory = await reader.resolve(parentOf(path));
    assertOk(directory.kind === "directory");
    const entries = await Array.fromAsync(directory.list());
    const found = entries.filter((entry) => entry.node.path === path);
    assertEquals(found.map((entry) => entry.node.id), [node.id]);
    assertEquals((await paths("/**")).filter((each) => each === path), [path]);
  },
  "has facts without its content": async ({ node }, { path, kind, text }) => {
    const found = await node(path) as FileNode;
    const { version, modifiedUs, sizeBytes } = await found.stat();
    assertOk(version >= 1 && modifiedUs !== null && modifiedUs > 0n);
    if (text !== undefined) assertEquals(sizeBytes, text.length);
    assertEquals(found.table === null, kind === "data");
    if (!found.table) return;
    const { columns, time } = await found.table.describe();
    // A file that nobody has converted yet may know its columns or not.
    if (columns) assertEquals(columns.map(({ name }) => name).sort(), ["n", "timestamp"]);
    if (time) assertEquals(time.name, "timestamp");
  },
  "gives the same bytes whole, in ranges, and copied out": async (real, { path, text }) => {
    const file = await real.node(path) as FileNode;
    const source = await file.open();
    const whole = readAll(source);
    if (text === undefined) assertEquals(decode(whole.subarray(0, 4)), "PAR1");
    else assertEquals(decode(whole), text);
    for (const [offset, length] of [[0, 1], [3, 10], [whole.length - 2, 10], [whole.length, 1]]) {
      const into = new Uint8Array(length!);
      const count = source.readSync(offset!, into);
      assertEquals(into.subarray(0, count), whole.subarray(offset!, offset! + length!));
    }
    source.close();
    const out = `${real.directory}-out`;
    await copyOut(real, path, out);
    assertEquals(await Deno.readFile(out), whole);
  },
  "answers SQL with its rows, filtered and limited too": async (real, { path, source = path }) => {
    assertEquals(await real.rows(source, SELECT), ROWS);
    const filtered = SELECT.replace("ORDER", "WHERE n > 1 ORDER") + " LIMIT 1";
    assertEquals(await real.rows(source, filtered), ROWS.slice(1, 2));
    const joined = `SELECT count(*)::INTEGER AS n FROM "${source}" a JOIN "${source}" b USING (n)`;
    await using result = await (await real.pond.read()).sql(joined);
    for await (const batch of result.batches) assertEquals(batch.get(0)?.toJSON(), { n: 3 });
  },
  "is restricted in time, start inclusive, end exclusive": async (
    real,
    { path, source = path },
  ) => {
    const day = (text: string) => BigInt(Date.parse(text)) * 1000n;
    const range = { startUs: day("2026-01-02"), endUs: day("2026-01-03") };
    await using result = await (await real.pond.read()).query(source, { sql: SELECT, range });
    const rows: unknown[] = [];
    for await (const batch of result.batches) {
      rows.push(...batch.toArray().map((row) => ({ ...row })));
    }
    assertEquals(rows, ROWS.slice(1, 2));
  },
  "refuses writes where it is computed, and takes them where it is stored": async (real, test) => {
    const bytes = await (await real.node(test.path) as FileNode).open();
    const content = new Blob([readAll(bytes)]);
    bytes.close();
    const write = () =>
      real.pond.transact(["test"], (change) => change.writeFile(test.path, content.stream(), {}));
    if (!test.destroy) return void await write();
    assertEquals((await assertRejects(write, PondError)).code, "read-only");
    const below = () =>
      real.pond.transact(["test"], (change) => change.makeDirectory(`${test.path}/x`));
    const { code } = await assertRejects(below, PondError);
    assertOk(code === "not-a-directory" || code === "read-only", code);
  },
  "breaks alone, says what is missing, and comes back": async (real, test) => {
    const { pond, node, paths } = real;
    await pond.transact(["test"], (change) => change.makeDirectory("/beside"));
    if (!test.destroy) return;
    const { id } = await node(test.path);
    await test.destroy(real);
    const error = await assertRejects(async () => {
      const file = await node(test.path) as FileNode;
      (await file.open()).close();
    }, PondError);
    assertOk(error.message.startsWith("cannot ") && !error.message.includes("\n"));
    await assertRejects(() => real.rows(test.source ?? test.path), PondError);
    assertOk((await paths("/*")).includes("/beside"));
    await fillHost(real);
    assertEquals((await node(test.path)).id, id);
    assertEquals(await real.rows(test.source ?? test.path, SELECT), ROWS);
  },
};

/** Puts the rows on the host. */
export async function fillHost({ directory }: RealPond): Promise<void> {
  await Deno.mkdir(directory, { recursive: true });
  await Deno.writeTextFile(`${directory}/rows.csv`, CSV);
}

async function copyOut({ pond }: RealPond, path: string, hostPath: string): Promise<void> {
  await copyCommand(pond, {
    argv: ["test"],
    sources: [path],
    destination: `host:${hostPath}`,
    stdin: new ReadableStream<Uint8Array>(),
    stdout: { write: () => Promise.resolve() },
    onProblem: (problem) => {
      throw problem;
    },
    onProgress: () => {},
  });
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
