/** Where a stream of bytes goes; standard output is one. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<number>;
  writeSync(bytes: Uint8Array): number;
}

const BUFFER_BYTES = 64 * 1024;

/**
 * Standard output, buffered. What was not yet passed on can be dropped, so a command that fails
 * early leaves standard output empty.
 */
export class Output {
  #buffer = new Uint8Array(BUFFER_BYTES);
  #used = 0;
  readonly #sink: ByteSink;
  readonly #encoder = new TextEncoder();

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  /** @throws the sink's error, also when nobody reads any more (`BrokenPipe`) */
  async write(content: Uint8Array | string): Promise<void> {
    const bytes = typeof content === "string" ? this.#encoder.encode(content) : content;
    if (bytes.length > BUFFER_BYTES - this.#used) await this.flush();
    if (bytes.length >= BUFFER_BYTES) await this.#pass(bytes);
    else this.#keep(bytes);
  }

  /** As {@linkcode Output.write}, for writers called from inside WebAssembly. */
  writeSync(bytes: Uint8Array): void {
    if (bytes.length > BUFFER_BYTES - this.#used) this.#flushSync();
    if (bytes.length >= BUFFER_BYTES) this.#passSync(bytes);
    else this.#keep(bytes);
  }

  async writeAll(chunks: AsyncIterable<Uint8Array | string>): Promise<void> {
    for await (const chunk of chunks) await this.write(chunk);
  }

  async flush(): Promise<void> {
    const used = this.#used;
    this.#used = 0;
    if (used > 0) await this.#pass(this.#buffer.subarray(0, used));
  }

  /** Drops what was not yet passed on. */
  discard(): void {
    this.#used = 0;
  }

  #keep(bytes: Uint8Array): void {
    this.#buffer.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  async #pass(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length;) done += await this.#sink.write(bytes.subarray(done));
  }

  #flushSync(): void {
    const used = this.#used;
    this.#used = 0;
    if (used > 0) this.#passSync(this.#buffer.subarray(0, used));
  }

  #passSync(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += this.#sink.writeSync(bytes.subarray(done));
  }
}
