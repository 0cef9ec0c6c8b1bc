import {
  compareRows,
  createDeltaTable,
  type DeltaTable,
  type Field,
  isSuperseded,
  type Row,
} from "../../lib/delta/mod.ts";
import { faultyStore } from "../store/faulty.ts";
import { memoryStore } from "../store/memory.ts";
import { assertEquals, assertOk, fc } from "../deps.ts";
import { checkpointFile, commitFile, options, reopen, rowsOf } from "./support.ts";
import { stageRows } from "./stage_rows.ts";

const SCHEMA: readonly Field[] = [
  { name: "part", type: "string", nullable: false },
  { name: "name", type: "string", nullable: false },
  { name: "at", type: "long", nullable: false },
  { name: "node", type: "string", nullable: false },
  { name: "content", type: "string", nullable: false },
];
const SORT_BY = ["part", "name", "at"];
const STATE_KEY = ["part", "name", "node"];
const APART = { sortBy: SORT_BY, stateKey: STATE_KEY, fewestApart: 1, autoCompact: false };
const inOrder = compareRows(SORT_BY);
const wholly = compareRows([...SORT_BY, "node", "content"]);

const state = fc.record({
  part: fc.constantFrom("p", "q"),
  name: fc.constantFrom("a", "b"),
  at: fc.bigInt({ min: 0n, max: 5n }),
  node: fc.constantFrom("1", "2"),
  content: fc.string({ maxLength: 2 }),
});
const step = fc.oneof(
  { weight: 3, arbitrary: fc.array(state, { minLength: 1, maxLength: 8 }) },
  { weight: 2, arbitrary: fc.constantFrom("compact", "compact --full", "checkpoint") },
  { weight: 1, arbitrary: fc.record({ without: fc.bigInt({ min: 0n, max: 5n }) }) },
);

/** The states that nothing in `rows` supersedes, the plain way. */
function newestOf(rows: readonly Row[]): Row[] {
  const isSame = (a: Row, b: Row) => STATE_KEY.every((column) => a[column] === b[column]);
  return rows.filter((row) => !rows.some((other) => isSame(row, other) && other.at! > row.at!));
}

const plain = (rows: readonly Row[]) =>
  [...rows].sort(wholly).map((row) => SCHEMA.map(({ name }) => row[name]));

async function append(table: DeltaTable, rows: readonly Row[]): Promise<void> {
  const base = await table.snapshot();
  await table.commit({ base, txnId: `${base.version}`, rows: () => rows });
}

/**
 * Holds a version of the table against the rows that it is to have, read with superseded files and
 * without.
 */
async function compare(table: DeltaTable, version: number, rows: readonly Row[]): Promise<void> {
  const snapshot = await table.snapshot({ version });
  assertEquals(plain(await rowsOf(table, { snapshot })), plain(rows));
  const files = snapshot.files.filter((file) => !isSuperseded(file));
  assertEquals(
    plain(newestOf(await rowsOf(table, { snapshot, files }))),
    plain(newestOf(rows)),
  );
  for (const file of snapshot.files) {
    const held = await rowsOf(table, { snapshot, files: [file] });
    assertEquals(held, [...held].sort(inOrder), "each file is sorted whole");
  }
}

Deno.test("compact: the newest states never lie in files of superseded ones, at any version", async () => {
  let apart = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 14 }), async (steps) => {
      const store = memoryStore();
      let table = await createDeltaTable(store, { ...options(), ...APART, schema: SCHEMA });
      let rows: readonly Row[] = [];
      const versions = new Map<number, readonly Row[]>([[0, rows]]);
      for (const step of steps) {
        if (typeof step === "string") {
          if (step === "checkpoint") await table.checkpoint();
          else await table.compact({ full: step === "compact --full" });
        } else if ("without" in step) {
          const isKept = (row: Row) => row["at"] !== step.without;
          await table.compact({
            rewrite: (row) => isKept(row) ? row : null,
            rewriteColumns: ["at"],
          });
          if ((await table.snapshot()).version > 0) rows = rows.filter(isKept);
        } else {
          await append(table, step);
          rows = [...rows, ...step];
        }
        table = await reopen(store, { ...options(), ...APART });
        versions.set((await table.snapshot()).version, rows);
      }
      for (const [version, rows] of versions) await compare(table, version, rows);
      apart += (await table.snapshot()).files.filter(isSuperseded).length;
      assertEquals(await Array.fromAsync(table.verify()), []);
    }),
    { numRuns: 150 },
  );
  assertOk(apart > 10, `${apart}`);
});

Deno.test("compact: a full merge leaves a file a sort, and finds nothing to do the next time", async () => {
  const store = memoryStore();
  const table = await createDeltaTable(store, { ...options(), ...APART, schema: SCHEMA });
  const at = (at: number): Row => ({
    part: "p",
    name: "a",
    at: BigInt(at),
    node: "1",
    content: "",
  });
  for (let i = 0; i < 3; i++) await append(table, [at(i)]);
  const planned = await table.compact({ full: true, dryRun: true });
  assertEquals(planned, { version: null, filesBefore: 3, filesAfter: 2 });
  assertEquals((await table.compact({ full: true })).filesAfter, 2);
  assertEquals((await table.compact({ full: true })).version, null);
  const [newest, superseded] = (await table.snapshot()).files;
  assertEquals([newest!.rows, newest!.tags, superseded!.rows], [1, {}, 2]);
  assertEquals(superseded!.tags, { "pond.states": "superseded" });
});

