import { type Json, toJson } from "./json.ts";
import { brand } from "./python-object.ts";
import { textOf } from "./repr.ts";

/**
 * Python's `collections.OrderedDict`: a dict for which the order counts when two are compared.
 *
 * ```ts
 * import { equal, OrderedDict } from "pantry/python";
 *
 * const ab = new OrderedDict([["a", 1], ["b", 2]]);
 * const ba = new OrderedDict([["b", 2], ["a", 1]]);
 * if (equal(ab, ba)) throw new Error("the order counts");
 * ```
 */
export class OrderedDict<K = unknown, V = unknown> extends Map<K, V> {
  static {
    brand(OrderedDict.prototype, "OrderedDict");
  }

  /** The tagged JSON of this value: `{"$ordereddict": [[key, value], ...]}`. */
  toJSON(): Json {
    return toJson(this);
  }

  /** What Python's `str()` gives: `OrderedDict({'a': 1})`. */
  override toString(): string {
    return textOf(this);
  }
}

/**
 * Python's `collections.Counter`: how often each key occurred. It is made of entries, and does not count by itself.
 *
 * ```ts
 * import { Counter } from "pantry/python";
 *
 * const votes = new Counter([["tea", 1], ["coffee", 3]]);
 * if (String(votes) !== "Counter({'coffee': 3, 'tea': 1})") throw new Error("the most common key is shown first");
 * ```
 */
export class Counter<K = unknown, V = unknown> extends Map<K, V> {
  static {
    brand(Counter.prototype, "Counter");
  }

  /** The tagged JSON of this value: `{"$counter": [[key, count], ...]}`. */
  toJSON(): Json {
    return toJson(this);
  }

  /** What Python's `str()` gives: `Counter({'a': 1})`. */
  override toString(): string {
    return textOf(this);
  }
}

/**
 * Python's `collections.defaultdict`: a dict with the factory of its missing values. The factory is kept as data
 * (mostly a `Global`, or `null`) and never called: a missing key is `undefined`, as in every `Map`.
 *
 * ```ts
 * import { DefaultDict, Global } from "pantry/python";
 *
 * const hits = new DefaultDict(new Global("builtins", "int"), [["/", 12]]);
 * if (hits.get("/") !== 12 || String(hits.defaultFactory) !== "builtins.int") throw new Error("not kept");
 * ```
 */
export class DefaultDict<K = unknown, V = unknown> extends Map<K, V> {
  static {
    brand(DefaultDict.prototype, "DefaultDict");
  }

  /** What Python calls for a missing key: mostly a `Global`; `null` for nothing. */
  defaultFactory: unknown;

  /** A dict with these entries. Default: no factory and no entries. */
  constructor(defaultFactory: unknown = null, entries: Iterable<readonly [K, V]> | null = null) {
    super(entries);
    this.defaultFactory = defaultFactory;
  }

  /** The tagged JSON of this value: `{"$defaultdict": {"factory": ..., "entries": [[key, value], ...]}}`. */
  toJSON(): Json {
    return toJson(this);
  }

  /** What Python's `str()` gives: `defaultdict(None, {'a': 1})`. */
  override toString(): string {
    return textOf(this);
  }
}
