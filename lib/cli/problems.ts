import type { PondError } from "../base/mod.ts";
import { exitStatusOf } from "./errors.ts";
import type { Call } from "./call.ts";

/**
 * What failed of many things that were asked for. Where nothing succeeded, and all failed in one
 * way, that way's exit status is the answer: "does not exist" is 3 whoever says it.
 */
export class Problems {
  readonly #call: Pick<Call, "output" | "report">;
  readonly #all: PondError[] = [];

  constructor(call: Pick<Call, "output" | "report">) {
    this.#call = call;
  }

  add(problem: PondError): void {
    this.#all.push(problem);
  }

  /**
   * Says all of them.
   * @param succeeded how much else was put out
   * @throws {PondError} the last of them, where nothing succeeded
   */
  finish(succeeded: number): void {
    const last = this.#all.at(-1);
    const failed = succeeded === 0 && last !== undefined;
    if (failed) this.#call.output.discard();
    const isOne = new Set(this.#all.map(exitStatusOf)).size === 1;
    const thrown = failed && isOne;
    for (const problem of thrown ? this.#all.slice(0, -1) : this.#all) this.#call.report(problem);
    if (thrown) throw last;
  }
}
