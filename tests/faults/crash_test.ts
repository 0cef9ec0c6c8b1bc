/**
 * What a disk may hold after the power went off within a command, state by state: each opens as
 * before the command or as after it, and as after it once that was reported.
 */
import { openPond } from "../../lib/pond/mod.ts";
import type { StoreOperation } from "../store/faulty.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";
import { type CrashState, crashStates } from "../delta/crash_states.ts";
import { type Files, HOST_PATH, makeScenarios, pondOptions, type Scenario } from "./scenarios.ts";
import { isSame, type Trace, tracedStore } from "./traced_store.ts";
import { attempt, checkAfter, type Outcomes, rehearse } from "./trial.ts";
import { type TreeFacts, treeFacts } from "./tree_facts.ts";

/**
 * States of each kind of command, in CI, with `POND_MORE_FAULTS`, four times as many; bytes that were not synced are cut at as many places as that
 * takes.
 */
const STATES = Deno.env.get("POND_MORE_FAULTS") === undefined ? 500 : 2000;
/** `POND_SOAK=1`: ten times as many, or a cut at every byte where files are short. */
const MORE = Deno.env.get("POND_SOAK")
  ? 10
  : 1; /** In so many states that differ in what files there are, a writer writes next; times ten in a soak. */
const WRITERS = 25;
/** Each of these takes another way to the disk. */
const KINDS = [
  "init",
  "mkdir",
  "copy of a blob",
  "copy of a small table",
  "copy to a series",
  "mv",
  "a change of everything",
  "mkdir before compaction and checkpoint",
  "maintain that drops versions",
  "maintain that merges a series",
];

/** The operations of a command, and how many of them had been made when its change was durable. */
async function recorded(scenario: Scenario) {
  const operations: StoreOperation[] = [];
  let isPublished = false;
  let durableAfter = Infinity;
  await attempt(scenario, {
    after: (operation) => {
      operations.push(operation);
      const { kind, name, to } = operation;
      isPublished ||= kind === "publish" && to!.startsWith("data/_delta_log/");
      if (isPublished && kind === "syncDirectory" && name === "data/_delta_log") {
        durableAfter = Math.min(durableAfter, operations.length);
      }
    },
  });
  return { operations, durableAfter: scenario.isStepwise ? operations.length : durableAfter };
}

/** The states of a command, {@linkcode STATES} and more. */
function statesOf(files: Files, operations: readonly StoreOperation[]): CrashState[] {
  for (let cuts = 32;; cuts *= 2) {
    const states = [...crashStates(files, operations, { cuts })];
    if (states.length >= MORE * STATES || cuts > MORE * STATES) return states;
  }
}

/** What was found in states that read alike. */
interface Known {
  readonly trace: Trace;
  readonly outcome: "old" | "new";
}

/** Reads a state, unless one that reads alike was read before. */
async function outcomeOf(
  files: Files,
  { known, outcomes, where }: { known: Known[]; outcomes: Outcomes; where: string },
): Promise<{ outcome: "old" | "new"; isFirst: boolean }> {
  const before = known.findLast(({ trace }) => isSame(files, trace));
  if (before) return { outcome: before.outcome, isFirst: false };
  const { store, trace } = tracedStore(files);
  const facts = await readAs(store, where);
  const outcome = JSON.stringify(facts) === JSON.stringify(outcomes.new) ? "new" : "old";
  if (outcome === "old") assertEquals(facts, outcomes.old, where);
  known.push({ trace, outcome });
  return { outcome, isFirst: true };
}

async function readAs(
  store: ReturnType<typeof tracedStore>["store"],
  where: string,
): Promise<TreeFacts | null> {
  const warn = (message: string) => {
    throw new Error(`${where}: ${message}`);
  };
  try {
    await using pond = await openPond(HOST_PATH, { ...pondOptions(store), warn });
    return await treeFacts(pond);
  } catch (error) {
    if (error instanceof Error && error.message.endsWith("there is none")) return null;
    throw new Error(`${where}: ${error}`, { cause: error });
  }
}

/** Checks every state; returns how many there are. */
async function checkStates(
  scenario: Scenario,
  { states, durableAfter }: { states: readonly CrashState[]; durableAfter: number },
): Promise<{ old: number; new: number }> {
  const { outcomes } = await rehearse(scenario);
  const known: Known[] = [];
  const writtenOn = new Set<string>();
  const seen = { old: 0, new: 0 };
  for (const state of states) {
    const where = `${scenario.name}: crash after ${state.operations} operations`;
    const { outcome, isFirst } = await outcomeOf(state.files, { known, outcomes, where });
    const reported = state.operations >= durableAfter;
    assertOk(outcome === "new" || !reported, `${where}: reported and gone`);
    // A writer looks at what else is there, but not into it.
    const names = [...state.files.keys()].join();
    const isNewToWriters = !writtenOn.has(names) && writtenOn.size < MORE * WRITERS;
    if (isFirst || isNewToWriters) {
      await checkAfter(state.files, { outcomes, reported, where });
      writtenOn.add(names);
    }
    seen[outcome]++;
  }
  return seen;
}

const scenarios = (await makeScenarios()).filter(({ name }) => KINDS.includes(name));

for (const scenario of scenarios) {
  Deno.test(`${scenario.name}: every state that a crash may leave opens as before or as after`, async () => {
    const { operations, durableAfter } = await recorded(scenario);
    const states = statesOf(scenario.files, operations);
    const seen = await checkStates(scenario, { states, durableAfter });
    // Maintenance may change nothing that can be seen.
    assertOk((seen.old > 0 || scenario.isStepwise) && seen.new > 0, JSON.stringify(seen));
    assertOk(states.length >= STATES, `${states.length}`);
    console.log(`${scenario.name}: ${states.length} states, ${seen.new} of them new`);
  });
}

Deno.test("the states of a crash: some are of compaction that keeps superseded rows apart", async () => {
  const apart = [];
  for (const scenario of scenarios) {
    const { operations } = await recorded(scenario);
    const isTagged = ({ kind, bytes }: StoreOperation) =>
      kind === "write" && new TextDecoder().decode(bytes).includes('"pond.states":"superseded"');
    if (operations.some(isTagged)) apart.push(scenario.name);
  }
  assertEquals(apart, [
    "mkdir before compaction and checkpoint",
    "maintain that merges a series",
  ]);
});

Deno.test("the states of a crash: without any one of the barriers some of them would be neither", async () => {
  const scenario = scenarios.find(({ name }) => name === "copy of a blob")!;
  const { operations, durableAfter } = await recorded(scenario);
  const isBarrier = ({ kind }: StoreOperation) => kind === "sync" || kind === "syncDirectory";
  const barriers = operations.slice(0, durableAfter).filter(isBarrier);
  assertEquals(barriers.length, 6);
  for (const barrier of barriers) {
    const without = operations.map((operation): StoreOperation =>
      operation === barrier ? { ...operation, kind: "stat" } : operation
    );
    const states = [...crashStates(scenario.files, without, { cuts: 1 })];
    await assertRejects(() => checkStates(scenario, { states, durableAfter }));
  }
});
