import { Arrivals, type ByteSource } from "./byte-source.ts";
import { type ByteReader, EndOfBytes } from "./reader.ts";

/** Where bytes go: a web stream, the writer of one, or whatever has a `write` that may give a promise. */
export type ByteSink = WritableStream<Uint8Array> | { write(chunk: Uint8Array): unknown };

/** What reads one value, and can go on where the bytes ended once there are more. */
export interface Resumable {
  readonly reader: ByteReader;
  /** Bytes of the stream that came before the reader's first. */
  readonly base: number;
  /** Reads to the end of the value. Throws `EndOfBytes` if the bytes end before. */
  run(): unknown;
  /** Goes on with more bytes, which begin where the reader stopped. */
  resume(bytes: Uint8Array): void;
  /** An error about what is at hand. */
  bad(reason: string, code: "truncated" | "bad-target" | "limit"): Error;
}

/** How the values of a stream are read. */
export interface StreamFormat {
  /** The most bytes that one read may need. */
  readonly maxMemory: number;
  /** Begins a value, whose bytes are `bytes` so far and begin at `offset` in the stream. */
  start(bytes: Uint8Array, offset: number): Resumable;
}

/** A value that was read from a stream, and the offset behind it. */
interface Read {
  readonly value: unknown;
  readonly offset: number;
}

/** Reads one value, which begins at `offset`, and leaves what comes after it. */
async function readValue(arrivals: Arrivals, format: StreamFormat, offset: number): Promise<Read> {
  const { maxMemory } = format;
  const machine = format.start(arrivals.bytes, offset);
  let ended = false;
  for (;;) {
    try {
      const value = machine.run();
      // A promise would call it, and so would the data: it can be a registered class.
      if (isThenable(value)) throw machine.bad("a value with a function named then: use loads", "bad-target");
      arrivals.skip(machine.reader.offset);
      return { value, offset: machine.base + machine.reader.offset };
    } catch (error) {
      if (!(error instanceof EndOfBytes)) throw error;
      if (ended) throw machine.bad(error.message, "truncated");
      // What is at hand is read again once there is enough for it.
      arrivals.skip(machine.reader.offset);
      const needed = arrivals.bytes.length - error.left + error.expected;
      if (needed > maxMemory) throw machine.bad(`${needed} bytes, the limit is ${maxMemory}`, "limit");
      ended = !(await arrivals.want(needed));
      machine.resume(arrivals.bytes);
    }
  }
}

function isThenable(value: unknown): boolean {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === "function";
}

/** Reads the first value of a source, and lets go of the source. */
export async function readOne(source: ByteSource, format: StreamFormat): Promise<unknown> {
  const arrivals = new Arrivals(source);
  let complete = false;
  try {
    const { value } = await readValue(arrivals, format, 0);
    complete = true;
    return value;
  } finally {
    await arrivals.close(complete);
  }
}

/** Reads the values of a source one by one, as they arrive. */
export async function* readAll(
  source: ByteSource,
  format: StreamFormat,
): AsyncGenerator<unknown, void, undefined> {
  const arrivals = new Arrivals(source);
  let offset = 0;
  let complete = false;
  try {
    while (await arrivals.want(1)) {
      const read = await readValue(arrivals, format, offset);
      offset = read.offset;
      yield read.value;
    }
    complete = true;
  } finally {
    await arrivals.close(complete);
  }
}

/** Writes pieces one by one, each once the one before has been taken. */
export async function writeAll(pieces: Iterable<Uint8Array>, sink: ByteSink): Promise<void> {
  const isStream = "getWriter" in sink;
  const writer = isStream ? sink.getWriter() : sink;
  try {
    for (const piece of pieces) await writer.write(piece);
  } finally {
    if (isStream) (writer as WritableStreamDefaultWriter).releaseLock();
  }
}
