import type { StandardSchema } from "../pickle/schema.ts";
import { KeyCodec } from "./keys.ts";
import type { EntryOptions } from "./options.ts";
import { ValueCodec } from "./values.ts";

/** Turns the keys and values of a shelf into bytes and back; what asks the schema is made of it. `Checked` is what one is answered then. */
export abstract class Codec<V, Given, Checked> {
  readonly keys: KeyCodec;
  readonly #values: ValueCodec;
  readonly #schema: StandardSchema<V, Given> | undefined;

  /** @throws whatever is wrong with the options. */
  constructor({ keyencoding, schema, ...options }: EntryOptions<V, Given>) {
    if (schema !== undefined && typeof schema?.["~standard"]?.validate !== "function")
      throw new TypeError("schema: a Standard Schema expected");
    this.keys = new KeyCodec(keyencoding);
    // Without the schema, which is to be asked once.
    this.#values = new ValueCodec(options);
    this.#schema = schema;
  }

  /** Whether values are asked of a schema, which may change them. */
  get hasSchema(): boolean {
    return this.#schema !== undefined;
  }

  /** The value that stored bytes stand for. */
  read(key: string, bytes: Uint8Array): Checked {
    return this.#checked(key, "read", this.load(key, bytes));
  }

  /** Checks a value that is to be stored; answers what reading it will give. */
  check(key: string, value: Given): Checked {
    return this.#checked(key, "write", value);
  }

  /** The value of bytes, whatever the schema says of it. */
  load(key: string, bytes: Uint8Array): unknown {
    return this.#values.load(key, bytes);
  }

  /** The bytes of a value, whatever the schema says of it. */
  write(key: string, value: unknown): Uint8Array {
    return this.#values.dump(key, value);
  }

  /** Asks the schema. */
  protected abstract validate(
    schema: StandardSchema<V, Given>,
    value: unknown,
    key: string,
    verb: "read" | "write",
  ): Checked;

  #checked(key: string, verb: "read" | "write", value: unknown): Checked {
    return this.#schema ? this.validate(this.#schema, value, key, verb) : (value as Checked);
  }
}
