/**
 * Python's `marshal`: the format of `.pyc` files, in the very bytes that CPython writes, with code objects as data.
 *
 * @module
 */

export type { ByteSource } from "../bytes/byte-source.ts";
export type { DecodingErrors } from "../bytes/index.ts";
export type { ByteSink } from "../bytes/streams.ts";
export { Code, type CodeFields } from "./code.ts";
export { type DumpOptions, VERSION } from "./dump-options.ts";
export {
  MarshalEOFError,
  MarshalError,
  type MarshalErrorCode,
  MarshalTypeError,
  MarshalValueError,
  UnmarshallableError,
} from "./errors.ts";
export type { ExceptionEntry } from "./exception-table.ts";
export { dump, dumps, load, loadAll, loads } from "./functions.ts";
export type { LineRange } from "./lines.ts";
export type { Limits, LoadOptions } from "./load-options.ts";
export type { Position } from "./positions.ts";
export { type CodeNode, walkCode } from "./walk.ts";
