/**
 * `.pyc` files: the code of a module as Python keeps it in `__pycache__`, of version 2.7 and 3.0 to 3.15.
 *
 * @module
 */

export type { PycFields } from "./fields.ts";
export {
  dumps,
  loads,
  type Pyc,
  type PycDumpOptions,
  type PycLoadOptions,
} from "./functions.ts";
export { type Invalidation, type PycHeader, readHeader } from "./header.ts";
export { MAGIC_NUMBERS, pythonOf } from "./magic.ts";
export { sourceHash } from "./source-hash.ts";
