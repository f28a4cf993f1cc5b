/**
 * Python's `pickle`: object graphs to bytes and back, in the very bytes that CPython writes. Reading never runs
 * anything that the data names.
 *
 * @module
 */

export type { ByteSource } from "../bytes/byte-source.ts";
export type { DecodingErrors } from "../bytes/index.ts";
export { decodeLong, encodeLong } from "../bytes/long.ts";
export type { ByteSink } from "../bytes/streams.ts";
export { PickleBuffer, type View } from "./buffer.ts";
export type { DumpOptions } from "./dump-options.ts";
export { PickleError, type PickleErrorCode, PicklingError, UnpicklingError } from "./errors.ts";
export { COMPATIBLE_FORMATS, DEFAULT_PROTOCOL, FORMAT_VERSION, HIGHEST_PROTOCOL } from "./format.ts";
export { dump, dumps, load, loadAll, loads, type SchemaLoadOptions } from "./functions.ts";
export type { Limits } from "./limits.ts";
export type { LoadOptions } from "./load-options.ts";
export * from "./opcodes.ts";
export { Pickler } from "./pickler.ts";
export {
  SchemaError,
  type SchemaInput,
  type SchemaIssue,
  type SchemaOutput,
  type SchemaResult,
  type StandardSchema,
} from "./schema.ts";
export { sign, verify } from "./signature.ts";
export { Unpickler } from "./unpickler.ts";
