import type { AnyOpenOptions } from "../dbm/index.ts";
import type { StandardSchema } from "../pickle/index.ts";
import type { ValueOptions } from "./value-options.ts";

/** What every shelf can be told: how its keys and values become bytes, and what values it may have. */
export interface EntryOptions<V = unknown, Given = V> extends ValueOptions {
  /** How keys become bytes: `"utf-8"`, `"latin-1"` or `"ascii"`, by any of Python's names for them. Default: `"utf-8"`. */
  readonly keyencoding?: string;
  /**
   * A Standard Schema (Zod, Valibot, ArkType, …) for the values. What is given to the shelf is checked, and stored as it is; what is read is
   * checked too, and one gets what the schema makes of it. Default: values are not checked.
   */
  readonly schema?: StandardSchema<V, Given>;
}

/** What a `Shelf` can be told. */
export interface ShelfOptions<V = unknown, Given = V> extends EntryOptions<V, Given> {
  /**
   * Keep in `cache` what was read or stored, so that what is changed in it afterwards is written by `sync` and `close`. It needs memory for all that
   * was read. A value of which anything was changed is pickled anew as a whole, so what `update` says of 1.0 and 1 is true of all its parts. What a
   * schema makes of a value must be something that can be pickled, and that the schema takes again. Default: `false`.
   */
  readonly writeback?: boolean;
}

/** How a shelf in a file is opened. */
export interface ShelfOpenOptions<V = unknown, Given = V> extends ShelfOptions<V, Given>, AnyOpenOptions {
  /** What may be done: `r` reads, `w` writes what is there, `c` creates it where it is missing, `n` begins a new one. Default: `"c"`. */
  readonly flag?: NonNullable<AnyOpenOptions["flag"]>;
}
