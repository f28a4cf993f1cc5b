import { type Json, toJson } from "./json.ts";
import { brand } from "./python-object.ts";
import { textOf } from "./repr.ts";

/**
 * Python's `collections.deque`. When it is made with a `maxlen`, only the last `maxlen` items are kept; the
 * methods of `Array` do not enforce it afterwards. Methods that make an array make a plain one.
 *
 * ```ts
 * import { Deque } from "pantry/python";
 *
 * const latest = new Deque([1, 2, 3, 4], 3);
 * if (String(latest) !== "deque([2, 3, 4], maxlen=3)") throw new Error("not the last three");
 * ```
 */
export class Deque<T = unknown> extends Array<T> {
  static {
    brand(Deque.prototype, "Deque");
  }

  /** `Array`: what `map`, `filter` and `slice` make. */
  static override readonly [Symbol.species]: ArrayConstructor = Array;

  /** The greatest length it was made for, or `null` for no limit. */
  readonly maxlen: number | null;

  /**
   * A deque of these items, or of the last `maxlen` of them. Default: no items, no limit.
   *
   * @throws RangeError when `maxlen` is neither an integer from 0 on nor `null`.
   */
  constructor(items: Iterable<T> = [], maxlen: number | null = null) {
    if (maxlen !== null && !(Number.isSafeInteger(maxlen) && maxlen >= 0)) {
      throw new RangeError(`maxlen must be an integer from 0 on, or null, not ${maxlen}`);
    }
    super();
    for (const item of items) this.push(item);
    this.maxlen = maxlen;
    if (maxlen !== null && this.length > maxlen) this.splice(0, this.length - maxlen);
  }

  /** The tagged JSON of this value: `{"$deque": {"items": [...], "maxlen": ...}}`. */
  toJSON(): Json {
    return toJson(this);
  }

  /** What Python's `str()` gives: `deque([1, 2])`. */
  override toString(): string {
    return textOf(this);
  }
}
