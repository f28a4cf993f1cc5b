/**
 * Python's `shelve`: a `Map` from texts to values of any kind that is kept in a file, or by a server.
 *
 * @module
 */
export { AsyncShelf } from "./async-shelf.ts";
export { BsdDbShelf } from "./bsd-db-shelf.ts";
export { DbfilenameShelf } from "./dbfilename-shelf.ts";
export type { OrderedDict, ShelfCursor, ShelfDict, ShelfEntry } from "./dict.ts";
export { ShelveError, type ShelveErrorCode, type ShelveErrorOptions } from "./errors.ts";
export { open } from "./open.ts";
export type { EntryOptions, ShelfOpenOptions, ShelfOptions } from "./options.ts";
export { Shelf } from "./shelf.ts";
export type { ValueOptions } from "./value-options.ts";
