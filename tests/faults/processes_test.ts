/**
 * Every writing command in a process that ends within it, by exit and by SIGKILL, before and after
 * any file operation. By default 8 of all these, or `POND_PROCESS_TRIALS`, spread evenly;
 * `POND_SOAK=1` tries each.
 */
import type { StoreOperation } from "../store/faulty.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { inParallel, inTemporaryDirectory, startChild } from "./child.ts";
import { type Files, makeScenarios, type Scenario } from "./scenarios.ts";
import { checkAfter, type Outcomes, rehearse } from "./trial.ts";

const TRIALS = Deno.env.get("POND_SOAK")
  ? Infinity
  : Number(Deno.env.get("POND_PROCESS_TRIALS") ?? 8);

/** One process and where it ends. */
interface Trial {
  readonly scenario: Scenario;
  readonly outcomes: Outcomes;
  readonly operation: StoreOperation;
  readonly when: "before" | "after";
  readonly how: "exit" | "kill";
}

async function allTrials(): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const scenario of await makeScenarios()) {
    const { outcomes, operations } = await rehearse(scenario);
    for (const operation of operations) {
      for (const when of ["before", "after"] as const) {
        for (const how of ["exit", "kill"] as const) {
          trials.push({ scenario, outcomes, operation, when, how });
        }
      }
    }
  }
  return trials;
}

async function tryOne(trial: Trial, directory: string): Promise<void> {
  const { scenario, outcomes, operation, when, how } = trial;
  const where = `${scenario.name}: ${how} ${when} operation ${operation.index}, ${operation.kind}`;
  const hostPath = await Deno.makeTempDir({ dir: directory });
  await writeFiles(hostPath, scenario.files);
  const child = startChild("fault_child.ts", [
    hostPath,
    scenario.name,
    String(operation.index),
    when,
    how,
  ]);
  const reported = (await Array.fromAsync(child.lines)).includes("reported");
  const { code, signal, stderr } = await child.ended;
  // An operation that fails by itself, as looking for what is not there does, has no after.
  const isOver = reported || (how === "exit" ? code === 77 : signal === "SIGKILL");
  assertOk(isOver, `${where}: ${stderr}`);
  if (when === "before") assertEquals(reported, false, where);
  await checkAfter(await readFiles(hostPath), { outcomes, reported, where });
  await Deno.remove(hostPath, { recursive: true });
}

async function writeFiles(hostPath: string, files: Files): Promise<void> {
  for (const [name, bytes] of files) {
    await Deno.mkdir(`${hostPath}/${name.slice(0, name.lastIndexOf("/"))}`, { recursive: true });
    await Deno.writeFile(`${hostPath}/${name}`, bytes);
  }
}

async function readFiles(hostPath: string, prefix = ""): Promise<Files> {
  const files: Files = new Map();
  for await (const { name, isDirectory } of Deno.readDir(`${hostPath}/${prefix}`)) {
    if (isDirectory) {
      for (const file of await readFiles(hostPath, `${prefix}${name}/`)) files.set(...file);
    } else files.set(prefix + name, await Deno.readFile(`${hostPath}/${prefix}${name}`));
  }
  return files;
}

Deno.test("a process that ends within a command: the pond is as before or as after", async () => {
  const all = await allTrials();
  const step = Math.max(1, all.length / TRIALS);
  const trials = Array.from(
    { length: Math.min(all.length, TRIALS) },
    (_, i) => all[Math.floor(i * step)]!,
  );
  await inTemporaryDirectory((directory) =>
    inParallel(trials, { width: 2, work: (trial) => tryOne(trial, directory) })
  );
  console.log(`${trials.length} processes of ${all.length} fail points`);
});
