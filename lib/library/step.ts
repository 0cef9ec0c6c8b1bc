import { PondError } from "../base/mod.ts";

/** A promise that knows whether somebody waits for it. */
class Step<T> extends Promise<T> {
  isAwaited = false;

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.isAwaited = true;
    return super.then(onFulfilled, onRejected);
  }
}

/** Work that is done step by step, in the order in which it was asked for. */
export class Steps {
  readonly #steps: Step<unknown>[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #isOver = false;

  /** Does `work` after the steps before; a failure of those is for whoever asked for them. */
  add<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isOver) {
      return Promise.reject(
        new PondError("usage", "cannot change: the work is done and the change is over", {
          hint: "await what the work begins",
        }),
      );
    }
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    const step = new Step<T>((resolve, reject) => void done.then(resolve, reject));
    // A failure that nobody waits for comes up when the steps are finished, not before.
    Promise.prototype.then.call(step, undefined, () => {});
    this.#steps.push(step);
    return step;
  }

  /** Waits for all steps and takes no more. @throws what a step threw that nobody waited for */
  async finish(): Promise<void> {
    for (let waited = -1; waited !== this.#steps.length;) {
      waited = this.#steps.length;
      await this.#last;
    }
    this.#isOver = true;
    for (const step of this.#steps) if (!step.isAwaited) await step;
  }

  /** Waits for all steps, however they end, and takes no more. */
  async abandon(): Promise<void> {
    this.#isOver = true;
    await this.#last;
    for (const step of this.#steps) await step.catch(() => {});
  }
}
