import { kindOf } from "./brand.ts";
import type { CodeObject } from "./code-object.ts";
import type { Decimal } from "./decimal.ts";
import { FloodWatch, isWatched } from "./flood.ts";
import { Float } from "./numbers.ts";
import type { Slice } from "./slice.ts";

/** Makes an error about the value at hand. */
export type KeyFailure = (reason: string, code: "bad-key" | "limit") => Error;

/** Longer tuples are worth remembering, so that a shared one is walked once. */
const LONGEST_FLAT = 8;

const UNHASHABLE: ReadonlySet<string | undefined> = new Set([
  "ByteArray",
  "Counter",
  "DefaultDict",
  "Deque",
  "OrderedDict",
  "PythonArray",
  "SimpleNamespace",
]);

/** Checks the keys of dicts and the members of sets that are read: what Python could not hash cannot be there. */
export class Keys {
  readonly #exact: boolean;
  readonly #arraysAreTuples: boolean;
  readonly #maxCollisions: number;
  readonly #fail: KeyFailure;
  /** Tuples and the like that were found hashable, so that shared ones are walked once. */
  #hashable: Set<object> | undefined;
  /** Tuples that hold themselves, so that their hash would never end. */
  #endless: Set<unknown> | undefined;
  #watches: WeakMap<object, FloodWatch> | undefined;
  /** The one that was asked last. */
  #watch: FloodWatch | undefined;

  constructor(exact: boolean, arraysAreTuples: boolean, maxCollisions: number, fail: KeyFailure) {
    this.#exact = exact;
    this.#arraysAreTuples = arraysAreTuples;
    this.#maxCollisions = maxCollisions;
    this.#fail = fail;
  }

  /** The key to use for a value read: itself, or a box where `Map` would lose a distinction. */
  key(value: unknown): unknown {
    if (typeof value === "object" && value !== null) {
      if (this.#endless !== undefined || !isFlat(value)) this.#check(value);
      return value;
    }
    // `Map` and `Set` take 0 and -0, and every NaN, for the same key.
    if (this.#exact && typeof value === "number" && (Number.isNaN(value) || Object.is(value, -0))) {
      return new Float(value);
    }
    return value;
  }

  /** Says that a tuple holds itself: before anything else holds it, so that nothing found hashable does. */
  forbid(tuple: unknown): void {
    this.#endless ??= new Set();
    this.#endless.add(tuple);
  }

  /** Stops a flood of crafted keys: to be asked after `UNGUARDED` additions at the latest. */
  guard(table: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>): void {
    if (!isWatched(table.size)) return;
    const watch = this.#watch?.table === table ? this.#watch : this.#watchOf(table);
    if (!watch.isDue) return;
    const fullest = watch.look(this.#maxCollisions);
    if (fullest > this.#maxCollisions) {
      throw this.#fail(`${fullest} keys that collide, the limit is ${this.#maxCollisions}`, "limit");
    }
  }

  #watchOf(table: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>): FloodWatch {
    this.#watches ??= new WeakMap();
    let watch = this.#watches.get(table);
    if (!watch) {
      watch = new FloodWatch(table);
      this.#watches.set(table, watch);
    }
    this.#watch = watch;
    return watch;
  }

  #check(value: object): void {
    this.#hashable ??= new Set();
    const pending: unknown[] = [value];
    while (pending.length > 0) {
      const item = pending.pop();
      if (typeof item !== "object" || item === null) continue;
      const kind = kindOf(item);
      const parts = partsOf(item, kind);
      if (parts) {
        if (this.#hashable.has(item)) continue;
        if (this.#endless?.has(item))
          throw this.#fail("a tuple that holds itself cannot be a key", "bad-key");
        this.#hashable.add(item);
        for (const part of parts) pending.push(part);
      } else if (this.#isUnhashable(item, kind)) {
        throw this.#fail(`a ${kind ?? nameOf(item)} cannot be a key or a member of a set`, "bad-key");
      }
    }
  }

  #isUnhashable(item: object, kind: string | undefined): boolean {
    if (kind === "Decimal") return (item as Decimal).text.includes("sNaN");
    if (kind !== undefined) return UNHASHABLE.has(kind);
    if (Array.isArray(item)) return !this.#arraysAreTuples;
    if (item instanceof Map || item instanceof Set) return true;
    const prototype: unknown = Object.getPrototypeOf(item);
    return prototype === Object.prototype || (ArrayBuffer.isView(item) && !(item instanceof Uint8Array));
  }
}

/** Whether a value is a tuple that holds little, and nothing that needs a look: most tuples that are keys. */
function isFlat(value: object): boolean {
  if (kindOf(value) !== "Tuple") return false;
  const tuple = value as readonly unknown[];
  if (tuple.length > LONGEST_FLAT) return false;
  for (let i = 0; i < tuple.length; i += 1) {
    const item = tuple[i];
    if (typeof item === "object" && item !== null) return false;
  }
  return true;
}

/** What has to be hashable for a value to be so; `undefined` where its kind alone decides. */
function partsOf(item: object, kind: string | undefined): Iterable<unknown> | undefined {
  switch (kind) {
    case "Tuple":
      return item as Iterable<unknown>;
    case "FrozenDict":
      return (item as ReadonlyMap<unknown, unknown>).values();
    case "Code":
      return (item as CodeObject).consts;
    case "Slice": {
      const { start, stop, step } = item as Slice;
      return [start, stop, step];
    }
    default:
      return undefined;
  }
}

function nameOf(item: object): string {
  if (Array.isArray(item)) return "list";
  if (item instanceof Set) return "set";
  return ArrayBuffer.isView(item) ? "typed array" : "dict";
}
