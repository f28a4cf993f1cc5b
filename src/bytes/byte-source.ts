/** Where bytes come from: an async iterable of chunks (Node's streams are), or a web stream. */
export type ByteSource = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

const SMALLEST_BUFFER = 65_536;

/** The bytes of a source that have arrived and are not used up, as one run. */
export class Arrivals {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #buffer: Uint8Array = new Uint8Array(0);
  #start = 0;
  #end = 0;

  constructor(source: ByteSource) {
    this.#chunks = chunksOf(source);
  }

  /** What is there, as a view whose bytes will not be overwritten. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Leaves out the first `count` bytes from now on. */
  skip(count: number): void {
    this.#start += count;
  }

  /** Waits until there are `count` bytes. `false` when the source ends before. */
  async want(count: number): Promise<boolean> {
    while (this.#end - this.#start < count) {
      const next = await this.#chunks.next();
      if (next.done) return false;
      if (!(next.value instanceof Uint8Array)) throw new TypeError("the source must give Uint8Arrays");
      this.#append(next.value);
    }
    return true;
  }

  /** Lets go of the source. Where reading was not completed, whatever the source makes of that is no news. */
  async close(complete: boolean): Promise<void> {
    try {
      await this.#chunks.return?.();
    } catch (error) {
      if (complete) throw error;
    }
  }

  /** Copies a chunk behind the rest; a full buffer is left as it is, since values may be views of it. */
  #append(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#buffer.length) {
      const rest = this.bytes;
      this.#buffer = new Uint8Array(Math.max(SMALLEST_BUFFER, 2 * (rest.length + chunk.length)));
      this.#buffer.set(rest);
      this.#start = 0;
      this.#end = rest.length;
    }
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }
}

function chunksOf(source: ByteSource): AsyncIterator<Uint8Array> {
  // Not every browser can iterate its streams yet.
  if ("getReader" in source) return readFrom(source);
  if (typeof source?.[Symbol.asyncIterator] === "function") return source[Symbol.asyncIterator]();
  throw new TypeError("a ReadableStream or an async iterable of Uint8Arrays was expected");
}

async function* readFrom(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    try {
      if (!ended) await reader.cancel();
    } finally {
      reader.releaseLock();
    }
  }
}
