import { PondError } from "../base/mod.ts";

/** Lets those who enter in one at a time, in the order in which they came. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /**
   * Waits for its turn.
   * @returns what ends the turn
   * @throws {PondError} `locked` after `waitMs`, as for the one who waits for what waits for it
   */
  async enter(waitMs: number): Promise<() => void> {
    const { promise: over, resolve: leave } = Promise.withResolvers<void>();
    const before = this.#last;
    this.#last = before.then(() => over);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isLate = new Promise<true>((resolve) => timer = setTimeout(resolve, waitMs, true));
    const late = await Promise.race([before, isLate]);
    clearTimeout(timer);
    if (!late) return leave;
    leave();
    throw new PondError(
      "locked",
      "cannot write: another transaction of this process is at work",
      { hint: "await it first; inside one, its own change writes" },
    );
  }
}
