import { setImmediate } from "node:timers";
import { checkLimits } from "./limits.ts";

/** How long work keeps the event loop to itself. */
const PACE_MS = 10;
let lastTurnMs = 0;

/**
 * Ends the work as {@linkcode checkLimits} does, and where nothing has waited here for a while
 * gives the event loop a turn first: timers tick, and signals are seen. Cheap enough to be asked
 * every millisecond; work that asks for every row asks too often.
 * @returns what to wait for; undefined where there is no need
 * @throws {PondError} `timeout`, `interrupted`
 */
export function pace(): Promise<void> | undefined {
  checkLimits();
  return performance.now() - lastTurnMs < PACE_MS ? undefined : takeTurn();
}

async function takeTurn(): Promise<void> {
  // In Deno a fraction of what a timer or a message port costs, and timers and reads get theirs.
  await new Promise<void>((resolve) => setImmediate(resolve));
  lastTurnMs = performance.now();
  checkLimits();
}
