import { isPondError, newUuid, systemEnvironment } from "../../lib/base/mod.ts";
import type { CommitOutcome, DeltaSnapshot, DeltaTable } from "../../lib/delta/mod.ts";
import { type FaultHooks, faultyStore, type StoreOperation } from "../store/faulty.ts";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../../lib/store/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { commitFile, contents, create, options, put, reopen } from "./support.ts";
import { crashStates } from "./crash_states.ts";

/** `POND_SOAK=1` fails every operation of the long scenarios too, not each nineteenth. */
const SOAK = Deno.env.get("POND_SOAK") !== undefined;

type Files = Map<string, Uint8Array>;

/** A table with `commits` commits of one row each, as files. */
async function tableWith(commits: number): Promise<Files> {
  const store = memoryStore();
  const table = await create(store);
  for (let i = 0; i < commits; i++) await put(table, { part: `p${i % 3}`, name: `${i}` });
  return store.contents();
}

interface Scenario {
  readonly label: string;
  readonly files: Files;
}

/**
 * A commit alone, one that is followed by a compaction and a checkpoint, and one followed by a
 * checkpoint.
 */
async function scenarios(): Promise<Scenario[]> {
  return [
    { label: "a plain commit", files: await tableWith(3) },
    { label: "a commit before compaction and checkpoint", files: await tableWith(18) },
    { label: "a commit with a tail after a checkpoint", files: await tableWith(23) },
  ];
}

async function before(files: Files): Promise<{ base: DeltaSnapshot; old: string[] }> {
  const table = await reopen(memoryStore(files));
  return { base: await table.snapshot(), old: await contents(table) };
}

function names(rows: readonly string[]): string[] {
  return rows.map((row) => row.split("@")[0]!).sort();
}

interface Attempt {
  readonly files: Files;
  readonly hooks: FaultHooks;
  readonly txnId: string;
}

/** Commits `new/row` through a store with faults. */
async function attempt(
  { files, hooks, txnId }: Attempt,
): Promise<{ store: Store; outcome?: CommitOutcome; error?: unknown }> {
  const store = memoryStore(files);
  const faulty = faultyStore(store, hooks);
  try {
    const table = await reopen(faulty);
    const outcome = await put(table, { part: "new", name: "row" }, { txnId });
    return { store, outcome };
  } catch (error) {
    return { store, error };
  }
}

/**
 * Old or new, nothing between; new when it was reported; and a retry ends with the row there once.
 */
async function checkAfter(
  files: Files,
  facts: {
    base: DeltaSnapshot;
    old: readonly string[];
    reported: boolean;
    txnId: string;
    where: string;
  },
): Promise<void> {
  const opened = options();
  const table: DeltaTable = await reopen(memoryStore(files), opened);
  const found = await contents(table);
  const isNew = found.some((row) => row.startsWith("new/row@"));
  const rest = found.filter((row) => !row.startsWith("new/row@"));
  assertEquals(rest, [...facts.old], facts.where);
  assertOk(isNew || !facts.reported, `${facts.where}: reported and gone`);
  assertEquals((await table.snapshot()).tornVersion, null, facts.where);
  const { base } = facts;
  const again = await put(table, { part: "new", name: "row" }, { txnId: facts.txnId, base });
  assertEquals(again.status, "committed", facts.where);
  assertEquals(names(await contents(table)), names([...facts.old, "new/row@"]), facts.where);
}

