import { type FrozenDict, kindOf, type Slice } from "../python/index.ts";
import type { TableKeys } from "../python/table-keys.ts";

type Members = ReadonlySet<unknown>;
/** Marshals one member on its own. */
type Marshal = (member: unknown) => Uint8Array;

/**
 * The order in which sets are written: that of their members' own bytes, so that equal sets have equal bytes (CPython
 * since 3.11).
 */
export class SetOrder {
  readonly #marshal: Marshal;
  readonly #keys: TableKeys;
  readonly #known = new Map<Members, readonly unknown[]>();

  constructor(marshal: Marshal, keys: TableKeys) {
    this.#marshal = marshal;
    this.#keys = keys;
  }

  /** The members in order. */
  of(set: Members): readonly unknown[] {
    const known = this.#known.get(set);
    if (known) return known;
    // Sets within come first, so that marshalling a member never has to order one that is not known yet.
    for (const inner of setsWithin(set))
      if (!this.#known.has(inner)) this.#known.set(inner, this.#sorted(inner));
    return this.#known.get(set) as readonly unknown[];
  }

  #sorted(set: Members): readonly unknown[] {
    const members = this.#keys.distinct(set);
    if (members.length < 2) return members;
    return members
      .map((member) => ({ member, bytes: this.#marshal(member) }))
      .sort((one, other) => compare(one.bytes, other.bytes))
      .map(({ member }) => member);
  }
}

/** The sets within a set and it itself, each after those within it. */
function setsWithin(root: Members): Members[] {
  const found: Members[] = [];
  const seen = new Set<unknown>([root]);
  const waiting: { readonly value: object; readonly parts: Iterator<unknown> }[] = [
    { value: root, parts: root[Symbol.iterator]() },
  ];
  for (let top = waiting.at(-1); top; top = waiting.at(-1)) {
    const { done, value } = top.parts.next();
    if (done) {
      waiting.pop();
      if (top.value instanceof Set) found.push(top.value);
    } else if (typeof value === "object" && value !== null && !seen.has(value)) {
      seen.add(value);
      const parts = partsOf(value);
      if (parts) waiting.push({ value, parts: parts[Symbol.iterator]() });
    }
  }
  return found;
}

/** What is in a value that can be a member of a set. */
function partsOf(value: object): Iterable<unknown> | undefined {
  switch (kindOf(value)) {
    case "Tuple":
    case "FrozenSet":
      return value as Iterable<unknown>;
    case "FrozenDict":
      return (value as FrozenDict).values();
    case "Slice": {
      const { start, stop, step } = value as Slice;
      return [start, stop, step];
    }
    default:
      return undefined;
  }
}

function compare(one: Uint8Array, other: Uint8Array): number {
  const length = Math.min(one.length, other.length);
  for (let i = 0; i < length; i += 1) {
    const difference = (one[i] as number) - (other[i] as number);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
