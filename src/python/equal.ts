import { kindOf } from "./brand.ts";
import { type Category, categoryOf } from "./category.ts";
import { type CodeObject, comparedFields } from "./code-object.ts";
import type { PythonException } from "./exception.ts";
import { type HashKey, HashKeys } from "./hash-keys.ts";
import type { Instance, Step } from "./instance.ts";
import { classNameOf, errorFieldsOf, fieldsOf, messageOf } from "./javascript.ts";
import type { PersistentId } from "./references.ts";
import type { Slice } from "./slice.ts";

/**
 * Whether two values are equal as Python's `==` has it: `1`, `1n`, `1.0` and `true` are, a list and a tuple are not;
 * numbers are compared exactly, `Decimal`, `Fraction` and `Complex` included; a dict by its keys and values in any
 * order, two `OrderedDict`s in theirs; `bytes` and `bytearray`, `set` and `frozenset` by what they hold; aware
 * datetimes (and `Date`) by the moment. `undefined` is `None`, like `null`.
 *
 * Where Python would ask a class, or compare by identity, the parts decide, so that a copy is equal to its original:
 * an `Instance` or exception by its class and parts, objects of the program's classes by their class and fields. For
 * the same reason a NaN is equal to another within a container (in Python only if it is the same object), and unequal
 * to itself when it is the value compared, as in Python. Members of a set which only their parts tell apart are compared
 * in order.
 *
 * Code objects are compared as Python does: by what they do, not by their file, and with constants of the same types.
 *
 * A bytearray never equals an array, whose memory Python would look at. Cycles end, and what is shared is compared once.
 *
 * @example
 * ```ts
 * import { equal, Tuple } from "pantry/python";
 *
 * if (!equal({ a: [1, 2n] }, new Map([["a", [true, 2]]]))) throw new Error("Python says they are equal");
 * if (equal([1, 2], new Tuple(1, 2))) throw new Error("a list is no tuple");
 * ```
 */
export function equal(left: unknown, right: unknown): boolean {
  return !isNan(left) && !isNan(right) && new Comparison().run(left, right);
}

/** Keys under which equal values meet, whether Python could hash them or not. */
class MeetingKeys extends HashKeys {
  protected override identity(value: unknown): HashKey {
    if (typeof value !== "object" || value === null) return super.identity(value) as HashKey;
    return this.unhashable(value);
  }

  protected override unhashable(value: object): HashKey {
    const category = categoryOf(value);
    if (category === "object") return `?${classNameOf(value)}`;
    // Only a signaling NaN is a scalar that has no hash.
    return category === "scalar" ? `?${value}` : `?${category}`;
  }

  protected override boxedNan(box: object): HashKey {
    return kindOf(box) === "Float" ? "nan" : `?${box}`;
  }
}

type Entries = Iterable<readonly [unknown, unknown]>;
type Entry = readonly [key: unknown, value: unknown];

/** Compares by a list of pairs that must all be equal; the first pair that is not ends it. */
class Comparison {
  readonly #keys: MeetingKeys;
  /** Whether these are the parts of code objects, whose constants are the same only if their types are. */
  readonly #typed: boolean;
  /** Compares code objects. */
  #codes: Comparison | undefined;
  readonly #pairs: unknown[] = [];
  /** Objects taken for equal so far, each pointing to another of its class or to itself (a union-find). */
  readonly #same = new Map<object, object>();

  constructor(typed: boolean = false) {
    this.#keys = new MeetingKeys(typed);
    this.#typed = typed;
  }

  run(left: unknown, right: unknown): boolean {
    this.#pairs.push(left, right);
    while (this.#pairs.length > 0) {
      const one = this.#pairs.pop();
      const other = this.#pairs.pop();
      if (!this.#compare(one, other)) return false;
    }
    return true;
  }

  /** Whether two values are equal if the pairs that this adds are. */
  #compare(left: unknown, right: unknown): boolean {
    if (Object.is(left, right)) return true;
    if (typeof left === "string" && typeof right === "string") return false;
    const category = categoryOf(left);
    if (category !== categoryOf(right)) return false;
    if (category === "scalar")
      return this.#keys.key(left) === this.#keys.key(right) && this.#sameZone(left, right);
    return (
      this.#isKnown(left as object, right as object) ||
      this.#compareParts(category, left as object, right as object)
    );
  }

