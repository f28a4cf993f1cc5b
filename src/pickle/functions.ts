import type { ByteSource } from "../bytes/byte-source.ts";
import { withDefaults } from "../bytes/limits.ts";
import { type ByteSink, readAll, readOne, type StreamFormat, writeAll } from "../bytes/streams.ts";
import type { DumpOptions } from "./dump-options.ts";
import { dumpSimply } from "./idle-savers.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import type { LoadOptions } from "./load-options.ts";
import { Pickler } from "./pickler.ts";
import { type SchemaOutput, type StandardSchema, validate, validateLater } from "./schema.ts";
import { Unpickler } from "./unpickler.ts";

/** How a pickle is read, and what its value must be. */
export interface SchemaLoadOptions<S extends StandardSchema> extends LoadOptions {
  /** A Standard Schema (Zod, Valibot, ArkType, …), which checks the value and gives it its type. */
  readonly schema: S;
}

interface MaybeSchema extends LoadOptions {
  readonly schema?: StandardSchema;
}

/**
 * Reads a pickle. Bytes after its STOP are ignored. Nothing that the data names is ever called: classes and functions
 * that are not registered arrive as inert `Global`s and `Instance`s.
 *
 * The type of the result is unknown, unless a `schema` checks it, or you say that you know it (`loads<T>`).
 *
 * @throws UnpicklingError for bytes that are no pickle, or one that asks for what is not allowed.
 * @throws SchemaError for a value that the schema refuses.
 * @throws TypeError for data that is no `Uint8Array`, and for a schema that is asynchronous.
 * @throws RangeError for an encoding that is not known, and for a limit that is no number or negative.
 *
 * @example
 * ```ts
 * import { loads } from "pantry/pickle";
 *
 * // What Python writes for pickle.dumps(42, protocol=4).
 * const answer = loads<number>(Uint8Array.of(0x80, 4, 0x4b, 42, 0x2e));
 * if (answer !== 42) throw new Error("another answer");
 * ```
 */
export function loads<S extends StandardSchema>(
  data: Uint8Array,
  options: SchemaLoadOptions<S>,
): SchemaOutput<S>;
/** As above, with no schema: the value is whatever the pickle holds, and `T` is not checked. */
export function loads<T = unknown>(data: Uint8Array, options?: LoadOptions): T;
export function loads(data: Uint8Array, options: MaybeSchema = {}): unknown {
  const value = new Unpickler(data, options).load();
  return options.schema ? validate(options.schema, value) : value;
}

/**
 * Reads a pickle from a stream, as its bytes arrive. The stream is let go of then: what comes after the pickle is lost
 * (see `loadAll`). A schema may be asynchronous.
 *
 * @throws what `loads` throws, and what the stream does.
 *
 * @example
 * ```ts
 * import { dumps, load } from "pantry/pickle";
 *
 * const { body } = new Response(dumps([1, 2, 3]));
 * const list = await load<number[]>(body as ReadableStream<Uint8Array>);
 * if (list.length !== 3) throw new Error("another list");
 * ```
 */
export function load<S extends StandardSchema>(
  source: ByteSource,
  options: SchemaLoadOptions<S>,
): Promise<SchemaOutput<S>>;
/** As above, with no schema: the value is whatever the pickle holds, and `T` is not checked. */
export function load<T = unknown>(source: ByteSource, options?: LoadOptions): Promise<T>;
export async function load(source: ByteSource, options: MaybeSchema = {}): Promise<unknown> {
  const value = await readOne(source, formatOf(options));
  return options.schema ? validateLater(options.schema, value) : value;
}

/**
 * Reads pickles in a row, each with a memo of its own, as repeated calls of Python's `pickle.load(file)` do.
 * Each is read when it is asked for.
 *
 * @throws what `loads` throws, when it comes to the pickle in question.
 *
 * @example
 * ```ts
 * import { dumps, loadAll } from "pantry/pickle";
 *
 * const log = new Uint8Array([...dumps("started"), ...dumps("stopped")]);
 * if ([...loadAll(log)].join() !== "started,stopped") throw new Error("not both");
 * ```
 */
export function loadAll(data: Uint8Array, options?: LoadOptions): Generator<unknown, void, undefined>;
/** As above, from a stream: pickles come as they arrive, and the stream is let go of when the loop ends. */
export function loadAll(source: ByteSource, options?: LoadOptions): AsyncGenerator<unknown, void, undefined>;
export function loadAll(
  source: Uint8Array | ByteSource,
  options: LoadOptions = {},
): Generator<unknown, void, undefined> | AsyncGenerator<unknown, void, undefined> {
  // One iterator for all: each pickle goes on with the buffers that the one before left.
  const iterator = options.buffers?.[Symbol.iterator]();
  const shared = iterator ? { ...options, buffers: { [Symbol.iterator]: () => iterator } } : options;
  return source instanceof Uint8Array ? readEach(source, shared) : readAll(source, formatOf(shared));
}

const NO_BYTES = /* @__PURE__ */ new Uint8Array(0);

function formatOf(options: LoadOptions): StreamFormat {
  return {
    maxMemory: withDefaults(DEFAULT_LIMITS, options.limits ?? {}).maxMemory,
    start: (bytes, offset) => new Unpickler(NO_BYTES, options).start(bytes, offset),
  };
}

function* readEach(data: Uint8Array, options: LoadOptions): Generator<unknown, void, undefined> {
  let offset = 0;
  while (offset < data.length) {
    const unpickler = new Unpickler(data, options);
    unpickler.offset = offset;
    yield unpickler.load();
    offset = unpickler.offset;
  }
}

/**
 * Pickles a value: whatever `docs/guide/types.md` lists, instances of registered classes, and any graph of them.
 *
 * @throws PicklingError for a value that cannot be pickled; its `path` says where (`value.user.callbacks[3]`).
 * @throws RangeError for a protocol that there is not, or that does not go with the other options.
 *
 * @example
 * ```ts
 * import { dumps, loads } from "pantry/pickle";
 *
 * const value: Record<string, unknown> = { when: new Date(0), ids: new Set([1n, 2n]) };
 * value["self"] = value;
 * const copy = loads<typeof value>(dumps(value));
 * if (copy["self"] !== copy || !(copy["when"] instanceof Date)) throw new Error("another graph");
 * ```
 */
export function dumps(value: unknown, options: DumpOptions = {}): Uint8Array<ArrayBuffer> {
  const { persistentId, reducerOverride, bufferCallback, dispatchTable, fast } = options;
  const isSimple = !(persistentId || reducerOverride || bufferCallback || dispatchTable || fast);
  return isSimple ? dumpSimply(value, options) : new Pickler(options).dump(value);
}

/**
 * Pickles a value to a stream, never holding more than a piece of the pickle. Each piece waits until the one before was
 * taken; do not change the value meanwhile. The stream is left open.
 *
 * @throws what `dumps` throws, and what the stream does.
 *
 * @example
 * ```ts
 * import { dump, load } from "pantry/pickle";
 *
 * const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
 * const [copy] = await Promise.all([load<string[]>(readable), dump(["one", "two"], writable)]);
 * if (copy[1] !== "two") throw new Error("another value");
 * ```
 */
export async function dump(value: unknown, sink: ByteSink, options: DumpOptions = {}): Promise<void> {
  await writeAll(new Pickler(options).pieces(value), sink);
}
