/**
 * A stream of what `chunks` gives, asked for piece by piece; cancelling it tells `chunks` by its
 * signal.
 */
export function streamOf<T>(chunks: (signal: AbortSignal) => AsyncGenerator<T>): ReadableStream<T> {
  const cancelling = new AbortController();
  let running: AsyncGenerator<T> | undefined;
  return new ReadableStream<T>({
    async pull(controller) {
      running ??= chunks(cancelling.signal);
      const { done, value } = await running.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      cancelling.abort();
      // What it ends with has nobody left to tell.
      await running?.return(undefined).catch(() => {});
    },
  }, { highWaterMark: 0 });
}
