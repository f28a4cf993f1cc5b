import { defineField } from "../python/fields.ts";
import { UNGUARDED } from "../python/flood.ts";
import { FrozenDict, FrozenSet, kindOf, Slice, Tuple } from "../python/index.ts";
import { type KeyFailure, Keys } from "../python/keys.ts";
import { Moves } from "../python/moves.ts";
import { tupleOf } from "../python/tuple.ts";
import type { Frame } from "./frame.ts";
import type { LoadSettings } from "./load-options.ts";
import * as code from "./type-codes.ts";

/** Makes lists, tuples, dicts and sets of values that lie on the reader's stack. */
export class Containers {
  readonly moves: Moves = new Moves();
  readonly #form: LoadSettings["dict"];
  readonly #settings: LoadSettings;
  /** Checks of keys, made when they are needed: most values have none. */
  #naturalKeys: Keys | undefined;
  #exactKeys: Keys | undefined;
  readonly #fail: KeyFailure;

  constructor(settings: LoadSettings, fail: KeyFailure) {
    this.#form = settings.dict;
    this.#settings = settings;
    this.#fail = fail;
  }

  #keys(exact: boolean): Keys {
    const { maxCollisions } = this.#settings;
    if (exact || this.#settings.exact) {
      this.#exactKeys ??= new Keys(true, false, maxCollisions, this.#fail);
      return this.#exactKeys;
    }
    this.#naturalKeys ??= new Keys(false, false, maxCollisions, this.#fail);
    return this.#naturalKeys;
  }

  /** Makes a container before its time, since something in it refers to it. */
  early(frame: Frame, exact: boolean): object {
    frame.target ??= this.#empty(frame.type, exact);
    if (kindOf(frame.target) === "Tuple") {
      this.#keys(false).forbid(frame.target);
      this.#keys(true).forbid(frame.target);
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
        return exact || this.#form === "map" ? new Map() : {};
      default:
        return new Tuple();
    }
  }

  /** Checks a key or member as it comes, so that an error says where it is. */
  check(key: unknown): void {
    if (typeof key === "object" && key !== null) this.#keys(true).key(key);
  }

  /** Makes the container of a frame, whose values end at `end`. */
  make({ base, target, type }: Frame, values: readonly unknown[], end: number, exact: boolean): object {
    switch (type) {
      case code.LIST:
        return target === undefined ? values.slice(base, end) : fill(target as unknown[], values, base, end);
      case code.SET:
        return this.#set(values, base, end, exact, target);
      case code.FROZEN_SET:
        return new FrozenSet(this.#set(values, base, end, exact, undefined));
      case code.DICT:
        return this.#dict(values, base, end, exact, target);
      case code.FROZEN_DICT:
        return new FrozenDict(this.#map(values, base, end, exact, undefined));
      case code.SLICE:
        return new Slice(values[base], values[base + 1], values[base + 2]);
      default:
        return target === undefined
          ? tupleOf(values, base, end)
          : fill(target as unknown[], values, base, end);
    }
  }

  #set(
    values: readonly unknown[],
    from: number,
    to: number,
    exact: boolean,
    target: object | undefined,
  ): Set<unknown> {
    const keys = this.#keys(exact);
    const set = (target as Set<unknown> | undefined) ?? new Set();
    for (let i = from; i < to; keys.guard(set)) {
      const end = Math.min(to, i + UNGUARDED);
      for (; i < end; i += 1) set.add(keys.key(values[i]));
    }
    return set;
  }

  /** A dict of keys and values in turn. */
  #dict(
    values: readonly unknown[],
    from: number,
    to: number,
    exact: boolean,
    target: object | undefined,
  ): object {
    if (exact || this.#form === "map") return this.#map(values, from, to, exact, target);
    for (let i = from; i < to; i += 2) {
      if (typeof values[i] === "string") continue;
      if (this.#form === "object")
        throw this.#fail('a key that is not a str: set the option "dict" to "auto" or "map"', "bad-key");
      const map = this.#map(values, from, to, exact, undefined);
      return target === undefined ? map : (this.moves.moveObject(target, map) as object);
    }
    return fillObject((target as Record<string, unknown> | undefined) ?? {}, values, from, to);
  }

  #map(
    values: readonly unknown[],
    from: number,
    to: number,
    exact: boolean,
    target: object | undefined,
  ): Map<unknown, unknown> {
    const keys = this.#keys(exact);
    const map = (target as Map<unknown, unknown> | undefined) ?? new Map();
    for (let i = from; i < to; keys.guard(map)) {
      const end = Math.min(to, i + 2 * UNGUARDED);
      for (; i < end; i += 2) map.set(keys.key(values[i]), values[i + 1]);
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
