import { EndOfBytes } from "../bytes/index.ts";
import { Arrivals, type ByteSource } from "./byte-source.ts";
import { DEFAULT_LIMITS, withDefaults } from "./limits.ts";
import type { LoadOptions } from "./load-options.ts";
import { Unpickler } from "./unpickler.ts";

const NO_BYTES = /* @__PURE__ */ new Uint8Array(0);

/** Where the bytes of a pickle go: a web stream, the writer of one, or whatever has a `write` that may give a promise. */
export type ByteSink = WritableStream<Uint8Array> | { write(chunk: Uint8Array): unknown };

/** A value that was read from a stream, and the offset behind its pickle. */
interface Read {
  readonly value: unknown;
  readonly offset: number;
}

/** Reads one pickle, which begins at `offset`, and leaves what comes after it. */
async function readPickle(arrivals: Arrivals, options: LoadOptions, offset: number): Promise<Read> {
  const { maxMemory } = withDefaults(DEFAULT_LIMITS, options.limits ?? {});
  const machine = new Unpickler(NO_BYTES, options).start(arrivals.bytes, offset);
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
      // The opcode at hand is read again once there is enough for it.
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

/** Reads the first pickle of a source, and lets go of the source. */
export async function readOne(source: ByteSource, options: LoadOptions): Promise<unknown> {
  const arrivals = new Arrivals(source);
  let complete = false;
  try {
    const { value } = await readPickle(arrivals, options, 0);
    complete = true;
    return value;
  } finally {
    await arrivals.close(complete);
  }
}

/** Reads the pickles of a source one by one, as they arrive. */
export async function* readAll(
  source: ByteSource,
  options: LoadOptions,
): AsyncGenerator<unknown, void, undefined> {
  const arrivals = new Arrivals(source);
  let offset = 0;
  let complete = false;
  try {
    while (await arrivals.want(1)) {
      const read = await readPickle(arrivals, options, offset);
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
