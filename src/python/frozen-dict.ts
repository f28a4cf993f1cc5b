import { type Json, toJson } from "./json.ts";
import { brand } from "./python-object.ts";
import { textOf } from "./repr.ts";

/**
 * Python 3.15's `frozendict`: a `Map` that never changes once it is made. As a dict it keeps its entries in order and
 * is equal to another in any; unlike a dict it can be a key where its values can.
 *
 * ```ts
 * import { equal, FrozenDict } from "pantry/python";
 *
 * const prices = new FrozenDict([["tea", 3], ["coffee", 4]]);
 * if (String(prices) !== "frozendict({'tea': 3, 'coffee': 4})") throw new Error("not a frozendict");
 * if (!equal(prices, { coffee: 4, tea: 3 })) throw new Error("the order does not count");
 * ```
 */
export class FrozenDict<K = unknown, V = unknown> extends Map<K, V> {
  static {
    brand(FrozenDict.prototype, "FrozenDict");
  }

  /** A frozendict of these entries. Default: none. */
  constructor(entries: Iterable<readonly [K, V]> = []) {
    super();
    for (const [key, value] of entries) super.set(key, value);
  }

  /**
   * There only to refuse.
   *
   * @throws TypeError always: a frozendict does not change.
   */
  override set(_key: K, _value: V): this {
    throw new TypeError("Cannot set a key of a FrozenDict: it does not change");
  }

  /**
   * There only to refuse.
   *
   * @throws TypeError always: a frozendict does not change.
   */
  override delete(_key: K): boolean {
    throw new TypeError("Cannot delete from a FrozenDict: it does not change");
  }

  /**
   * There only to refuse.
   *
   * @throws TypeError always: a frozendict does not change.
   */
  override clear(): void {
    throw new TypeError("Cannot clear a FrozenDict: it does not change");
  }

  /**
   * There only to refuse.
   *
   * @throws TypeError always: a frozendict does not change.
   */
  getOrInsert(_key: K, _value: V): V {
    throw new TypeError("Cannot insert into a FrozenDict: it does not change");
  }

  /**
   * There only to refuse.
   *
   * @throws TypeError always: a frozendict does not change.
   */
  getOrInsertComputed(_key: K, _make: (key: K) => V): V {
    throw new TypeError("Cannot insert into a FrozenDict: it does not change");
  }

  /** The tagged JSON of this value: `{"$frozendict": [[key, value], ...]}`. */
  toJSON(): Json {
    return toJson(this);
  }

  /** What Python's `str()` gives: `frozendict({'a': 1})`. */
  override toString(): string {
    return textOf(this);
  }
}
