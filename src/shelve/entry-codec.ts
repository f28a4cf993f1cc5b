import { type StandardSchema, validate } from "../pickle/schema.ts";
import { KeyCodec } from "./keys.ts";
import type { EntryOptions } from "./options.ts";
import { about, ValueCodec } from "./values.ts";

/** Turns the keys and values of a shelf into bytes and back, and checks the values. */
export class EntryCodec<V, Given> {
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
  read(key: string, bytes: Uint8Array): V {
    const value = this.#values.load(key, bytes);
    const schema = this.#schema;
    return schema ? about(key, "read", () => validate(schema, value)) : (value as V);
  }

  /** Checks a value that is to be stored; answers what reading it will give. */
  check(key: string, value: Given): V {
    const schema = this.#schema;
    return schema ? about(key, "write", () => validate(schema, value)) : (value as unknown as V);
  }

  /** The bytes of a value that was checked. */
  write(key: string, value: unknown): Uint8Array {
    return this.#values.dump(key, value);
  }
}
