import { isPondError, PondError } from "../base/mod.ts";
import { type ByteSource, readChunks } from "./bytes.ts";

/**
 * `source`, which can be read only as long as it is what it was when it was opened. Each read is
 * looked at after it: what has been read up to then is one content, not the halves of two.
 * @param label how errors name it
 */
export function unchanging(source: ByteSource, label: string): ByteSource {
  const { whatChanged } = source;
  if (!whatChanged) return source;
  return {
    sizeBytes: source.sizeBytes,
    key: source.key,
    readSync(offset, into) {
      const count = source.readSync(offset, into);
      if (whatChanged() !== null) throw changedError(label);
      return count;
    },
    whatChanged,
    close: () => source.close(),
  };
}

/**
 * All bytes of `source`, in chunks that are good until the next is asked for.
 * @param label how errors name it
 * @throws {PondError} `conflict` where somebody wrote to it until its end was reached
 */
export async function* readUnchanging(
  source: ByteSource,
  label: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield* readChunks(unchanging(source, label), { reuse: true });
  if (source.whatChanged && source.whatChanged() !== null) throw changedError(label);
}

/** The error of a file that somebody writes to while it is read. */
export function changedError(label: string): PondError {
  return new PondError("conflict", `cannot read ${label}: it changed while it was read`, {
    data: { changed: true },
    hint: "try again when nothing writes to it",
  });
}

/** Whether `error` says that a file changed while it was read. */
export function isChangedError(error: unknown): error is PondError {
  return isPondError(error) && error.data.changed === true;
}

/**
 * What `work` gives; done once more where a file changed while it was read. `work` opens what it
 * reads.
 */
export async function onceAgain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isChangedError(error)) throw error;
  }
  return await work();
}
