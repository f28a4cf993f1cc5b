import { type Json, toJson } from "./json.ts";
import { brand } from "./python-object.ts";
import { textOf } from "./repr.ts";

/**
 * Python's `tuple`: an array that is not a `list`. Its arguments are its items, one number included:
 * `new Tuple(5)` is `(5,)`. Methods that make an array (`map`, `slice`) make a plain one.
 *
 * ```ts
 * import { Tuple } from "pantry/python";
 *
 * const point = new Tuple(1, 2.5);
 * if (String(point) !== "(1, 2.5)" || new Tuple(5).length !== 1) throw new Error("not a tuple");
 * ```
 */
export class Tuple<T = unknown> extends Array<T> {
  static {
    brand(Tuple.prototype, "Tuple");
  }

  /** `Array`: what `map`, `filter` and `slice` make. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** A tuple of these items. */
  constructor(...items: T[]);
  /**
   * As above, for items of several types: a tuple of `unknown`, where the first signature alone would be an
   * error.
   */
  constructor(...items: unknown extends T ? unknown[] : never[]);
  constructor(...items: unknown[]) {
    super();
    for (let i = 0; i < items.length; i += 1) this[i] = items[i] as T;
  }

  /** The tagged JSON of this value: `{"$tuple": [...]}`. */
  toJSON(): Json {
    return toJson(this);
  }

  /** What Python's `str()` gives: `(1, 2)`. */
  override toString(): string {
    return textOf(this);
  }
}
