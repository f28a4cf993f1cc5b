import type { ByteSource } from "../bytes/byte-source.ts";
import { EndOfBytes } from "../bytes/index.ts";
import { type ByteSink, readAll, readOne, type StreamFormat, writeAll } from "../bytes/streams.ts";
import { isCode } from "./code.ts";
import { type DumpOptions, dumpSettings } from "./dump-options.ts";
import { type LoadOptions, type LoadSettings, loadSettings } from "./load-options.ts";
import { Marshaller } from "./marshaller.ts";
import { Unmarshaller } from "./unmarshaller.ts";

/**
 * Reads a marshalled value. Bytes after it are ignored. Code objects are read as data (`Code`) and never run.
 *
 * The type of the result is unknown, unless you say that you know it (`loads<T>`).
 *
 * @throws MarshalError for bytes that are no marshalled value, or one that asks for what is not allowed: of the kind that
 * CPython raises, with the offset.
 * @throws TypeError for data that is no `Uint8Array`.
 * @throws RangeError for a version of Python or an encoding that is not known, and a limit that is no number or negative.
 *
 * @example
 * ```ts
 * import { loads } from "pantry/marshal";
 *
 * // What Python writes for marshal.dumps([1, 2.5], 2).
 * const bytes = Uint8Array.of(0x5b, 2, 0, 0, 0, 0x69, 1, 0, 0, 0, 0x67, 0, 0, 0, 0, 0, 0, 4, 0x40);
 * if (loads<number[]>(bytes).join() !== "1,2.5") throw new Error("another value");
 * ```
 */
export function loads<T = unknown>(bytes: Uint8Array, options: LoadOptions = {}): T {
  return readAt(bytes, 0, loadSettings(options)).value as T;
}

/** One value, and where the next would begin. */
export function readAt(
  bytes: Uint8Array,
  offset: number,
  settings: LoadSettings,
): { value: unknown; end: number } {
  if (!(bytes instanceof Uint8Array)) throw new TypeError("bytes must be a Uint8Array");
  // No `Buffer`, whose `slice` copies nothing.
  const isPlain = offset === 0 && Object.getPrototypeOf(bytes) === Uint8Array.prototype;
  const rest = isPlain
    ? bytes
    : new Uint8Array(bytes.buffer, bytes.byteOffset + offset, bytes.length - offset);
  const unmarshaller = new Unmarshaller(rest, offset, settings);
  try {
    const value = unmarshaller.run();
    return { value, end: offset + unmarshaller.reader.offset };
  } catch (error) {
    throw error instanceof EndOfBytes ? unmarshaller.bad(error.message, "truncated") : error;
  }
}

/**
 * Reads a marshalled value from a stream, as its bytes arrive. The stream is let go of then: what comes after the value
 * is lost (see `loadAll`).
 *
 * @throws what `loads` throws, and what the stream does.
 *
 * @example
 * ```ts
 * import { dumps, load } from "pantry/marshal";
 *
 * const { body } = new Response(dumps([1, 2, 3]));
 * const list = await load<number[]>(body as ReadableStream<Uint8Array>);
 * if (list.length !== 3) throw new Error("another list");
 * ```
 */
export async function load<T = unknown>(source: ByteSource, options: LoadOptions = {}): Promise<T> {
  return (await readOne(source, formatOf(loadSettings(options)))) as T;
}

/**
 * Reads marshalled values in a row, as repeated calls of Python's `marshal.load(file)` do. Each is read when it is
 * asked for.
 *
 * @throws what `loads` throws, when it comes to the value in question.
 *
 * @example
 * ```ts
 * import { dumps, loadAll } from "pantry/marshal";
 *
 * const log = new Uint8Array([...dumps("started"), ...dumps("stopped")]);
 * if ([...loadAll(log)].join() !== "started,stopped") throw new Error("not both");
 * ```
 */
export function loadAll(bytes: Uint8Array, options?: LoadOptions): Generator<unknown, void, undefined>;
/** As above, from a stream: values come as they arrive, and the stream is let go of when the loop ends. */
export function loadAll(source: ByteSource, options?: LoadOptions): AsyncGenerator<unknown, void, undefined>;
export function loadAll(
  source: Uint8Array | ByteSource,
  options: LoadOptions = {},
): Generator<unknown, void, undefined> | AsyncGenerator<unknown, void, undefined> {
  const settings = loadSettings(options);
  return source instanceof Uint8Array ? readEach(source, settings) : readAll(source, formatOf(settings));
}

function* readEach(bytes: Uint8Array, settings: LoadSettings): Generator<unknown, void, undefined> {
  let offset = 0;
  while (offset < bytes.length) {
    const { value, end } = readAt(bytes, offset, settings);
    yield value;
    offset = end;
  }
}

function formatOf(settings: LoadSettings): StreamFormat {
  return {
    maxMemory: settings.maxMemory,
    start: (bytes, offset) => new Unmarshaller(bytes, offset, settings),
  };
}

/**
 * Marshals a value: `null`, booleans, numbers, bigints, strings, bytes, arrays, `Tuple`, plain objects and `Map`, `Set`
 * and `FrozenSet`, `Complex`, `Slice`, `Ellipsis`, `Code`, and any graph of them.
 *
 * @throws UnmarshallableError for a value that cannot be marshalled; its `path` says where (`value.callbacks[3]`).
 * @throws RangeError for a version that there is not, or that the Python in question does not read.
 *
 * @example
 * ```ts
 * import { dumps } from "pantry/marshal";
 *
 * // What CPython writes for marshal.dumps({"a": 1}, 2).
 * const bytes = dumps({ a: 1 }, { version: 2 });
 * if (bytes.join() !== "123,117,1,0,0,0,97,105,1,0,0,0,48") throw new Error("other bytes");
 * ```
 */
export function dumps(value: unknown, options: DumpOptions = {}): Uint8Array<ArrayBuffer> {
  const python = isCode(value) ? value.python : undefined;
  return new Marshaller(dumpSettings(options, python)).marshal(value);
}

/**
 * Marshals a value to a stream, in one piece as CPython does: if the value cannot be marshalled, nothing is written. The
 * stream is left open.
 *
 * @throws what `dumps` throws, and what the stream does.
 *
 * @example
 * ```ts
 * import { dump, load } from "pantry/marshal";
 *
 * const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
 * const [copy] = await Promise.all([load<string[]>(readable), dump(["one", "two"], writable)]);
 * if (copy[1] !== "two") throw new Error("another value");
 * ```
 */
export async function dump(value: unknown, sink: ByteSink, options: DumpOptions = {}): Promise<void> {
  await writeAll([dumps(value, options)], sink);
}
