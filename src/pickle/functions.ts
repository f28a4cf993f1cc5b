import type { DumpOptions } from "./dump-options.ts";
import type { LoadOptions } from "./load-options.ts";
import { Pickler } from "./pickler.ts";
import { type SchemaOutput, type StandardSchema, validate } from "./schema.ts";
import { Unpickler } from "./unpickler.ts";

/** What `loads` and `load` take: how a pickle is read, and what its value must be. */
export interface SchemaLoadOptions<S extends StandardSchema> extends LoadOptions {
  /** A Standard Schema (Zod, Valibot, ArkType, …) that checks the value and gives it its type. */
  readonly schema: S;
}

export function loads<S extends StandardSchema>(
  data: Uint8Array,
  options: SchemaLoadOptions<S>,
): SchemaOutput<S>;
export function loads<T = unknown>(data: Uint8Array, options?: LoadOptions): T;
export function loads(
  data: Uint8Array,
  options: LoadOptions & { readonly schema?: StandardSchema } = {},
): unknown {
  const value = new Unpickler(data, options).load();
  return options.schema ? validate(options.schema, value) : value;
}

/** Reads pickles in a row, each with a memo of its own. */
export function* loadAll(data: Uint8Array, options: LoadOptions = {}): Generator<unknown, void, undefined> {
  // One iterator for all: each pickle goes on with the buffers that the one before left.
  const iterator = options.buffers?.[Symbol.iterator]();
  const buffers = iterator && { [Symbol.iterator]: () => iterator };
  let offset = 0;
  while (offset < data.length) {
    const unpickler = new Unpickler(data, buffers ? { ...options, buffers } : options);
    unpickler.offset = offset;
    yield unpickler.load();
    offset = unpickler.offset;
  }
}

/** Pickles a value. */
export function dumps(value: unknown, options: DumpOptions = {}): Uint8Array<ArrayBuffer> {
  return new Pickler(options).dump(value);
}
