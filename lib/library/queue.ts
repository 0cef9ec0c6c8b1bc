import { AsyncLocalStorage } from "node:async_hooks";
import { PondError } from "../base/mod.ts";

/** What the changes of this process wait for, by pond. */
const tails = new Map<unknown, Promise<unknown>>();
/** The ponds whose change is under way where the code that asks stands. */
const inside = new AsyncLocalStorage<readonly unknown[]>();

/**
 * Does `work` after all that was queued for `pond` before.
 * @throws {PondError} `usage` inside of such work, which would wait for itself
 */
export async function inTurn<T>(pond: unknown, work: () => Promise<T>): Promise<T> {
  const around = inside.getStore() ?? [];
  if (around.includes(pond)) {
    throw new PondError("usage", "cannot begin a change inside of another one of the same pond", {
      hint: "use the change that the work is given",
    });
  }
  const before = tails.get(pond);
  const turn = (async () => {
    await before;
    return await inside.run([...around, pond], work);
  })();
  // Whether it went well is for whoever waits for it.
  const tail = turn.then(() => {}, () => {});
  tails.set(pond, tail);
  tail.then(() => {
    if (tails.get(pond) === tail) tails.delete(pond);
  });
  return await turn;
}
