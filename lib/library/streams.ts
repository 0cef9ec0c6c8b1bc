/** A stream of what `chunks` gives, asked for piece by piece; cancelling it ends the work behind it. */
export function streamOf<T>(chunks: () => AsyncGenerator<T>): ReadableStream<T> {
  let running: AsyncGenerator<T> | undefined;
  return new ReadableStream<T>({
    async pull(controller) {
      running ??= chunks();
      const { done, value } = await running.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await running?.return(undefined);
    },
  }, { highWaterMark: 0 });
}
