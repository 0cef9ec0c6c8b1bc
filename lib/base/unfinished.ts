/** Told which files are being written that nobody may find should the program be stopped. */
export interface UnfinishedWatch {
  /** Fulfilled when the file would be removed. */
  begun(hostPath: string): Promise<void>;
  ended(hostPath: string): void;
  /** Called with each write, so that work which blocks the event loop can be ended there. */
  written(): void;
}

let watch: UnfinishedWatch | undefined;

/** Sets who is told; at most one, the program itself. A library user has signals of its own. */
export function watchUnfinished(by: UnfinishedWatch): void {
  watch = by;
}

/**
 * Says that `hostPath`, absolute, is there under a name that it won't keep; wait for it before work
 * that blocks.
 */
export async function beginUnfinished(hostPath: string): Promise<void> {
  await watch?.begun(hostPath);
}

/** Says that `hostPath` is gone, or has become what it was to be. */
export function endUnfinished(hostPath: string): void {
  watch?.ended(hostPath);
}

/** Says that another part of an unfinished file has been written. */
export function continueUnfinished(): void {
  watch?.written();
}
