import { type Code, isCode } from "../code.ts";
import type { DumpOptions } from "../dump-options.ts";
import { MarshalTypeError } from "../errors.ts";
import { dumps as dumpsValue, readAt } from "../functions.ts";
import { type LoadOptions, loadSettings } from "../load-options.ts";
import { versionNumber } from "../version.ts";
import { headerOf, type PycFields } from "./fields.ts";
import { headerBytes, type PycHeader, readHeader } from "./header.ts";

/** What a `.pyc` file holds. */
export interface Pyc {
  /** What compiled it, and from which source. */
  readonly header: PycHeader;
  /** The code of the module, with that of its functions and classes within it. It is never run. */
  readonly code: Code;
}

/** How a `.pyc` file is read. The header says all the rest, and code objects are exact in either profile. */
export type PycLoadOptions = Pick<LoadOptions, "bytes" | "limits">;

/** How the code object in a `.pyc` file is written. */
export type PycDumpOptions = Pick<DumpOptions, "refs" | "version">;

/**
 * Reads a `.pyc` file of Python 2.7 or 3.0 to 3.15. Bytes after the code object are ignored.
 *
 * @throws what `readHeader` throws.
 * @throws MarshalError for what is no marshalled value, and the `MarshalTypeError` with the code `"bad-code"` for one
 * that is no code object. Offsets count from the beginning of the file.
 * @throws RangeError for a limit that is no number or negative.
 *
 * @example
 * ```ts
 * import { Code } from "pantry/marshal";
 * import { dumps, loads } from "pantry/marshal/pyc";
 *
 * const bytes = dumps({ code: new Code({ python: "3.12", name: "<module>" }), mtime: new Date(128_000), size: 3 });
 * const { header, code } = loads(bytes);
 * if (header.mtime !== 128 || code.name !== "<module>") throw new Error("not the same");
 * ```
 */
export function loads(bytes: Uint8Array, options: PycLoadOptions = {}): Pyc {
  const { header, code } = readPyc(bytes, options);
  return { header, code };
}

/** What a `.pyc` file holds, and where it ends. */
export function readPyc(bytes: Uint8Array, options: PycLoadOptions): Pyc & { readonly end: number } {
  const header = readHeader(bytes);
  const { python, length } = header;
  const { value: code, end } = readAt(bytes, length, loadSettings({ ...options, python, exact: true }));
  if (isCode(code)) return { header, code, end };
  throw new MarshalTypeError(
    `Cannot read the code at byte ${length}: it is no code object`,
    length,
    "bad-code",
  );
}

/**
 * Writes a `.pyc` file for the Python whose bytecode it is. The header of another file can be given as it is, so that
 * `dumps({ ...header, code })` writes it again.
 *
 * @throws UnmarshallableError for a constant that cannot be written.
 * @throws TypeError for what is no code object or `Date`, and for a hash-based file with neither `hash` nor `source`.
 * @throws RangeError for a number, a hash or a magic number that cannot be, and a hash-based file before Python 3.7.
 *
 * @example
 * ```ts
 * import { Code } from "pantry/marshal";
 * import { dumps, readHeader, sourceHash } from "pantry/marshal/pyc";
 *
 * const source = new TextEncoder().encode("x=1");
 * const bytes = dumps({ code: new Code({ python: "3.12" }), invalidation: "checked-hash", source });
 * if (readHeader(bytes).hash?.join() !== sourceHash(source, "3.12").join()) throw new Error("another hash");
 * ```
 */
export function dumps(fields: PycFields, options: PycDumpOptions = {}): Uint8Array<ArrayBuffer> {
  const { code } = fields;
  if (!isCode(code)) throw new TypeError("code: a Code expected");
  const header = headerBytes(headerOf(fields), versionNumber(code.python));
  const body = dumpsValue(code, { ...options, python: code.python });
  const bytes = new Uint8Array(header.length + body.length);
  bytes.set(header);
  bytes.set(body, header.length);
  return bytes;
}
