import type { Database } from "../../src/dbm/database.ts";

/** What can be done to a database, here and in Python. */
export type Operation =
  | readonly ["set", key: Uint8Array, value: Uint8Array]
  | readonly ["get" | "delete" | "has" | "nextkey", key: Uint8Array]
  | readonly ["clear" | "size" | "keys" | "entries" | "firstkey" | "sync" | "reorganize"];

/** A key and its value. */
export type Entry = readonly [key: Uint8Array, value: Uint8Array];

/** What an operation answers: nothing, what there is of it, or lists of it. */
export type Result = undefined | boolean | number | Uint8Array | Uint8Array[] | [Uint8Array, Uint8Array][];

/** What a history is like. */
export interface HistoryOptions {
  readonly seed: number;
  /** How many operations. */
  readonly length: number;
  /** How many keys there are to choose from; the fewer, the more is replaced and deleted. Default: a quarter of the length. */
  readonly keys?: number;
  /** The longest key, in bytes. Most are short. Default: 100. */
  readonly keySize?: number;
  /** The longest value, in bytes. Most are short, some empty. Default: 5000. */
  readonly valueSize?: number;
  /** Whether one of the keys is empty. Default: `true`. */
  readonly emptyKey?: boolean;
  /** How often everything is removed, of each thousand operations. Default: 0. */
  readonly clears?: number;
  /** Whether it asks for values, too, or changes alone. Default: `true`. */
  readonly reads?: boolean;
}

/** A random history: mostly `set`, many `delete`; the same for the same seed. */
export function historyOf({
  seed,
  length,
  keys: count = Math.max(8, length >> 2),
  keySize = 100,
  valueSize = 5000,
  emptyKey = true,
  clears = 0,
  reads = true,
}: HistoryOptions): Operation[] {
  const random = new Random(seed);
  const keys = Array.from({ length: count }, (_, index) => keyOf(random, index, keySize));
  if (emptyKey) keys[0] = new Uint8Array();
  return Array.from({ length }, (): Operation => {
    const key = keys[random.below(count)] ?? new Uint8Array();
    const dice = random.below(1000);
    if (dice < clears) return ["clear"];
    if (reads && dice % 10 === 9) return [dice % 20 === 9 ? "has" : "get", key];
    if (dice % 10 >= 6) return ["delete", key];
    return ["set", key, random.bytes(random.size(valueSize))];
  });
}

/** What a database must be like after a history: keys, one character for each byte, with their values. */
export class Model {
  readonly entries: Map<string, Uint8Array> = new Map();

  /** A model of what is there. */
  static of(entries: Iterable<Entry>): Model {
    const model = new Model();
    for (const [key, value] of entries) model.apply(["set", key, value]);
    return model;
  }

  /** Does what a database must do, and answers what it must answer; it knows no order. */
  apply(operation: Operation): Result {
    const [name, bytes] = operation;
    const key = bytes === undefined ? "" : latin1(bytes);
    switch (name) {
      case "set":
        this.entries.set(key, operation[2]);
        return undefined;
      case "get":
        return this.entries.get(key);
      case "has":
        return this.entries.has(key);
      case "delete":
        return this.entries.delete(key);
      case "clear":
        this.entries.clear();
        return undefined;
      case "size":
        return this.entries.size;
      case "sync":
      case "reorganize":
        return undefined;
      default:
        throw new Error(`a model has no order for ${name}`);
    }
  }

  /** What a database holds in place of this: each key that differs, one line for each; none where they are the same. */
  differences(entries: Iterable<Entry>): string[] {
    const rest = new Map(this.entries);
    const differences: string[] = [];
    for (const [bytes, value] of entries) {
      const key = latin1(bytes);
      const expected = rest.get(key);
      if (expected === undefined) {
        const why = this.entries.has(key) ? "comes twice" : "should not be there";
        differences.push(`${JSON.stringify(key)} ${why}`);
      } else if (Buffer.compare(expected, value) !== 0) {
        differences.push(`${JSON.stringify(key)} has ${shown(value)} for ${shown(expected)}`);
      }
      rest.delete(key);
    }
    for (const key of rest.keys()) differences.push(`${JSON.stringify(key)} is missing`);
    return differences;
  }
}

/** Does an operation, and answers what a driver's Python answers to it. */
export function applyTo(database: Database, operation: Operation): Result {
  const [name, key = new Uint8Array()] = operation;
  switch (name) {
    case "set":
      database.set(key, operation[2]);
      return undefined;
    case "get":
    case "has":
    case "delete":
    case "nextkey":
      return database[name](key);
    case "keys":
      return [...database.keys()];
    case "entries":
      return [...database.entries()];
    case "size":
      return database.size;
    case "firstkey":
      return database.firstkey();
    default:
      database[name]();
      return undefined;
  }
}

/** Random numbers and bytes, the same for the same seed. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 0x9e3779b1 + 0x6a09e667) >>> 0;
  }

  /** A whole number of 32 bits. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  }

  /** A whole number from 0 up to, and without, a limit. */
  below(limit: number): number {
    return Math.floor((this.next() / 2 ** 32) * limit);
  }

  /** A size up to a limit: a tenth are empty, half at most 40, some as large as they may be. */
  size(limit: number): number {
    const dice = this.below(10);
    if (dice === 0) return 0;
    if (dice < 6) return this.below(Math.min(limit, 40) + 1);
    if (dice < 9) return this.below(Math.min(limit, 400) + 1);
    return this.below(limit + 1);
  }

  /** So many bytes, of every kind. */
  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.next() & 0xff);
  }
}

/** Text with one character for each byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

/** Every third key is text; the others are of any bytes. The number makes each a different one. */
function keyOf(random: Random, index: number, keySize: number): Uint8Array {
  const number = new TextEncoder().encode(index.toString(36));
  if (index % 3 === 0)
    return new Uint8Array([...number, ...new TextEncoder().encode("-clé")]).slice(0, keySize);
  const rest = random.bytes(Math.min(random.size(keySize), Math.max(0, keySize - number.length - 1)));
  return new Uint8Array([...number, 0, ...rest]);
}

function shown(bytes: Uint8Array): string {
  const start = Buffer.from(bytes.subarray(0, 20)).toString("hex");
  return `${bytes.length} bytes (${start}${bytes.length > 20 ? "…" : ""})`;
}
