import { ensureRoom } from "../bytes/limits.ts";
import { reduceStandard } from "../copyreg/standard/index.ts";
import { defineField } from "../python/fields.ts";
import { UNGUARDED } from "../python/flood.ts";
import { FrozenSet, type Instance, kindOf } from "../python/index.ts";
import { Keys } from "../python/keys.ts";
import { Moves } from "../python/moves.ts";
import { tupleOf } from "../python/tuple.ts";
import {
  FIRST_ROOM_COST,
  LIST_COST,
  OBJECT_COST,
  PAIR_COST,
  SLOT_COST,
  STEP_COST,
  TABLE_COST,
  TUPLE_COST,
} from "./costs.ts";
import type { ContainerMaker, Fail } from "./parts.ts";
import { expectWide, NARROW } from "./wide-objects.ts";

/** How containers are read. */
export interface ContainerSettings {
  readonly exact: boolean;
  readonly tuples: "tuple" | "array";
  readonly dict: "auto" | "object" | "map";
  readonly maxMemory: number;
  readonly maxCollisions: number;
}

const PROTOCOL_FOR_PARTS = 4;

/** Makes lists, tuples, dicts and sets, and fills whatever can be filled. Values come as a range of the machine's stack. */
export class Containers implements ContainerMaker {
  readonly moves: Moves = new Moves();
  readonly #exact: boolean;
  readonly #tuplesAreArrays: boolean;
  readonly #dict: "auto" | "object" | "map";
  readonly #keys: Keys;
  readonly #fail: Fail;
  readonly #maxMemory: number;
  #memory = 0;

  constructor(settings: ContainerSettings, fail: Fail) {
    this.#exact = settings.exact;
    this.#tuplesAreArrays = !settings.exact && settings.tuples === "array";
    this.#dict = settings.exact ? "map" : settings.dict;
    this.#keys = new Keys(settings.exact, this.#tuplesAreArrays, settings.maxCollisions, fail);
    this.#fail = fail;
    this.#maxMemory = settings.maxMemory;
  }

  /** Counts memory about to be taken. */
  spend(bytes: number): void {
    this.#memory += bytes;
    if (this.#memory > this.#maxMemory)
      throw this.#fail(`the values need more than the limit of ${this.#maxMemory} bytes`, "limit");
  }

  list(): unknown[] {
    this.spend(LIST_COST);
    return [];
  }

  dict(): object {
    if (this.#dict === "map") {
      this.spend(TABLE_COST);
      return new Map();
    }
    this.spend(OBJECT_COST);
    return {};
  }

  set(): Set<unknown> {
    this.spend(TABLE_COST);
    return new Set();
  }

  tuple(stack: readonly unknown[], from: number, to: number): unknown[] {
    this.spend(TUPLE_COST + SLOT_COST * (to - from));
    return this.#tuplesAreArrays ? stack.slice(from, to) : tupleOf(stack, from, to);
  }

  frozenSet(stack: readonly unknown[], from: number, to: number): FrozenSet {
    this.spend(TABLE_COST);
    const members = new Set();
    this.#addAll(members, stack, from, to);
    return new FrozenSet(members);
  }

  /** Makes the members of a call such as `set([1, 2])` members of a set. */
  setOf(members: readonly unknown[]): Set<unknown> {
    const set = this.set();
    this.#addAll(set, members, 0, members.length);
    return set;
  }

  /** APPEND and APPENDS. */
  append(target: unknown, stack: readonly unknown[], from: number, to: number): unknown {
    if (Array.isArray(target) && target.constructor === Array)
      return this.#appendToList(target, stack, from, to);
    const kind = kindOf(target);
    if (kind === undefined && Array.isArray(target)) return this.#appendToList(target, stack, from, to);
    if (kind === "Deque") {
      const deque = target as unknown[] & { readonly maxlen: number | null };
      for (let i = from; i < to; i += 1) deque.push(stack[i]);
      if (deque.maxlen !== null && deque.length > deque.maxlen) {
        // What is kept has to be moved, at each opcode anew.
        this.spend(SLOT_COST * deque.maxlen);
        deque.splice(0, deque.length - deque.maxlen);
      }
      return deque;
    }
    if (kind === undefined && !this.#exact && isTable(target))
      return this.#appendLoosely(target, stack, from, to);
    const instance = this.instance(target);
    const items = stack.slice(from, to);
    if (instance.entries || instance.state !== undefined || instance.later) {
      this.spend(STEP_COST);
      instance.later ??= [];
      instance.later.push({ operation: "append", items });
    } else if (instance.items) {
      ensureRoom(instance.items.length + items.length);
      for (const item of items) instance.items.push(item);
    } else {
      instance.items = items;
    }
    return instance;
  }

  /** SETITEM and SETITEMS. */
  setItems(target: unknown, stack: readonly unknown[], from: number, to: number): unknown {
    if ((to - from) % 2 !== 0)
      throw this.#fail("a value expected for each key, the last has none", "bad-stack");
    if (isPlain(target, Object.prototype))
      return this.#fillObject(target as Record<string, unknown>, stack, from, to);
    if (target instanceof Map && kindOf(target) !== "FrozenDict")
      return this.#fillMap(target, stack, from, to);
    const instance = this.instance(target);
    this.spend((PAIR_COST * (to - from)) / 2);
    const entries: [unknown, unknown][] = [];
    for (let i = from; i < to; i += 2) entries.push([stack[i], stack[i + 1]]);
    if (instance.state !== undefined || instance.later) {
      this.spend(STEP_COST);
      instance.later ??= [];
      instance.later.push({ operation: "set", entries });
    } else if (instance.entries) {
      ensureRoom(instance.entries.length + entries.length);
      for (const entry of entries) instance.entries.push(entry);
    } else {
      instance.entries = entries;
    }
    return instance;
  }

  /** ADDITEMS. */
  add(target: unknown, stack: readonly unknown[], from: number, to: number): unknown {
    if (target instanceof Set && (isPlain(target, Set.prototype) || kindOf(target) === undefined)) {
      this.#addAll(target, stack, from, to);
      return target;
    }
    const instance = this.instance(target);
    this.spend(STEP_COST);
    instance.later ??= [];
    instance.later.push({ operation: "add", items: stack.slice(from, to) });
    return instance;
  }

  /** The target as an instance that can take what its own class cannot. */
  instance(target: unknown): Instance {
    const kind = kindOf(target);
    if (kind === "Instance") return target as Instance;
    const context = { protocol: PROTOCOL_FOR_PARTS, exact: this.#exact };
    const reduced =
      typeof target === "object" && target !== null ? reduceStandard(target, kind, context) : undefined;
    if (kindOf(reduced) !== "Instance")
      throw this.#fail("the object below on the stack cannot be filled", "bad-target");
    this.moves.move(target as object, reduced, true);
    return reduced as Instance;
  }

  #appendToList(list: unknown[], stack: readonly unknown[], from: number, to: number): unknown[] {
    if (list.length === 0) this.spend(FIRST_ROOM_COST);
    ensureRoom(list.length + to - from);
    if (from === to) return list;
    list.push(stack[from]);
    // V8 adds items without a call where all arrays have been of one sort: those of any items, which this one is now.
    if (typeof stack[from] === "number") for (let i = from + 1; i < to; i += 1) list.push(stack[i]);
    else for (let i = from + 1; i < to; i += 1) list.push(stack[i]);
    return list;
  }

  /** Fills what Python could not have, and no Python can read: a set of anything, a dict (as pairs) with any keys. */
  #appendLoosely(
    target: Set<unknown> | Map<unknown, unknown>,
    stack: readonly unknown[],
    from: number,
    to: number,
  ): unknown {
    for (let i = from; i < to; i += 1) {
      const item = stack[i];
      if (target instanceof Set) target.add(item);
      else if (Array.isArray(item) && item.length === 2) target.set(item[0], item[1]);
      else throw this.#fail("a pair expected for each entry", "bad-target");
      this.#keys.guard(target);
    }
    return target;
  }

  #addAll(set: Set<unknown>, stack: readonly unknown[], from: number, to: number): void {
    const keys = this.#keys;
    for (let i = from; i < to; ) {
      const end = Math.min(to, i + UNGUARDED);
      for (; i < end; i += 1) set.add(keys.key(stack[i]));
      keys.guard(set);
    }
  }

