/**
 * Every file operation of every writing command fails: before it takes effect (in CI with one of
 * three errors in turn, in a soak with each), after, as half a write, and as the last thing that
 * the process did.
 */
import { PondError } from "../../lib/base/mod.ts";
import type { FaultHooks, StoreOperation } from "../store/faulty.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { makeScenarios, type Scenario } from "./scenarios.ts";
import { attempt, checkAfter, fingerprint, type Outcomes, rehearse } from "./trial.ts";

/** `POND_SOAK=1` tries every fault at every operation of long commands too. */
const SOAK = Deno.env.get("POND_SOAK") !== undefined;
/**
 * Commands of more operations are sampled: each fault at every eleventh operation, of maintenance
 * at every 37th; in CI, with `POND_MORE_FAULTS`, at every fifth and 31st.
 */
const LONG = 60;
const [STEP, STEP_OF_MAINTENANCE] = Deno.env.get("POND_MORE_FAULTS") === undefined
  ? [11, 37]
  : [5, 31];

const ERRORS = { EIO: "io", ENOSPC: "no-space", EACCES: "permission" } as const;
const FAULTS = [
  "EIO",
  "ENOSPC",
  "EACCES",
  "short write",
  "EIO after",
  "stop before",
  "stop after",
] as const;
type Fault = typeof FAULTS[number];

/** Whether `fault` is tried at an operation. */
function isTried(
  fault: Fault,
  { kind, index: at }: StoreOperation,
  { operations, isStepwise }: { operations: number; isStepwise: boolean },
): boolean {
  const index = FAULTS.indexOf(fault);
  if (fault === "short write" && kind !== "write") return false;
  if (SOAK) return true;
  if (operations > LONG) return (at + index) % (isStepwise ? STEP_OF_MAINTENANCE : STEP) === 0;
  return !(fault in ERRORS) || at % 3 === index;
}

/** Hooks with the fault, and whether the change was durable by then. */
function faultAt(at: number, fault: Fault): FaultHooks & { readonly seen: { durable: boolean } } {
  const seen = { durable: false };
  let isPublished = false;
  let isOver = false;
  const fail = (code: string) => {
    throw Object.assign(new Error(`a fault of the test, ${code}`), { code });
  };
  return {
    seen,
    before: (operation) => {
      if (isOver) fail("EIO");
      if (operation.index !== at) return undefined;
      if (fault === "short write") return "short";
      if (fault === "stop before") isOver = true;
      if (fault in ERRORS || isOver) fail(isOver ? "EIO" : fault);
      return undefined;
    },
    after: (operation) => {
      const { kind, name, to, index } = operation;
      if (index === at && fault === "stop after") isOver = true;
      if (index === at && (isOver || fault === "EIO after")) fail("EIO");
      isPublished ||= kind === "publish" && to!.startsWith("data/_delta_log/");
      seen.durable ||= isPublished && kind === "syncDirectory" && name === "data/_delta_log";
    },
  };
}

function expectedCode(fault: Fault): string {
  if (fault === "short write") return "no-space";
  return fault in ERRORS ? ERRORS[fault as keyof typeof ERRORS] : "io";
}

async function tryFault(
  scenario: Scenario,
  { at, fault, outcomes, known }: {
    at: number;
    fault: Fault;
    outcomes: Outcomes;
    known: Set<string>;
  },
): Promise<void> {
  const hooks = faultAt(at, fault);
  const { files, error, warnings } = await attempt(scenario, hooks);
  const isStopped = fault.startsWith("stop");
  const where = `${scenario.name}: ${fault} at operation ${at}: ${error ?? "done"}`;
  if (error && !isStopped) {
    // Work in several commits needs the lock again that could not be given back.
    const codes = [expectedCode(fault), ...(scenario.isStepwise ? ["locked"] : [])];
    assertOk(error instanceof PondError && codes.includes(error.code), where);
    assertOk(
      scenario.isStepwise || !hooks.seen.durable,
      `${where}: it was durable, and yet not reported`,
    );
    if (!scenario.isStepwise) assertEquals(warnings, [], where);
  }
  const reported = error === undefined || (hooks.seen.durable && !scenario.isStepwise);
  const state = `${reported} ${fingerprint(files)}`;
  if (known.has(state)) return;
  known.add(state);
  await checkAfter(files, { outcomes, reported, where });
}

for (const scenario of await makeScenarios()) {
  Deno.test(`${scenario.name}: whatever operation fails, the pond is as before or as after, and told rightly`, async () => {
    const { outcomes, operations } = await rehearse(scenario);
    const known = new Set<string>();
    let tried = 0;
    for (const [at, operation] of operations.entries()) {
      for (const fault of FAULTS) {
        const { isStepwise } = scenario;
        if (!isTried(fault, operation, { operations: operations.length, isStepwise })) continue;
        await tryFault(scenario, { at, fault, outcomes, known });
        tried++;
      }
    }
    assertOk(operations.length >= 20 && tried >= 20, `${tried}`);
    if (Deno.env.get("POND_TEST_VERBOSE")) {
      console.log(
        `${scenario.name}: ${operations.length} operations, ${tried} faults, ${known.size} states`,
      );
    }
  });
}