  /** A time zone that only Python knows is part of the comparison. */
  #sameZone(left: unknown, right: unknown): boolean {
    if (kindOf(left) !== "DateTime" && kindOf(left) !== "TimeOnly") return true;
    const zones = [left, right].map((moment) => (moment as { readonly tzinfo?: unknown }).tzinfo);
    if (kindOf(zones[0]) !== undefined && kindOf(zones[0]) !== "TimeZone")
      this.#pairs.push(zones[0], zones[1]);
    return true;
  }

  #compareParts(category: Exclude<Category, "scalar">, left: object, right: object): boolean {
    switch (category) {
      case "bytes":
        return sameItems(left as Uint8Array, right as Uint8Array);
      case "array":
        return this.#array(left, right);
      case "list":
      case "tuple":
      case "deque":
        return this.#items(left as unknown[], right as unknown[]);
      case "set":
        return this.#members(left as Set<unknown>, right as Set<unknown>);
      case "dict":
        return this.#dicts(left, right);
      case "namespace":
        return this.#entries(Array.from(fieldsOf(left)), Array.from(fieldsOf(right)));
      case "code":
        return this.#code(left as CodeObject, right as CodeObject);
      case "slice":
        return this.#items(sliceParts(left as Slice), sliceParts(right as Slice));
      case "persistent":
        return this.#add((left as PersistentId).id, (right as PersistentId).id);
      case "exception":
        return this.#items(exceptionParts(left as PythonException), exceptionParts(right as PythonException));
      case "instance":
        return this.#instances(left as Instance, right as Instance);
      case "object":
        return this.#objects(left, right);
    }
  }

  #code(left: CodeObject, right: CodeObject): boolean {
    if (this.#typed) return this.#items(comparedFields(left), comparedFields(right));
    this.#codes ??= new Comparison(true);
    return this.#codes.run(left, right);
  }

  #add(left: unknown, right: unknown): true {
    this.#pairs.push(right, left);
    return true;
  }

  /** Whether the two are taken for equal already; from now on they are. */
  #isKnown(left: object, right: object): boolean {
    const one = this.#root(left);
    const other = this.#root(right);
    if (one === other) return true;
    this.#same.set(one, other);
    return false;
  }

  #root(value: object): object {
    let root = value;
    for (;;) {
      const next = this.#same.get(root);
      if (next === undefined) break;
      root = next;
    }
    // Shortens the way for the next time.
    for (let at = value; at !== root; ) {
      const next = this.#same.get(at) as object;
      this.#same.set(at, root);
      at = next;
    }
    return root;
  }

  #items(left: readonly unknown[], right: readonly unknown[]): boolean {
    if (left.length !== right.length) return false;
    for (let i = left.length - 1; i >= 0; i -= 1) this.#add(left[i], right[i]);
    return true;
  }

  #members(left: ReadonlySet<unknown>, right: ReadonlySet<unknown>): boolean {
    return this.#entries(
      Array.from(left, (member): Entry => [member, null]),
      Array.from(right, (member): Entry => [member, null]),
    );
  }

  #dicts(left: object, right: object): boolean {
    const [one, other] = [left, right].map((dict) =>
      Array.from(dict instanceof Map ? (dict as Entries) : fieldsOf(dict)),
    );
    const kinds = [kindOf(left), kindOf(right)];
    if (!one || !other) return false;
    // A `Counter` counts what it does not have as 0.
    if (kinds.every((kind) => kind === "Counter"))
      return this.#entries(this.#counted(one), this.#counted(other));
    return kinds.every((kind) => kind === "OrderedDict")
      ? this.#items(one.flat(1), other.flat(1))
      : this.#entries(one, other);
  }

  #counted(entries: readonly Entry[]): Entry[] {
    const zero = this.#keys.key(0);
    return entries.filter(([, count]) => this.#keys.key(count) !== zero);
  }

  /** Entries in any order: those whose keys meet are paired one by one. */
  #entries(left: readonly Entry[], right: readonly Entry[]): boolean {
    if (left.length !== right.length) return false;
    const waiting = new Map<HashKey | undefined, Entry[]>();
    for (const entry of right) {
      const key = this.#keys.key(entry[0]);
      const others = waiting.get(key);
      if (others) others.push(entry);
      else waiting.set(key, [entry]);
    }
    for (const others of waiting.values()) others.reverse();
    for (const [key, value] of left) {
      const entry = waiting.get(this.#keys.key(key))?.pop();
      if (!entry) return false;
      this.#add(value, entry[1]);
      this.#add(key, entry[0]);
    }
    return true;
  }

  #array(left: object, right: object): boolean {
    const [one, other] = [left, right].map((array) =>
      kindOf(array) === "PythonArray"
        ? (array as { readonly values: readonly unknown[] }).values
        : (array as unknown as ArrayLike<unknown>),
    );
    if (!one || !other || one.length !== other.length) return false;
    for (let i = 0; i < one.length; i += 1) {
      if (!Object.is(one[i], other[i]) && this.#keys.key(one[i]) !== this.#keys.key(other[i])) return false;
    }
    return true;
  }

  #instances(left: Instance, right: Instance): boolean {
    if (left.form !== right.form) return false;
    if ((left.later?.length ?? 0) !== (right.later?.length ?? 0)) return false;
    if ((left.state === undefined) !== (right.state === undefined)) return false;
    this.#add(left.class, right.class);
    this.#add(left.state, right.state);
    this.#add(left.stateSetter, right.stateSetter);
    return (
      this.#items(left.args, right.args) &&
      this.#items(left.items ?? [], right.items ?? []) &&
      this.#items((left.entries ?? []).flat(1), (right.entries ?? []).flat(1)) &&
      this.#entries(Array.from(left.kwargs ?? []), Array.from(right.kwargs ?? [])) &&
      (left.later ?? []).every((step, index) => this.#steps(step, right.later?.[index] as Step))
    );
  }

  #steps(left: Step, right: Step): boolean {
    if (left.operation !== right.operation) return false;
    return this.#items(stepParts(left), stepParts(right));
  }

  /** Objects of one class: as the container they extend, and by their fields. */
  #objects(left: object, right: object): boolean {
    if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return false;
    if (left instanceof Error && right instanceof Error) {
      if (messageOf(left) !== messageOf(right)) return false;
      return this.#entries(Array.from(errorFieldsOf(left)), Array.from(errorFieldsOf(right)));
    }
    if (ArrayBuffer.isView(left) || left instanceof ArrayBuffer)
      return sameItems(bytesOf(left), bytesOf(right));
    if (Array.isArray(left) && !this.#items(left, right as unknown[])) return false;
    if (left instanceof Map && !this.#dicts(left, right)) return false;
    if (left instanceof Set && !this.#members(left, right as Set<unknown>)) return false;
    return this.#entries(Array.from(fieldsOf(left)), Array.from(fieldsOf(right)));
  }
}

function sameItems(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

function bytesOf(value: object): Uint8Array {
  const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(value)
    ? value
    : { buffer: value as ArrayBuffer, byteOffset: 0, byteLength: (value as ArrayBuffer).byteLength };
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function sliceParts({ start, stop, step }: Slice): unknown[] {
  return [start, stop, step];
}

function exceptionParts(exception: PythonException): unknown[] {
  const { class: class_, args, state } = exception;
  return [class_, args, state];
}

function stepParts(step: Step): unknown[] {
  if (step.operation === "build") return [step.state];
  return step.operation === "set" ? step.entries.flat(1) : step.items;
}

/** Whether a value is a number that is not even equal to itself. */
function isNan(value: unknown): boolean {
  if (typeof value === "number") return Number.isNaN(value);
  switch (kindOf(value)) {
    case "Float":
      return Number.isNaN((value as { readonly value: number }).value);
    case "Complex": {
      const { real, imag } = value as { readonly real: number; readonly imag: number };
      return Number.isNaN(real) || Number.isNaN(imag);
    }
    case "Decimal":
      return String(value).includes("N");
    default:
      return false;
  }
}