Deno.test("compact: what one file held before there were two is kept apart by the next full merge", async () => {
  const store = memoryStore();
  const before = { ...options(), ...APART, fewestApart: Infinity };
  const table = await createDeltaTable(store, { ...before, schema: SCHEMA });
  const at = (at: number): Row => ({
    part: "p",
    name: "a",
    at: BigInt(at),
    node: "1",
    content: "",
  });
  for (let i = 0; i < 3; i++) await append(table, [at(i)]);
  assertEquals((await table.compact({ full: true })).filesAfter, 1);
  const now = await reopen(store, { ...options(), ...APART });
  assertEquals((await now.compact({ full: true })).filesAfter, 2);
  assertEquals((await rowsOf(now)).length, 3);
});

Deno.test("compact: superseded files stay superseded when the newest states are not merged with them", async () => {
  const store = memoryStore();
  const table = await createDeltaTable(store, { ...options(), ...APART, schema: SCHEMA });
  const at = (at: number): Row => ({
    part: "p",
    name: "a",
    at: BigInt(at),
    node: "1",
    content: "",
  });
  const others = Array.from({ length: 1200 }, (_, i): Row => ({ ...at(0), name: `${i}` }));
  const base = await table.snapshot();
  const tags = { "pond.states": "superseded" };
  const adds = [
    await stageRows({ store, table }, [...others, at(3)]),
    await stageRows({ store, table }, [at(1)], { tags }),
    await stageRows({ store, table }, [at(2)], { tags }),
  ];
  await table.commit({ base, txnId: "t", adds });
  assertEquals((await table.compact()).filesAfter, 2);
  const { files } = await table.snapshot();
  assertEquals(files.map((file) => [file.rows, isSuperseded(file)]), [[1201, false], [2, true]]);
});

Deno.test("compact: superseded files are merged with each other, and not each time", async () => {
  const store = memoryStore();
  const table = await createDeltaTable(store, { ...options(), ...APART, schema: SCHEMA });
  let rewritten = 0;
  for (let i = 0; i < 400; i++) {
    await append(table, [{ part: "p", name: "a", at: BigInt(i), node: "1", content: "" }]);
    if (i % 4 !== 3) continue;
    const { version } = await table.compact();
    assertOk(version !== null);
    const [newest] = await Array.fromAsync(table.history());
    rewritten += newest!.added.reduce((sum, { rows }) => sum + rows!, 0);
    const { files } = await table.snapshot();
    assertEquals(files.filter((file) => !isSuperseded(file)).map(({ rows }) => rows), [1]);
    assertOk(files.length <= 3, `${files.length} files`);
  }
  assertEquals((await rowsOf(table)).length, 400);
  assertOk(rewritten < 400 * 60, `${rewritten}`);
});

Deno.test("compact: into two files, whatever operation fails, loses no row and can be done again", async () => {
  const store = memoryStore();
  const table = await createDeltaTable(store, { ...options(), ...APART, schema: SCHEMA });
  const at = (at: number): Row => ({
    part: "p",
    name: "a",
    at: BigInt(at),
    node: "1",
    content: "",
  });
  for (let i = 0; i < 3; i++) await append(table, [at(i)]);
  const files = store.contents();
  let [failures, isDone] = [0, false];
  for (let stop = 0; !isDone; stop++) {
    const left = memoryStore(files);
    const failing = faultyStore(left, {
      before: ({ index }) => {
        if (index === stop) throw Object.assign(new Error("input/output error"), { code: "EIO" });
      },
    });
    const failed = await reopen(failing, { ...options(), ...APART })
      .then((table) => table.compact()).then(() => false, () => true);
    isDone = !failed && stop > 20;
    if (failed) failures++;
    const after = await reopen(memoryStore(left.contents()), { ...options(), ...APART });
    await compare(after, (await after.snapshot()).version, [at(0), at(1), at(2)]);
    await after.compact();
    assertEquals((await after.snapshot()).files.map(isSuperseded), [false, true]);
  }
  assertOk(failures > 10, `${failures}`);
});

Deno.test("checkpoint: keeps the tags of files, also those of other writers, and of files without any", async () => {
  const store = memoryStore();
  const table = await createDeltaTable(store, { ...options(), schema: SCHEMA });
  const tagged = [undefined, {}, { "other.tool": "1", "nothing": null, "pond.states": "else" }];
  for (const [i, tags] of tagged.entries()) {
    const base = await table.snapshot();
    const row: Row = { part: "p", name: `${i}`, at: 0n, node: "1", content: "" };
    const adds = [await stageRows({ store, table }, [row], tags ? { tags } : {})];
    await table.commit({ base, txnId: `${i}`, adds });
  }
  const tagsOf = async (table: DeltaTable) =>
    (await table.snapshot()).files.map(({ tags }) => tags);
  assertEquals(await tagsOf(table), [{}, {}, tagged[2]!]);
  await table.checkpoint();
  for (const version of [0, 1, 2]) await store.remove(commitFile(version));
  assertOk(await store.stat(checkpointFile(3)));
  const reopened = await reopen(store);
  assertEquals(await tagsOf(reopened), [{}, {}, tagged[2]!]);
  assertEquals((await reopened.snapshot()).files.some(isSuperseded), false);
});
