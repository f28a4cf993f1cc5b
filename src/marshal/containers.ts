import { defineField } from "../python/fields.ts";
import { FrozenDict, FrozenSet, kindOf, Tuple } from "../python/index.ts";
import { Keys } from "../python/keys.ts";
import { Moves } from "../python/moves.ts";
import { tupleOf } from "../python/tuple.ts";
import type { Frame } from "./frame.ts";
import type { LoadSettings } from "./load-options.ts";
import * as code from "./type-codes.ts";

/** Makes an error about the object at hand. */
type Fail = (reason: string, why: "bad-key" | "limit") => Error;

/** Makes lists, tuples, dicts and sets of values that lie on the reader's stack. */
export class Containers {
  readonly moves: Moves = new Moves();
  readonly #dict: LoadSettings["dict"];
  readonly #keys: Keys;
  readonly #exactKeys: Keys;
  readonly #fail: Fail;

  constructor({ dict, exact, maxCollisions }: LoadSettings, fail: Fail) {
    this.#dict = dict;
    this.#keys = new Keys(exact, false, maxCollisions, fail);
    this.#exactKeys = exact ? this.#keys : new Keys(true, false, maxCollisions, fail);
    this.#fail = fail;
  }

  /** Makes a container before its time, since something in it refers to it. */
  early(frame: Frame, exact: boolean): object {
    frame.target ??= this.#empty(frame.type, exact);
    if (kindOf(frame.target) === "Tuple") {
      this.#keys.forbid(frame.target);
      this.#exactKeys.forbid(frame.target);
    }
    return this.moves.lend(frame.target) as object;
  }

  #empty(type: number, exact: boolean): object {
    switch (type) {
      case code.LIST:
        return [];
      case code.SET:
        return new Set();
      case code.DICT:
        return exact || this.#dict === "map" ? new Map() : {};
      default:
        return new Tuple();
    }
  }

  /** Checks a key or member as it comes, so that an error says where it is. */
  check(key: unknown): void {
    if (typeof key === "object") this.#exactKeys.key(key);
  }

  list(values: readonly unknown[], from: number, to: number, target: object | undefined): unknown[] {
    if (target === undefined) return values.slice(from, to);
    return fill(target as unknown[], values, from, to);
  }

  tuple(values: readonly unknown[], from: number, to: number, target: object | undefined): unknown[] {
    return target === undefined ? tupleOf(values, from, to) : fill(target as unknown[], values, from, to);
  }

  set(values: readonly unknown[], from: number, to: number, exact: boolean, target?: object): Set<unknown> {
    const keys = exact ? this.#exactKeys : this.#keys;
    const set = (target as Set<unknown> | undefined) ?? new Set();
    for (let i = from; i < to; i += 1) {
      set.add(keys.key(values[i]));
      keys.guard(set);
    }
    return set;
  }

  frozenSet(values: readonly unknown[], from: number, to: number, exact: boolean): FrozenSet {
    return new FrozenSet(this.set(values, from, to, exact));
  }

  /** A dict of keys and values in turn. */
  dict(
    values: readonly unknown[],
    from: number,
    to: number,
    exact: boolean,
    target: object | undefined,
  ): unknown {
    if (exact || this.#dict === "map") return this.#map(values, from, to, exact, target);
    for (let i = from; i < to; i += 2) {
      if (typeof values[i] === "string") continue;
      if (this.#dict === "object")
        throw this.#fail('a key that is not a str: set the option "dict" to "auto" or "map"', "bad-key");
      const map = this.#map(values, from, to, exact, undefined);
      return target === undefined ? map : this.moves.moveObject(target, map);
    }
    return fillObject((target as Record<string, unknown> | undefined) ?? {}, values, from, to);
  }

  frozenDict(values: readonly unknown[], from: number, to: number, exact: boolean): FrozenDict {
    return new FrozenDict(this.#map(values, from, to, exact, undefined));
  }

  #map(
    values: readonly unknown[],
    from: number,
    to: number,
    exact: boolean,
    target: object | undefined,
  ): Map<unknown, unknown> {
    const keys = exact ? this.#exactKeys : this.#keys;
    const map = (target as Map<unknown, unknown> | undefined) ?? new Map();
    for (let i = from; i < to; i += 2) {
      map.set(keys.key(values[i]), values[i + 1]);
      keys.guard(map);
    }
    return map;
  }
}

function fill(items: unknown[], values: readonly unknown[], from: number, to: number): unknown[] {
  for (let i = from; i < to; i += 1) items[i - from] = values[i];
  return items;
}

function fillObject(
  object: Record<string, unknown>,
  values: readonly unknown[],
  from: number,
  to: number,
): object {
  for (let i = from; i < to; i += 2) {
    const key = values[i] as string;
    // Assigning to `__proto__` would change the prototype.
    if (key === "__proto__") defineField(object, key, values[i + 1]);
    else object[key] = values[i + 1];
  }
  return object;
}
