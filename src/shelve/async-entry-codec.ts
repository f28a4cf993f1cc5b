import { accepted, type StandardSchema } from "../pickle/schema.ts";
import { KeyCodec } from "./keys.ts";
import type { EntryOptions } from "./options.ts";
import { about, ValueCodec } from "./values.ts";

/** Turns the keys and values of an asynchronous shelf into bytes and back. Only an asynchronous schema makes one wait. */
export class AsyncEntryCodec<V, Given> {
  readonly keys: KeyCodec;
  readonly #values: ValueCodec;
  readonly #schema: StandardSchema<V, Given> | undefined;

  /** @throws whatever is wrong with the options. */
  constructor({ keyencoding, schema, ...options }: EntryOptions<V, Given>) {
    this.keys = new KeyCodec(keyencoding);
    // Without the schema, which is to be asked once.
    this.#values = new ValueCodec(options);
    this.#schema = schema;
  }

  /** The value that stored bytes stand for. */
  read(key: string, bytes: Uint8Array): V | Promise<V> {
    return this.#checked(key, "read", this.#values.load(key, bytes));
  }

  /** Checks a value that is to be stored; answers what reading it will give. */
  check(key: string, value: Given): V | Promise<V> {
    return this.#checked(key, "write", value);
  }

  /** The bytes of a value. */
  write(key: string, value: unknown): Uint8Array {
    return this.#values.dump(key, value);
  }

  #checked(key: string, verb: "read" | "write", value: unknown): V | Promise<V> {
    if (!this.#schema) return value as V;
    const result = this.#schema["~standard"].validate(value);
    if (!(result instanceof Promise)) return about(key, verb, () => accepted(result));
    return result.then((later) => about(key, verb, () => accepted(later)));
  }
}
