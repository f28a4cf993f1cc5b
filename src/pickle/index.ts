/**
 * Python's `pickle`: object graphs to bytes and back, in the very bytes that CPython writes. Reading never runs
 * anything that the data names.
 *
 * @module
 */
export { PickleBuffer, type View } from "./buffer.ts";
export { DEFAULT_PROTOCOL, type DumpOptions, HIGHEST_PROTOCOL } from "./dump-options.ts";
export { PickleError, type PickleErrorCode, PicklingError, UnpicklingError } from "./errors.ts";
export { dumps, loadAll, loads, type SchemaLoadOptions } from "./functions.ts";
export type { Limits } from "./limits.ts";
export type { LoadOptions } from "./load-options.ts";
export { decodeLong, encodeLong } from "./long.ts";
export { Pickler } from "./pickler.ts";
export {
  SchemaError,
  type SchemaIssue,
  type SchemaOutput,
  type SchemaResult,
  type StandardSchema,
} from "./schema.ts";
export { Unpickler } from "./unpickler.ts";
