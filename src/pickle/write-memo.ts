import { Global, kindOf } from "../python/index.ts";
import type { FramedWriter } from "./framed-writer.ts";
import * as op from "./opcodes.ts";

/**
 * The index of everything that has been written and may come again. Objects are told apart by identity; strings and
 * names by value, since JavaScript does not let equal strings be told apart.
 */
export class WriteMemo {
  /** Keep nothing from now on. */
  fast = false;
  /** How many indices have been given. */
  #size = 0;
  readonly #out: FramedWriter;
  readonly #protocol: number;
  readonly #objects = new Map<object, number>();
  readonly #strings = new Map<string, number>();
  readonly #names = new Map<string, number>();

  constructor(out: FramedWriter, protocol: number) {
    this.#out = out;
    this.#protocol = protocol;
  }

  get size(): number {
    return this.#size;
  }

  has(value: object): boolean {
    return this.#objects.has(value);
  }

  /** Fetches an object, if it is there. */
  recall(value: object): boolean {
    return this.#get(this.#objects.get(value));
  }

  /** Fetches a string, if it is there. */
  recallString(value: string): boolean {
    return this.#get(this.#strings.get(value));
  }

  /** Fetches a name, if it is there. */
  recallName(module: string, name: string): boolean {
    return this.#get(this.#names.get(keyOf(module, name)));
  }

  /** Keeps the object just written. */
  keep(value: object): void {
    if (!this.fast) this.#objects.set(value, this.#put());
  }

  keepString(value: string): void {
    if (!this.fast) this.#strings.set(value, this.#put());
  }

  keepName(module: string, name: string): void {
    if (!this.fast) this.#names.set(keyOf(module, name), this.#put());
  }

  /** Gives an index to something that will not be looked up. */
  keepNothing(): void {
    if (!this.fast) this.#put();
  }

  #get(index: number | undefined): boolean {
    if (index === undefined) return false;
    const out = this.#out;
    if (this.#protocol === 0) {
      out.latin1(`g${index}\n`);
    } else if (index <= 0xff) {
      out.pair(op.BINGET, index);
    } else {
      out.u8(op.LONG_BINGET);
      out.u32(index);
    }
    return true;
  }

  #put(): number {
    const out = this.#out;
    const index = this.#size++;
    if (this.#protocol >= 4) {
      out.u8(op.MEMOIZE);
    } else if (this.#protocol === 0) {
      out.latin1(`p${index}\n`);
    } else if (index <= 0xff) {
      out.pair(op.BINPUT, index);
    } else {
      out.u8(op.LONG_BINPUT);
      out.u32(index);
    }
    return index;
  }

  /** Lets an object be written once more. */
  forget(value: object): void {
    this.#objects.delete(value);
  }

  clear(): void {
    this.shrink(0);
  }

  /** Forgets what got an index from `size` on. */
  shrink(size: number): void {
    for (const table of [this.#objects, this.#strings, this.#names] as Map<unknown, number>[]) {
      if (size === 0) table.clear();
      for (const [key, index] of table) if (index >= size) table.delete(key);
    }
    this.#size = size;
  }

  /** Every value with its index; names as `Global`s. */
  *entries(): Generator<[unknown, number], void, undefined> {
    yield* this.#objects;
    yield* this.#strings;
    for (const [key, index] of this.#names) {
      const [module = "", name = ""] = key.split("\n");
      yield [new Global(module, name), index];
    }
  }

  /** Takes over entries that `entries` gave. */
  restore(entries: Iterable<readonly [unknown, number]>): void {
    this.clear();
    for (const [value, index] of entries) {
      if (typeof value === "string") this.#strings.set(value, index);
      else if (typeof value !== "object" || value === null)
        throw new TypeError("memo: an object or a string was expected");
      else if (kindOf(value) === "Global")
        this.#names.set(keyOf((value as Global).module, (value as Global).name), index);
      else this.#objects.set(value, index);
      this.#size = Math.max(this.#size, index + 1);
    }
  }
}

function keyOf(module: string, name: string): string {
  return `${module}\n${name}`;
}
