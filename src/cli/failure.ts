import { DbmError } from "../dbm/errors.ts";
import { FileError } from "../files/file-system.ts";
import { MarshalError } from "../marshal/index.ts";
import { PickleError, PicklingError } from "../pickle/index.ts";
import { printable } from "../python/printable.ts";
import { hasPycHeader } from "./pyc-header.ts";

/** What the exit code of the command says. */
export const EXIT: {
  readonly fine: 0;
  /** The input was read, and the answer is bad. */
  readonly bad: 1;
  /** The input could not be read, or the output not be written. */
  readonly unreadable: 2;
  /** The input was read, and nobody can tell whether the answer is bad. */
  readonly unknown: 3;
  readonly usage: 64;
  /** A defect of the command itself. */
  readonly defect: 70;
  /** Ctrl-C, as shells count it. */
  readonly interrupted: 130;
} = { fine: 0, bad: 1, unreadable: 2, unknown: 3, usage: 64, defect: 70, interrupted: 130 };

/** An end that is told in one line, with an exit code. */
export class Failure extends Error {
  readonly exitCode: number;
  /** The message without the name of what it is about, where it begins with one. */
  readonly reason: string;

  constructor(message: string, exitCode: number, options: ErrorOptions & { readonly reason?: string } = {}) {
    super(message, options);
    this.name = "Failure";
    this.exitCode = exitCode;
    this.reason = options.reason ?? message;
  }
}

/** The failure of a command line that cannot be obeyed. */
export function misuse(message: string): Failure {
  return new Failure(message, EXIT.usage);
}

/** What was read, and how it is called, printable. */
export interface FileOfData {
  readonly name: string;
  /** Default: none that could be a pickle. */
  readonly bytes?: Uint8Array;
  /** What one can do about an error of a database, by its code. */
  readonly remedies?: { readonly [code: string]: string };
}

const REASONS: { readonly [code: string]: string } = {
  EACCES: "permission denied",
  EEXIST: "it exists already",
  EISDIR: "it is a directory",
  ENOENT: "no such file or directory",
  ENOSPC: "no space left on the device",
  ENOTDIR: "a part of the path is no directory",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
};

/** What a system error means, in words. */
export function reasonOf(error: unknown): string {
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  return REASONS[code] ?? message;
}

/** What the library advises its callers to do, and what that is called here. */
const ADVICE: readonly (readonly [string, string])[] = [
  [`set the option "encoding" to "latin1", "utf-8" or "bytes"`, "use --encoding latin1, utf-8 or bytes"],
  [': set the option "portable" to false for a file that only Pantry reads', ""],
  [": give the option buffers", ", which is kept outside of this file"],
  ["; the flags c and n create one", ""],
];

/** The failure that an error about the data of a file is; any other error is given back as it is. */
export function failureOf(error: unknown, file: FileOfData): unknown {
  const { bytes = new Uint8Array(), name } = file;
  if (error instanceof DbmError || error instanceof FileError) return databaseFailure(error, file);
  if (!(error instanceof PickleError || error instanceof MarshalError)) return error;
  const isPickling = error instanceof PicklingError;
  const isNoPickle = error instanceof PickleError && !isPickling && hasPycHeader(bytes);
  const advice = isNoPickle ? "it is a .pyc file, no pickle: see pantry show" : advised(error.message);
  const reason = printable(advice);
  const exitCode = isPickling ? EXIT.bad : EXIT.unreadable;
  return new Failure(`${name}: ${reason}`, exitCode, { cause: error, reason });
}

/** Some of these errors name the file themselves. */
function databaseFailure(error: DbmError | FileError, { name, remedies = {} }: FileOfData): Failure {
  const message = `${printable(advised(error.message))}${remedies[error.code] ?? ""}`;
  const exitCode = error.code === "limit" ? EXIT.bad : EXIT.unreadable;
  const isNamed = /^Cannot \w+ (?!.* at byte )/.test(message) && message.includes(name);
  return new Failure(isNamed ? message : `${name}: ${message}`, exitCode, { cause: error });
}

function advised(message: string): string {
  return ADVICE.reduce((text, [ours, theirs]) => text.replace(ours, theirs), message);
}
