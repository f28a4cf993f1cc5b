import { entryPlace, fieldPlace } from "../python/places.ts";
import type { PickleErrorCode } from "./errors.ts";

/** Why a value cannot be written, on the way up through what holds it. The saver makes a `PicklingError` of it. */
export class Unwritable extends Error {
  readonly code: PickleErrorCode;
  /** The way to the value, as far as it is known. */
  readonly places: string[] = [];

  constructor(reason: string, code: PickleErrorCode) {
    super(reason);
    this.code = code;
  }
}

/** The error, which came out of what holds it at that place. */
export function inPlace(error: unknown, place: string): unknown {
  if (error instanceof Unwritable) error.places.unshift(place);
  return error;
}

/** The same for an item of a list, tuple or set. */
export function inItem(error: unknown, index: number): unknown {
  return inPlace(error, `[${index}]`);
}

/** The same for a key or a value of a flat array of entries. */
export function inEntry(error: unknown, flat: readonly unknown[], index: number): unknown {
  return inPlace(error, entryPlace(flat[index & ~1], (index & 1) === 0));
}

/** The same for a field. */
export function inField(error: unknown, name: string): unknown {
  return inPlace(error, fieldPlace(name));
}