  #fillMap(map: Map<unknown, unknown>, stack: readonly unknown[], from: number, to: number): unknown {
    const keys = this.#keys;
    for (let i = from; i < to; ) {
      const end = Math.min(to, i + 2 * UNGUARDED);
      for (; i < end; i += 2) map.set(keys.key(stack[i]), stack[i + 1]);
      keys.guard(map);
    }
    return map;
  }

  #fillObject(object: Record<string, unknown>, stack: readonly unknown[], from: number, to: number): unknown {
    if (to - from > 2 * NARROW) expectWide(stack, from, to);
    for (let i = from; i < to; i += 2) {
      const key = stack[i];
      if (typeof key !== "string") return this.#toMap(object, stack, from, i, to);
      // Assigning to `__proto__` would change the prototype.
      if (key === "__proto__") defineField(object, key, stack[i + 1]);
      else object[key] = stack[i + 1];
    }
    return object;
  }

  /** A plain object cannot have the key that is at hand: a `Map` takes its place. */
  #toMap(
    object: Record<string, unknown>,
    stack: readonly unknown[],
    from: number,
    at: number,
    to: number,
  ): unknown {
    if (this.#dict === "object")
      throw this.#fail('a key that is not a str: set the option "dict" to "auto" or "map"', "bad-key");
    this.spend(TABLE_COST);
    const isNew = isMadeOf(object, stack, from, at);
    const map = new Map<unknown, unknown>();
    if (!isNew) for (const key of Object.keys(object)) map.set(key, object[key]);
    this.moves.moveObject(object, map);
    return this.#fillMap(map, stack, isNew ? from : at, to);
  }
}

/**
 * Whether all keys of an object are those on the stack, which have their order: integer-like ones have moved to the front
 * of the object.
 */
function isMadeOf(object: object, stack: readonly unknown[], from: number, to: number): boolean {
  const keys = Object.keys(object).length;
  if (to === from) return keys === 0;
  const given = new Set<unknown>();
  for (let i = from; i < to; i += 2) given.add(stack[i]);
  return keys === given.size;
}

/** Whether a value is of a built-in class itself: quicker to see than that it is of no value class. */
function isPlain(value: unknown, prototype: object): boolean {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === prototype;
}

/** A `Set` or `Map` itself, not an instance of a registered class that extends one. */
function isTable(target: unknown): target is Set<unknown> | Map<unknown, unknown> {
  return isPlain(target, Set.prototype) || isPlain(target, Map.prototype);
}
