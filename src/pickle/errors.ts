/** What a pickle error is about, for programs: stable across releases. */
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

/** The root of this module's errors, as in Python. */
export class PickleError extends Error {
  /** Which kind of trouble, for programs. */
  readonly code: PickleErrorCode;

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

  constructor(message: string, offset: number, code: PickleErrorCode = "failed", options?: ErrorOptions) {
    super(message, code, options);
    this.name = "UnpicklingError";
    this.offset = offset;
  }
}
