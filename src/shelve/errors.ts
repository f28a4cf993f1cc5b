/**
 * What an error of a shelf is about, for programs: stable across releases.
 *
 * | code | meaning |
 * |---|---|
 * | `closed` | the shelf is closed already |
 * | `bad-key` | a key that the encoding of keys does not have, or bytes that are not in it |
 * | `unreadable` | a value that is no pickle, or asks for what is not allowed; the cause is the `UnpicklingError` |
 * | `unwritable` | a value that cannot be pickled; the cause is the `PicklingError` |
 * | `schema` | a value that the schema refuses; the cause is the `SchemaError` |
 * | `serializer` | a `serializer` without a `deserializer`, or one of them gave something else than it should |
 */
export type ShelveErrorCode = "closed" | "bad-key" | "unreadable" | "unwritable" | "schema" | "serializer";

/** More about an error of a shelf. */
export interface ShelveErrorOptions extends ErrorOptions {
  /** The key that it is about. */
  readonly key?: string;
  /** Where in the value, or in the bytes of the key. */
  readonly offset?: number;
}

/** A shelf cannot be read or written: Python's `shelve.ShelveError`. What the database itself has to say is a `DbmError`. */
export class ShelveError extends Error {
  /** Which kind of trouble, for programs. */
  readonly code: ShelveErrorCode;
  /** The key that it is about, where there is one. */
  readonly key: string | undefined;
  /** Where in the value, or in the bytes of the key, in bytes; `undefined` when the trouble is at no place of it. */
  readonly offset: number | undefined;

  /** An error with that message. */
  constructor(message: string, code: ShelveErrorCode, { key, offset, ...options }: ShelveErrorOptions = {}) {
    super(message, options);
    this.name = "ShelveError";
    this.code = code;
    this.key = key;
    this.offset = offset;
  }
}
