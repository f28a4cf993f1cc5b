import type { DumpSettings } from "./dump-options.ts";
import type { FramedWriter } from "./framed-writer.ts";
import * as op from "./opcodes.ts";
import type { SimpleValues } from "./simple-values.ts";
import { inEntry, inField, inItem } from "./unwritable.ts";
import type { WriteMemo } from "./write-memo.ts";

/** Writes a value that holds others; `false` if something of it has to wait. */
export interface Holders {
  /** One that is neither simple nor in the memo, behind a boundary. */
  nested(value: unknown): boolean;
  /** Any value, which somebody wants to be asked about first. */
  save(value: unknown): boolean;
}

/**
 * Writes values in a row: what a list, tuple, dict or object holds. Each method gives the index behind the last value,
 * or the complement of one (`~index`): the row goes on there when what has to wait is written.
 */
export class Rows {
  /** Whether somebody is asked about every value. */
  isWatched = false;
  readonly #out: FramedWriter;
  readonly #memo: WriteMemo;
  readonly #simple: SimpleValues;
  readonly #holders: Holders;
  readonly #exact: boolean;
  readonly #isBinary: boolean;

  constructor(
    out: FramedWriter,
    memo: WriteMemo,
    simple: SimpleValues,
    holders: Holders,
    { exact, protocol }: DumpSettings,
  ) {
    this.#out = out;
    this.#memo = memo;
    this.#simple = simple;
    this.#holders = holders;
    this.#exact = exact;
    this.#isBinary = protocol > 0;
  }

  /** The items from one index to before another; numbers without a call for each. */
  items(items: readonly unknown[], from: number, to: number, areEntries: boolean): number {
    const out = this.#out;
    const exact = this.#exact;
    const isFast = this.#isBinary && !this.isWatched;
    let { bytes, view, length, limit } = out;
    for (let i = from; i < to; i += 1) {
      const item = items[i];
      if (typeof item !== "number" || !isFast) {
        out.length = length;
        if (!out.boundary()) return ~i;
        try {
          if (!this.#one(item)) return ~(i + 1);
        } catch (error) {
          throw areEntries ? inEntry(error, items, i) : inItem(error, i);
        }
        ({ bytes, view, length, limit } = out);
        continue;
      }
      if (length >= limit) {
        out.length = length;
        if (!out.boundary()) return ~i;
        ({ bytes, view, length, limit } = out);
      }
      if (!exact && (item | 0) === item && !Object.is(item, -0)) {
        if ((item & 0xff) === item) {
          bytes[length] = op.BININT1;
          bytes[length + 1] = item;
          length += 2;
        } else if ((item & 0xffff) === item) {
          bytes[length] = op.BININT2;
          view.setUint16(length + 1, item, true);
          length += 3;
        } else {
          bytes[length] = op.BININT;
          view.setInt32(length + 1, item, true);
          length += 5;
        }
      } else if (exact || !Number.isSafeInteger(item) || item === 0) {
        bytes[length] = op.BINFLOAT;
        view.setFloat64(length + 1, item);
        length += 9;
      } else {
        out.length = length;
        this.#simple.write(item);
        ({ bytes, view, length, limit } = out);
      }
    }
    out.length = length;
    return to;
  }

  /** The items of a tuple, which are few. (V8 reads items of few kinds of arrays fast in one place.) */
  tuple(items: readonly unknown[], from: number): number {
    const { length } = items;
    for (let i = from; i < length; i += 1) {
      if (!this.#out.boundary()) return ~i;
      try {
        if (!this.#one(items[i])) return ~(i + 1);
      } catch (error) {
        throw inItem(error, i);
      }
    }
    return length;
  }

  /** All fields of an object that inherits none, the names too: V8 lists them with no array, and finds each at once. */
  ownFields(object: Readonly<Record<string, unknown>>): number {
    const out = this.#out;
    let at = 0;
    for (const name in object) {
      const value = object[name];
      if (!out.boundary()) return ~at;
      if (!this.#name(name, at >> 1) || !out.boundary()) return ~(at + 1);
      try {
        if (!this.#one(value)) return ~(at + 2);
      } catch (error) {
        throw inField(error, name);
      }
      at += 2;
    }
    return at;
  }

  /** The fields of an object by their names; their names and values are counted alike. */
  fields(object: object, names: readonly string[], from: number, to: number): number {
    const out = this.#out;
    for (let i = from; i < to; i += 1) {
      const name = names[i >> 1] as string;
      if ((i & 1) === 0) {
        if (!out.boundary()) return ~i;
        if (!this.#name(name, i >> 1)) return ~(i + 1);
        i += 1;
      }
      if (!out.boundary()) return ~i;
      try {
        if (!this.#one((object as Record<string, unknown>)[name])) return ~(i + 1);
      } catch (error) {
        throw inField(error, name);
      }
    }
    return to;
  }

  #name(name: string, place: number): boolean {
    if (this.isWatched) return this.#holders.save(name);
    if (!this.#memo.recallName(name, place)) this.#simple.name(name, place);
    return true;
  }

  #one(value: unknown): boolean {
    if (this.isWatched) return this.#holders.save(value);
    return this.#simple.write(value) || this.#holders.nested(value);
  }
}
