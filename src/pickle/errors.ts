/**
 * What a pickle error is about, for programs: stable across releases.
 *
 * | code | reading |
 * |---|---|
 * | `truncated` | the bytes end before the pickle does |
 * | `bad-opcode` | a byte that is no opcode |
 * | `bad-argument` | an argument that cannot be, a missing buffer, or what a registered class refused |
 * | `bad-stack` | an opcode that needs other values than there are on the stack |
 * | `bad-memo` | nothing was stored in the memo at that index |
 * | `bad-target` | something is called, filled or given a state that cannot be |
 * | `bad-key` | a key that no dict can have (or not the kind asked for), or a member that no set can have |
 * | `unknown-name` | with `unknown: "error"`, a name, persistent id or code that stands for nothing |
 * | `limit` | more than `Limits` allows, or the runtime can hold |
 * | `schema` | a value that the schema refuses |
 * | `bad-signature` | `verify` met another signature, or none |
 *
 * | code | writing |
 * |---|---|
 * | `unsupported-value` | what is no data, or beyond the protocol |
 * | `not-registered` | an instance of a class that is not registered |
 * | `not-plain` | with `plain`, a value that needs a name |
 * | `not-portable` | a value that Python could not read, unless `portable` is `false` |
 *
 * `failed` is what an error made without a code has.
 */
export type PickleErrorCode =
  | "truncated"
  | "bad-opcode"
  | "bad-argument"
  | "bad-stack"
  | "bad-memo"
  | "bad-target"
  | "bad-key"
  | "bad-signature"
  | "unknown-name"
  | "not-registered"
  | "limit"
  | "schema"
  | "unsupported-value"
  | "not-plain"
  | "not-portable"
  | "failed";

/**
 * The root of this module's errors, as in Python. Mistakes of the caller's are `TypeError`s and
 * `RangeError`s.
 */
export class PickleError extends Error {
  /** Which kind of trouble, for programs. */
  readonly code: PickleErrorCode;

  /** An error with that message. `options.cause` is what led to it. */
  constructor(message: string, code: PickleErrorCode = "failed", options?: ErrorOptions) {
    super(message, options);
    this.name = "PickleError";
    this.code = code;
  }
}

/** A value that cannot be written. `path` says where it is, e.g. `value.user.callbacks[3]`. */
export class PicklingError extends PickleError {
  /** The way from the value given to the one that failed. */
  readonly path: string;

  /** The message is `Cannot pickle <path>: <reason>`. */
  constructor(
    reason: string,
    path: string = "value",
    code: PickleErrorCode = "unsupported-value",
    options?: ErrorOptions,
  ) {
    super(`Cannot pickle ${path}: ${reason}`, code, options);
    this.name = "PicklingError";
    this.path = path;
  }
}

/** Bytes that are no pickle, or one that asks for what is not allowed. `offset` says where. */
export class UnpicklingError extends PickleError {
  /** The offset of the opcode, in bytes from the beginning. */
  readonly offset: number;

  /** An error with that message about the opcode at `offset`. */
  constructor(message: string, offset: number, code: PickleErrorCode = "failed", options?: ErrorOptions) {
    super(message, code, options);
    this.name = "UnpicklingError";
    this.offset = offset;
  }
}
