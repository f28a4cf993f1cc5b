import { Global, kindOf } from "../python/index.ts";
import type { FramedWriter } from "./framed-writer.ts";
import * as op from "./opcodes.ts";

/** So many names of fields are known by their place, and none that are longer: they are kept from one pickle to the next. */
const MOST_NAMES = 64;
const LONGEST_NAME = 64;

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
  #values = new Map<unknown, number>();
  #globals: Map<string, number> | undefined;
  /** The names of fields that were met last, by their place in the object, and their indices: objects of one shape follow each other. */
  readonly #names: string[] = [];
  readonly #nameIndices: number[] = [];
  #nameCount = 0;
  /** The object that was not there just now: it is asked for again before it is written. */
  #absent: object | undefined;

  constructor(out: FramedWriter, protocol: number) {
    this.#out = out;
    this.#protocol = protocol;
  }

  get size(): number {
    return this.#size;
  }

  /** How many objects and strings are there. */
  get known(): number {
    return this.#values.size;
  }

  has(value: object): boolean {
    return this.#values.has(value);
  }

  /** Fetches an object, if it is there. */
  recall(value: object): boolean {
    if (value === this.#absent) return false;
    const index = this.#values.get(value);
    if (index === undefined) {
      this.#absent = value;
      return false;
    }
    this.#get(index);
    return true;
  }

  /** Fetches a string, if it is there. */
  recallString(value: string): boolean {
    const index = this.#values.get(value);
    if (index === undefined) return false;
    this.#get(index);
    return true;
  }

  /** Fetches the name of a field, which has that place in its object. */
  recallName(name: string, place: number): boolean {
    if (this.#names[place] === name && place < this.#nameCount) {
      this.#get(this.#nameIndices[place] as number);
      return true;
    }
    const index = this.#values.get(name);
    if (index === undefined) return false;
    this.#noteName(name, place, index);
    this.#get(index);
    return true;
  }

  /** Fetches a global name, if it is there. From then on `global`, which is written so, is found like any other object. */
  recallGlobal(module: string, name: string, global: Global): boolean {
    const index = this.#globals?.get(keyOf(module, name));
    if (index === undefined) return false;
    if (!this.fast) {
      this.#absent = undefined;
      this.#values.set(global, index);
    }
    this.#get(index);
    return true;
  }

  /** Keeps the object just written. */
  keep(value: object): void {
    if (this.fast) return;
    this.#absent = undefined;
    this.#values.set(value, this.#put());
  }

  keepString(value: string): void {
    if (!this.fast) this.#values.set(value, this.#put());
  }

  /** Keeps the name of a field just written. */
  keepName(name: string, place: number): void {
    if (this.fast) return;
    const index = this.#put();
    this.#values.set(name, index);
    this.#noteName(name, place, index);
  }

  keepGlobal(module: string, name: string, global: Global): void {
    if (this.fast) return;
    const index = this.#put();
    this.#absent = undefined;
    this.#globals ??= new Map();
    this.#globals.set(keyOf(module, name), index);
    this.#values.set(global, index);
  }

  /** Gives an index to something that will not be looked up. */
  keepNothing(): void {
    if (!this.fast) this.#put();
  }

  #noteName(name: string, place: number, index: number): void {
    const names = this.#names;
    if (place > this.#nameCount || place >= MOST_NAMES || name.length > LONGEST_NAME) return;
    names[place] = name;
    this.#nameIndices[place] = index;
    if (place === this.#nameCount) this.#nameCount = place + 1;
  }

  #get(index: number): void {
    const out = this.#out;
    if (this.#protocol === 0) {
      out.line(op.GET, index);
    } else if (index <= 0xff) {
      out.pair(op.BINGET, index);
    } else {
      out.u8(op.LONG_BINGET);
      out.u32(index);
    }
  }

  #put(): number {
    const out = this.#out;
    const index = this.#size++;
    if (this.#protocol >= 4) {
      out.u8(op.MEMOIZE);
    } else if (this.#protocol === 0) {
      out.line(op.PUT, index);
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
    this.#values.delete(value);
  }

  clear(): void {
    this.#absent = undefined;
    if (this.#size === 0) return;
    // To clear the table makes a new one, too, and takes longer.
    this.#values = new Map();
    this.#globals = undefined;
    this.#nameCount = 0;
    this.#size = 0;
  }

  /** Forgets what got an index from `size` on. */
  shrink(size: number): void {
    if (size === 0) {
      this.clear();
      return;
    }
    this.#nameCount = 0;
    for (const table of [this.#values, this.#globals]) {
      for (const [key, index] of table ?? []) if (index >= size) (table as Map<unknown, number>).delete(key);
    }
    this.#size = size;
  }

  /** Every value with its index; names as `Global`s. */
  *entries(): Generator<[unknown, number], void, undefined> {
    let last = -1;
    for (const entry of this.#values) {
      last = Math.max(last, entry[1]);
      if (kindOf(entry[0]) !== "Global") yield entry;
    }
    for (const [key, index] of this.#globals ?? []) {
      const [module = "", name = ""] = key.split("\n");
      yield [new Global(module, name), index];
    }
    // An index that nothing can ask for must not be given again.
    if (last < this.#size - 1) yield [{}, this.#size - 1];
  }

  /** Takes over entries that `entries` gave. */
  restore(entries: Iterable<readonly [unknown, number]>): void {
    this.clear();
    this.#absent = undefined;
    for (const [value, index] of entries) {
      if (kindOf(value) === "Global") {
        this.#globals ??= new Map();
        this.#globals.set(keyOf((value as Global).module, (value as Global).name), index);
      } else if (typeof value === "string" || (typeof value === "object" && value !== null)) {
        this.#values.set(value, index);
      } else {
        throw new TypeError("memo: an object or a string was expected");
      }
      this.#size = Math.max(this.#size, index + 1);
    }
  }
}

function keyOf(module: string, name: string): string {
  return `${module}\n${name}`;
}
