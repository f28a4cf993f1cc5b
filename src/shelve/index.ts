/**
 * Python's `shelve`: a `Map` from texts to values of any kind that is kept in a file, or by a server.
 *
 * @module
 */
export { ShelveError, type ShelveErrorCode, type ShelveErrorOptions } from "./errors.ts";
export type { ValueOptions } from "./value-options.ts";
