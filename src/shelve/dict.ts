import { MapDict } from "./map-dict.ts";

/** What a shelf keeps its entries in: a `Database` of `pantry/dbm`, or anything else that maps bytes to bytes. */
export interface ShelfDict {
  /** How many keys there are. */
  readonly size: number;
  /** The value of a key, or `undefined`. Keys with the same bytes are one key. */
  get(key: Uint8Array): Uint8Array | undefined;
  /** Gives a key a value. */
  set(key: Uint8Array, value: Uint8Array): unknown;
  /** Whether the key is there. */
  has(key: Uint8Array): boolean;
  /** `false` where the key was not there. */
  delete(key: Uint8Array): boolean;
  /** The keys. */
  keys(): Iterable<Uint8Array>;
  /** Keys with their values. Default: each key is asked for. */
  entries?(): Iterable<readonly [key: Uint8Array, value: Uint8Array]>;
  /** Removes all keys. Default: one by one. */
  clear?(): void;
  /** Calls a function, whose changes come all at once if that is possible. Default: the function is called. */
  batch?<T>(fn: () => T): T;
  /** Returns when all changes are where they last. Default: they are. */
  sync?(): void;
  /** Makes it as small as it can be. Default: it is. */
  reorganize?(): void;
  /** Lets go of what it holds, when the shelf is closed. Default: nothing. */
  close?(): void;
}

/** What goes through the entries of a `ShelfDict` in the order of their keys, as a `Cursor` of `pantry/dbm` does. */
export interface ShelfCursor {
  /** Goes to the first entry; `undefined` where there is none. */
  first(): ShelfEntry | undefined;
  /** Goes to the last entry. */
  last(): ShelfEntry | undefined;
  /** Goes to the entry after this one. */
  next(): ShelfEntry | undefined;
  /** Goes to the entry before this one. */
  previous(): ShelfEntry | undefined;
  /** Goes to the entry of this key, or to the first one after it. */
  setLocation(key: Uint8Array): ShelfEntry | undefined;
}

/** A key with its value, as bytes. */
export type ShelfEntry = readonly [key: Uint8Array, value: Uint8Array];

/** A `ShelfDict` whose keys have an order. */
export interface OrderedDict extends ShelfDict {
  /** Something that goes through the entries. */
  cursor(): ShelfCursor;
}

/** What can be given to a shelf as what it is a shelf of. */
export function dictOf(dict: ShelfDict | Map<Uint8Array, Uint8Array>): ShelfDict {
  if (dict instanceof Map) return MapDict.of(dict);
  for (const verb of ["get", "set", "has", "delete", "keys"] as const)
    if (typeof dict?.[verb] !== "function")
      throw new TypeError(`a shelf is made of a Database, a Map or the like: it has no ${verb}()`);
  return dict;
}
