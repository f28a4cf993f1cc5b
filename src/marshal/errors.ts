/**
 * What a marshal error is about, for programs: stable across releases.
 *
 * | code | reading |
 * |---|---|
 * | `truncated` | the bytes end before the value does |
 * | `bad-type` | a byte that is no type code |
 * | `bad-value` | a size, number or text that cannot be |
 * | `bad-reference` | nothing was read there that could be referred to |
 * | `bad-null` | no value where there must be one |
 * | `bad-key` | a key that no dict can have, or a member that no set can have |
 * | `bad-code` | a code object whose fields cannot be, or a table of it that is cut short |
 * | `bad-header` | a `.pyc` file with no known header |
 * | `code-disallowed` | a code object, with `allowCode: false` (writing too) |
 * | `too-deep` | nested more deeply than CPython allows (writing too) |
 * | `limit` | more than `Limits` allows, or the runtime can hold |
 *
 * | code | writing |
 * |---|---|
 * | `unmarshallable` | a value that the format, or the version of it, cannot hold |
 */
export type MarshalErrorCode =
  | "truncated"
  | "bad-type"
  | "bad-value"
  | "bad-reference"
  | "bad-null"
  | "bad-key"
  | "bad-code"
  | "bad-header"
  | "code-disallowed"
  | "too-deep"
  | "limit"
  | "unmarshallable";

/**
 * The root of this module's errors. Each is of the kind that CPython raises: `MarshalEOFError`, `MarshalValueError` or
 * `MarshalTypeError`. Mistakes of the caller's are `TypeError`s and `RangeError`s.
 */
export class MarshalError extends Error {
  /** Which kind of trouble, for programs. */
  readonly code: MarshalErrorCode;
  /** Where in the bytes read, or how many bytes had been written. */
  readonly offset: number;

  /** An error with that message. `options.cause` is what led to it. */
  constructor(message: string, offset: number, code: MarshalErrorCode, options?: ErrorOptions) {
    super(message, options);
    this.name = "MarshalError";
    this.code = code;
    this.offset = offset;
  }
}

/** The bytes end before the value does: Python's `EOFError`. */
export class MarshalEOFError extends MarshalError {
  /** An error with that message about the object at `offset`. */
  constructor(message: string, offset: number, code: MarshalErrorCode = "truncated", options?: ErrorOptions) {
    super(message, offset, code, options);
    this.name = "MarshalEOFError";
  }
}

/** Bytes that mean nothing, or a value that cannot be written: Python's `ValueError`. */
export class MarshalValueError extends MarshalError {
  /** An error with that message about the object at `offset`. */
  constructor(message: string, offset: number, code: MarshalErrorCode, options?: ErrorOptions) {
    super(message, offset, code, options);
    this.name = "MarshalValueError";
  }
}

/** A value of a type that cannot be there: Python's `TypeError`. */
export class MarshalTypeError extends MarshalError {
  /** An error with that message about the object at `offset`. */
  constructor(message: string, offset: number, code: MarshalErrorCode, options?: ErrorOptions) {
    super(message, offset, code, options);
    this.name = "MarshalTypeError";
  }
}

/** A value that cannot be written. `path` says where it is, e.g. `value.callbacks[3]`. */
export class UnmarshallableError extends MarshalValueError {
  /** The way from the value given to the one that failed. */
  readonly path: string;

  /** The message is `Cannot marshal <path>: <reason>`. */
  constructor(reason: string, path: string, offset: number, code: MarshalErrorCode = "unmarshallable") {
    super(`Cannot marshal ${path}: ${reason}`, offset, code);
    this.name = "UnmarshallableError";
    this.path = path;
  }
}
