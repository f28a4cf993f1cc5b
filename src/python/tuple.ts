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

  /** `Array`: what `map`, `filter` and `slice` make. (A getter of that name would make every construction ten times as slow.) */
  static override readonly [Symbol.species]: ArrayConstructor = Array;

  /** A tuple of these items. */
  constructor(...items: T[]);
  /**
   * As above, for items of several types: a tuple of `unknown`, where the first signature alone would be an
   * error.
   */
  constructor(...items: unknown extends T ? unknown[] : never[]);
  constructor(...items: unknown[]) {
    // V8 makes room for so many and no more; and with an object first it need not copy the items when they turn out to be
    // of several types. Both together take an eighth of the time.
    super(items.length);
    if (items.length > 0) this[0] = null as T;
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

/** As many arguments as are sure to fit on the call stack. */
const MOST_ARGUMENTS = 256;

/** A tuple of a part of an array. Most tuples are short, and arguments that are spelled out take an eighth of the time. */
export function tupleOf(values: readonly unknown[], from: number, to: number): Tuple {
  switch (to - from) {
    case 0:
      return new Tuple();
    case 1:
      return new Tuple(values[from]);
    case 2:
      return new Tuple(values[from], values[from + 1]);
    case 3:
      return new Tuple(values[from], values[from + 1], values[from + 2]);
    case 4:
      return new Tuple(values[from], values[from + 1], values[from + 2], values[from + 3]);
    default:
      return longTuple(values, from, to);
  }
}

function longTuple(values: readonly unknown[], from: number, to: number): Tuple {
  if (to - from <= MOST_ARGUMENTS) return new Tuple<unknown>(...values.slice(from, to));
  const tuple = new Tuple();
  // `push` takes ten times as long on a subclass of `Array`.
  for (let i = from; i < to; i += 1) tuple[i - from] = values[i];
  return tuple;
}
