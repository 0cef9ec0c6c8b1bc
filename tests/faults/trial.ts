/** One try of a scenario with a fault in it, and what must hold after. */
import { crc32 } from "node:zlib";
import { isPondError, type PondError, toPondError } from "../../lib/base/mod.ts";
import { initPond, openPond, type Pond } from "../../lib/pond/mod.ts";
import { type FaultHooks, faultyStore, type StoreOperation } from "../store/faulty.ts";
import { memoryStore } from "../store/memory.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { type Files, HOST_PATH, pondOptions, type Scenario } from "./scenarios.ts";
import { type TreeFacts, treeFacts } from "./tree_facts.ts";

/** What a scenario makes of the tree; null: no pond. */
export interface Outcomes {
  readonly old: TreeFacts | null;
  readonly new: TreeFacts;
}

/** How a try ended. */
export interface Attempt {
  readonly files: Files;
  /** The error that the command ended with. */
  readonly error: PondError | undefined;
  readonly warnings: readonly string[];
}

/** Every try makes the same names, so that equal outcomes are equal to the byte. */
const SEED = 0x5eed;

/** Runs the command through a store with faults. */
export async function attempt(scenario: Scenario, hooks: FaultHooks): Promise<Attempt> {
  const store = memoryStore(scenario.files);
  const warnings: string[] = [];
  const options = {
    ...pondOptions(faultyStore(store, hooks), SEED),
    warn: (message: string) => void warnings.push(message),
  };
  const error = await scenario.run(options).then(() => undefined, toPondError);
  return { files: store.contents(), error, warnings };
}

/** The trees before and after the command, and the operations that it takes. */
export async function rehearse(
  scenario: Scenario,
): Promise<{ outcomes: Outcomes; operations: readonly StoreOperation[] }> {
  const operations: StoreOperation[] = [];
  const before = (operation: StoreOperation) => void operations.push(operation);
  const { files, error } = await attempt(scenario, { before });
  if (error) throw error;
  const after = await factsIn(files);
  assertOk(after !== null);
  return { outcomes: { old: await factsIn(scenario.files), new: after }, operations };
}

/**
 * What must hold whatever happened: the pond opens without a repair command and is as it was or as
 * the command leaves it, the latter when that was reported; and the next writer writes.
 */
export async function checkAfter(
  files: Files,
  { outcomes, reported, where }: { outcomes: Outcomes; reported: boolean; where: string },
): Promise<"old" | "new"> {
  const store = memoryStore(files);
  await using pond = await openIn(store, where);
  const facts = pond && await inContext(where, treeFacts(pond));
  const isNew = JSON.stringify(facts) === JSON.stringify(outcomes.new);
  if (!isNew) assertEquals(facts, outcomes.old, `${where}: neither old nor new`);
  assertOk(isNew || !reported, `${where}: reported and gone`);
  await using writer = pond ? await openPond(HOST_PATH, pondOptions(store)) : await inContext(
    where,
    initPond(HOST_PATH, pondOptions(store)),
  );
  await inContext(where, writer.transact(["after"], (change) => change.makeDirectory("/after")));
  const names = (await Array.fromAsync((await writer.read()).walk("/"))).map(({ path }) => path);
  for (const path of ["/after", ...Object.keys(facts ?? {})]) {
    assertOk(names.includes(path), `${where}: ${path} is gone after the next writer`);
  }
  return isNew ? "new" : "old";
}

/** Equal for equal files. */
export function fingerprint(files: Files): string {
  return [...files].map(([name, bytes]) => `${name} ${bytes.length} ${crc32(bytes)}`).sort().join();
}

async function factsIn(files: Files): Promise<TreeFacts | null> {
  await using pond = await openIn(memoryStore(files), "rehearsal");
  return pond && await treeFacts(pond);
}

async function openIn(
  store: ReturnType<typeof memoryStore>,
  where: string,
): Promise<Pond | null> {
  const warn = (message: string) => {
    throw new Error(`${where}: ${message}`);
  };
  try {
    return await openPond(HOST_PATH, { ...pondOptions(store), warn });
  } catch (error) {
    if (isPondError(error, "not-found")) return null;
    throw new Error(`${where}: ${error}`, { cause: error });
  }
}

async function inContext<T>(where: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Error(`${where}: ${error}`, { cause: error });
  }
}
