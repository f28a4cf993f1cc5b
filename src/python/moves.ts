import { kindOf } from "./brand.ts";

/** Objects that stand for others which were handed out before. */
export interface Replacements {
  /** What stands for a value now. */
  current(value: unknown): unknown;
  /** Notes that a value is handed out a second time, and returns what stands for it now. */
  lend(value: unknown): unknown;
  /** Replaces what was moved everywhere below `root`. */
  finish(root: unknown): unknown;
}

/**
 * Objects that had to be replaced while they were being read: a plain object that turned out to need a `Map`, an
 * instance that became a value once its state was known. Whatever was handed out before is found and replaced.
 */
export class Moves implements Replacements {
  // Most pickles need none of these, and a table costs as much as reading a small pickle does.
  #moved: Map<unknown, unknown> | undefined;
  /** Instances that may still become values, and have not been handed out. */
  #pending: Set<unknown> | undefined;
  /** Plain objects that were handed out. */
  #lent: Set<unknown> | undefined;
  #sweepNeeded = false;

  /** Says that `instance` may become a value, unless it is handed out before. */
  expect(instance: object): void {
    this.#pending ??= new Set();
    this.#pending.add(instance);
  }

  /** Whether `instance` was expected to become a value and still can. It is asked once. */
  mayBecomeValue(instance: unknown): boolean {
    return this.#pending?.delete(instance) ?? false;
  }

  /** Notes that a value is handed out a second time, and returns what stands for it now. */
  lend(value: unknown): unknown {
    if (value === null) return value;
    this.#pending?.delete(value);
    const now = this.current(value);
    if (Object.getPrototypeOf(now) !== Object.prototype) return now;
    this.#lent ??= new Set();
    this.#lent.add(now);
    return now;
  }

  /** What stands for a value now. */
  current(value: unknown): unknown {
    const moved = this.#moved;
    if (moved === undefined) return value;
    let now = value;
    for (;;) {
      const next = moved.get(now);
      if (next === undefined && !moved.has(now)) return now;
      now = next;
    }
  }

  /** Lets `to` stand for `from`, which `handedOut` says may have been handed out. */
  move(from: object, to: unknown, handedOut: boolean): unknown {
    this.#moved ??= new Map();
    this.#moved.set(from, to);
    if (handedOut) this.#sweepNeeded = true;
    return to;
  }

  /** As `move`, for a plain object: it is known whether it was handed out. */
  moveObject(from: object, to: unknown): unknown {
    return this.move(from, to, this.#lent?.has(from) ?? false);
  }

  /** Replaces what was moved everywhere below `root`. */
  finish(root: unknown): unknown {
    if (this.#sweepNeeded) this.#sweep(root);
    this.#sweepNeeded = false;
    return this.current(root);
  }

  #sweep(root: unknown): void {
    const seen = new Set<unknown>();
    const pending: unknown[] = [this.current(root)];
    const replace = (value: unknown): unknown => {
      const now = this.current(value);
      if (typeof now === "object" && now !== null && !seen.has(now)) pending.push(now);
      return now;
    };
    while (pending.length > 0) {
      const value = pending.pop();
      if (typeof value !== "object" || value === null || seen.has(value)) continue;
      seen.add(value);
      if (value instanceof Map) sweepMap(value, replace);
      else if (value instanceof Set) sweepSet(value, replace);
      else if (!ArrayBuffer.isView(value)) sweepFields(value, replace);
    }
  }
}

type Replace = (value: unknown) => unknown;

function sweepMap(map: Map<unknown, unknown>, replace: Replace): void {
  const entries = Array.from(map, ([key, value]): [unknown, unknown] => [replace(key), replace(value)]);
  // By the methods that change a `FrozenDict` too, of which no one can know yet.
  Map.prototype.clear.call(map);
  for (const [key, value] of entries) Map.prototype.set.call(map, key, value);
}

/** Members are hashable, so a set is never filled anew unless an instance in it became a value. */
function sweepSet(set: Set<unknown>, replace: Replace): void {
  const members = Array.from(set);
  const replaced = members.map(replace);
  if (kindOf(set) === "FrozenSet" || replaced.every((member, i) => Object.is(member, members[i]))) return;
  set.clear();
  for (const member of replaced) set.add(member);
}

/**
 * Arrays, plain objects, instances and value classes alike: the own fields that can be written, those included that are
 * not listed (an error's cause).
 */
function sweepFields(object: object, replace: Replace): void {
  for (const key of Object.getOwnPropertyNames(object)) {
    const field = Object.getOwnPropertyDescriptor(object, key);
    if (!field || !("value" in field)) continue;
    const now = replace(field.value);
    if (now !== field.value && (field.writable || field.configurable))
      Object.defineProperty(object, key, { ...field, value: now });
  }
}
