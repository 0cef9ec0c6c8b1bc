import { AsyncLocalStorage } from "node:async_hooks";
import { PondError } from "../base/mod.ts";

/** The ponds whose change is under way where the code that asks stands. */
const inside = new AsyncLocalStorage<readonly unknown[]>();

/**
 * Does `work`, which changes `pond`.
 * @throws {PondError} `usage` inside of such work, which would wait for itself
 */
export async function notNested<T>(pond: unknown, work: () => Promise<T>): Promise<T> {
  const around = inside.getStore() ?? [];
  if (around.includes(pond)) {
    throw new PondError("usage", "cannot begin a change inside of another one of the same pond", {
      hint: "use the change that the work is given",
    });
  }
  return await inside.run([...around, pond], work);
}
