import { DateOnly, Decimal, Tuple } from "pantry/python";
import type { Shelf } from "pantry/shelve";
import { expect } from "vitest";
import { Random } from "../../dbm/histories.ts";

/** A value, as Python writes it and as it is here. */
export interface Value {
  readonly source: string;
  /** Makes it, anew each time. */
  readonly make: () => unknown;
  /** What a list holds. */
  readonly items?: readonly Value[];
}

/** Something that is done to a shelf, and what must come of it, in Python and here. */
export interface Step {
  readonly statement: string;
  readonly run: (shelf: Shelf) => void;
}

/** What Python needs to tell values apart that `==` does not. */
export const PREAMBLE = `
import datetime, decimal
def same(left, right):
    if type(left) is not type(right): return False
    if isinstance(left, (list, tuple)): return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict): return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    return left == right
`;

const PIECES = ["a", "Zz", " ", "é", "ÿ", "☃", "😀", '"', "'", "\\", "\n", "\0", "\ud800", "x".repeat(300)];
const KEYS = Array.from({ length: 50 }, (_, i) => `${["", "é", "😀 ", "\0", "long".repeat(30)][i % 5]}${i}`);

/** Steps that follow from one another, and what a shelf must hold after those so far. The same seed gives the same ones. */
export class Alternation {
  readonly model: Map<string, Value> = new Map();
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** A whole number below a limit. */
  below(limit: number): number {
    return this.#random.below(limit);
  }

  /** The next steps; with `writeback`, lists are changed where they are, too. */
  steps(count: number, writeback: boolean): Step[] {
    return Array.from({ length: count }, () => this.#step(writeback));
  }

  /** What Python must find: a dict. */
  get source(): string {
    const pairs = Array.from(this.model, ([key, { source }]) => `${JSON.stringify(key)}: ${source}`);
    return `{${pairs.join(", ")}}`;
  }

  #step(writeback: boolean): Step {
    const key = this.#pick(KEYS);
    const found = this.model.get(key);
    const dice = this.below(100);
    if (writeback && found?.items && dice < 60) return this.#append(key, found.items);
    if (dice < 40) return this.#set(key);
    if (dice < 55) return this.#delete(key, found);
    if (dice < 65) return this.#pop(key, found);
    if (dice < 75) return this.#setdefault(key, found);
    if (dice < 80) return this.#update();
    return getting(key, found);
  }