Deno.test("commit: whatever file operation fails, the table is old or new and a retry succeeds", async () => {
  const faults = ["before", "short", "after", "stop"] as const;
  for (const { label, files } of await scenarios()) {
    const { base, old } = await before(files);
    let total = 0;
    await attempt({ files, hooks: { after: () => void total++ }, txnId: "count" });
    assertOk(total > 10);
    for (const fault of faults) {
      const step = total > 40 && !SOAK ? 19 : 1;
      for (let at = faults.indexOf(fault) % step; at < total; at += step) {
        const txnId = newUuid(systemEnvironment);
        let dead = false;
        const fail = (operation: StoreOperation) => {
          if (operation.index !== at && !dead) return;
          dead = fault === "stop";
          throw Object.assign(new Error("input/output error"), { code: "EIO" });
        };
        const hooks: FaultHooks = fault === "after" ? { after: fail } : {
          before: (operation) => {
            if (fault === "short" && operation.kind === "write" && operation.index === at) {
              return "short";
            }
            return fail(operation);
          },
        };
        const { store, outcome, error } = await attempt({ files, hooks, txnId });
        const where = `${label}: ${fault} at operation ${at}: ${error ?? outcome?.status}`;
        const left = (store as ReturnType<typeof memoryStore>).contents();
        const reported = outcome?.status === "committed";
        assertOk(reported || error instanceof Error, where);
        await checkAfter(left, { base, old, reported, txnId, where });
      }
    }
  }
});

Deno.test("commit: a failure that leaves the outcome open says so", async () => {
  const files = await tableWith(3);
  const hooks: FaultHooks = {
    before: ({ kind, name }) => {
      if (kind === "syncDirectory" && name === "data/_delta_log") {
        throw Object.assign(new Error("input/output error"), { code: "EIO" });
      }
    },
  };
  const { error } = await attempt({ files, hooks, txnId: "t" });
  assertOk(isPondError(error, "io"));
  assertEquals(error.data.version, 4);
});

Deno.test("commit: trouble after the commit point is a warning", async () => {
  const files = await tableWith(18);
  const store = faultyStore(memoryStore(files), {
    before: ({ kind, name }) => {
      if (kind === "create" && name.includes("checkpoint")) throw new Error("disk on fire");
    },
  });
  const opened = options();
  const table = await reopen(store, opened);
  assertEquals((await put(table, { part: "new", name: "row" })).status, "committed");
  assertEquals(opened.warnings.length, 1);
  assertOk(opened.warnings[0]!.includes("transaction 19 is safe"));
});

Deno.test("commit: every state that a crash may leave opens as old or new", async () => {
  for (const { label, files } of await scenarios()) {
    const { base, old } = await before(files);
    const operations: StoreOperation[] = [];
    let reportedAfter = Infinity;
    const txnId = newUuid(systemEnvironment);
    const version = base.version + 1;
    let isLinked = false;
    const after = (operation: StoreOperation) => {
      operations.push(operation);
      if (operation.kind === "publish" && operation.to === commitFile(version)) isLinked = true;
      const isConfirmed = isLinked && operation.kind === "syncDirectory" &&
        operation.name === "data/_delta_log";
      if (isConfirmed) reportedAfter = Math.min(reportedAfter, operations.length);
    };
    await attempt({ files, hooks: { after }, txnId });
    assertOk(reportedAfter < Infinity);
    let states = 0;
    const seen = new Set<string>();
    for (const state of crashStates(files, operations)) {
      states++;
      const reported = state.operations >= reportedAfter;
      const key = `${reported} ${fingerprint(state.files)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const where = `${label}: crash after ${state.operations} operations`;
      await checkAfter(state.files, { base, old, reported, txnId, where });
    }
    if (Deno.env.get("POND_TEST_VERBOSE")) console.log(label, states, seen.size);
    assertOk(seen.size > 10, `${label}: ${seen.size} states of ${states}`);
  }
});

Deno.test("createDeltaTable: a crash leaves no table or a whole one, and making it again works", async () => {
  const operations: StoreOperation[] = [];
  await create(faultyStore(memoryStore(), { after: (done) => void operations.push(done) }));
  let whole = 0;
  for (const { files } of crashStates(new Map(), operations)) {
    const store = memoryStore(files);
    const error = await create(store).then(() => undefined, (error) => error);
    if (error) {
      assertOk(isPondError(error, "exists"), String(error));
      whole++;
    }
    const table = await reopen(store);
    assertEquals((await put(table, { part: "p", name: "n" })).status, "committed");
  }
  assertOk(whole > 0);
});

function fingerprint(files: Files): string {
  return [...files].map(([name, bytes]) =>
    `${name}:${bytes.length}:${bytes[0]}:${bytes[bytes.length - 1]}`
  ).sort().join("|");
}
