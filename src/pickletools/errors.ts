import { PickleError, type PickleErrorCode } from "../pickle/errors.ts";
import { cut } from "../python/printable.ts";

/** Longer reasons, which quote the data, are cut in the message. */
const LONGEST_MESSAGE = 300;

/** What comes with an error besides what it says. */
export interface PickletoolsErrorOptions extends ErrorOptions {
  /** See `PickletoolsError.text`. */
  readonly text?: string;
}

/** Bytes that are no pickle, or a pickle that does not keep to the rules of the stack and the memo. */
export class PickletoolsError extends PickleError {
  /** The offset of the opcode, in bytes from the beginning of the data. */
  readonly offset: number;
  /** What could not be read: an opcode's name, or what was expected in its place. */
  readonly what: string;
  /** What Python says: the text of the exception that its `pickletools` raises. */
  readonly reason: string;
  /** What `dis` had written before, which Python would have printed; empty for other functions. */
  readonly text: string;

  /** The message is `Cannot read <what> at byte <offset>: <reason>`. */
  constructor(
    what: string,
    offset: number,
    reason: string,
    code: PickleErrorCode = "failed",
    options: PickletoolsErrorOptions = {},
  ) {
    super(cut(`Cannot read ${what} at byte ${offset}: ${reason}`, LONGEST_MESSAGE), code, options);
    this.name = "PickletoolsError";
    this.offset = offset;
    this.what = what;
    this.reason = reason;
    this.text = options.text ?? "";
  }
}

/** The same error about another thing, or with a text. */
export function retold(
  error: PickletoolsError,
  {
    what = error.what,
    offset = error.offset,
    text = error.text,
  }: { what?: string; offset?: number; text?: string },
): PickletoolsError {
  const { reason, code, cause } = error;
  return new PickletoolsError(what, offset, reason, code, cause === undefined ? { text } : { text, cause });
}

/** What is wrong with an argument, before it is known where it stands. Never leaves this room. */
export class Complaint extends Error {
  readonly code: PickleErrorCode;

  constructor(reason: string, code: PickleErrorCode = "bad-argument") {
    super(reason);
    this.name = "Complaint";
    this.code = code;
  }
}

/** Runs what reads the data, and makes its complaints errors about a place. */
export function readAt<T>(what: string, offset: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw placed(error, what, offset);
  }
}

/** A complaint as an error about a place. A `RangeError` is the runtime's: no string or integer of such a size can be. */
export function placed(error: unknown, what: string, offset: number): unknown {
  if (error instanceof Complaint) return new PickletoolsError(what, offset, error.message, error.code);
  if (!(error instanceof RangeError)) return error;
  return new PickletoolsError(what, offset, error.message, "limit", { cause: error });
}