  #set(key: string): Step {
    const value = this.#value();
    this.model.set(key, value);
    return {
      statement: `shelf[${JSON.stringify(key)}] = ${value.source}`,
      run: (shelf) => shelf.set(key, value.make()),
    };
  }

  #append(key: string, items: readonly Value[]): Step {
    const value = this.#value();
    this.model.set(key, listOf([...items, value]));
    return {
      statement: `shelf[${JSON.stringify(key)}].append(${value.source})`,
      run: (shelf) => (shelf.get(key) as unknown[]).push(value.make()),
    };
  }

  #delete(key: string, found: Value | undefined): Step {
    this.model.delete(key);
    const name = JSON.stringify(key);
    return {
      statement: found === undefined ? `assert ${name} not in shelf` : `del shelf[${name}]`,
      run: (shelf) => expect(shelf.delete(key), key).toBe(found !== undefined),
    };
  }

  #pop(key: string, found: Value | undefined): Step {
    this.model.delete(key);
    return {
      statement: `assert same(shelf.pop(${JSON.stringify(key)}, Ellipsis), ${found?.source ?? "Ellipsis"})`,
      run: (shelf) => expect(shelf.pop(key), key).toStrictEqual(found?.make()),
    };
  }

  #setdefault(key: string, found: Value | undefined): Step {
    const given = this.#value();
    const value = found ?? given;
    this.model.set(key, value);
    return {
      statement: `assert same(shelf.setdefault(${JSON.stringify(key)}, ${given.source}), ${value.source})`,
      run: (shelf) => expect(shelf.setdefault(key, given.make()), key).toStrictEqual(value.make()),
    };
  }

  #update(): Step {
    const entries = Array.from({ length: 5 }, () => [this.#pick(KEYS), this.#value()] as const);
    for (const [key, value] of entries) this.model.set(key, value);
    const pairs = entries.map(([key, { source }]) => `(${JSON.stringify(key)}, ${source})`);
    return {
      statement: `shelf.update([${pairs.join(", ")}])`,
      run: (shelf) => shelf.setMany(entries.map(([key, value]) => [key, value.make()] as const)),
    };
  }

  #value(depth = 0): Value {
    const kind = this.below(depth > 2 ? 7 : 12);
    if (kind === 0) return this.#pick(CONSTANTS);
    if (kind === 1) return number(this.below(2 ** 53) * (1 - 2 * this.below(2)));
    if (kind === 2) return number(this.below(300) - 150);
    if (kind === 3) return { source: `2 ** 70 + ${depth}`, make: () => 2n ** 70n + BigInt(depth) };
    if (kind === 4) return number((this.below(2 ** 32) + 0.5) / 7);
    if (kind === 5) return this.#bytes();
    if (kind === 6) return textOf(this.#text());
    if (kind === 7) return this.#pick(STANDARD);
    if (kind === 8) return setOf(this.#texts());
    if (kind === 9) return dictOf(this.#texts().map((key) => [key, this.#value(depth + 1)]));
    const items = Array.from({ length: this.below(5) }, () => this.#value(depth + 1));
    return kind === 10 ? tupleOf(items) : listOf(items);
  }

  #bytes(): Value {
    const bytes = this.#random.bytes(this.#random.size(this.below(20) === 0 ? 70_000 : 100));
    const hex = Buffer.from(bytes).toString("hex");
    return { source: `bytes.fromhex("${hex}")`, make: () => Uint8Array.from(bytes) };
  }

  #text(): string {
    return Array.from({ length: this.below(6) }, () => this.#pick(PIECES)).join("");
  }

  /** Different ones, none of which looks like a number. */
  #texts(): string[] {
    return [...new Set(Array.from({ length: this.below(4) }, () => this.#text()))];
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

function getting(key: string, found: Value | undefined): Step {
  return {
    statement: `assert same(shelf.get(${JSON.stringify(key)}, Ellipsis), ${found?.source ?? "Ellipsis"})`,
    run: (shelf) => {
      expect(shelf.has(key), key).toBe(found !== undefined);
      expect(shelf.get(key), key).toStrictEqual(found?.make());
    },
  };
}

const CONSTANTS: readonly Value[] = [
  { source: "None", make: () => null },
  { source: "True", make: () => true },
  { source: "False", make: () => false },
];

const STANDARD: readonly Value[] = [
  { source: "datetime.date(2024, 2, 29)", make: () => new DateOnly(2024, 2, 29) },
  { source: 'decimal.Decimal("-1.50")', make: () => new Decimal("-1.50") },
];

function number(value: number): Value {
  return { source: `${value}`, make: () => value };
}

function textOf(text: string): Value {
  return { source: JSON.stringify(text), make: () => text };
}

function setOf(texts: readonly string[]): Value {
  return {
    source: `set([${texts.map((text) => JSON.stringify(text)).join(", ")}])`,
    make: () => new Set(texts),
  };
}

function dictOf(entries: readonly (readonly [string, Value])[]): Value {
  const pairs = entries.map(([key, { source }]) => `${JSON.stringify(key)}: ${source}`);
  return {
    source: `{${pairs.join(", ")}}`,
    make: () => Object.fromEntries(entries.map(([key, value]) => [key, value.make()])),
  };
}

function tupleOf(items: readonly Value[]): Value {
  return {
    source: `tuple(${listOf(items).source})`,
    make: () => Tuple.from(items.map((item) => item.make())),
  };
}

function listOf(items: readonly Value[]): Value {
  return {
    source: `[${items.map(({ source }) => source).join(", ")}]`,
    make: () => items.map((item) => item.make()),
    items,
  };
}
