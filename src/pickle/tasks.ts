import { entryPlace, fieldPlace } from "../python/places.ts";
import type { Batches } from "./batches.ts";
import { BINPERSID } from "./opcodes.ts";
import type { Task, Writing } from "./writing.ts";

/** Fills a container with what is numbered from 0 on, batch by batch. */
abstract class FillingTask implements Task {
  readonly value: object;
  /** What is to be written next. */
  protected at: number;
  /** Where the open batch ends. */
  protected end: number;
  /** How many numbers an item takes. */
  readonly #width: number;
  /** The batches to come, or the opcode that closes the only one. */
  readonly #rest: Batches | number;

  constructor(value: object, width: number, rest: Batches | number, at: number, end: number) {
    this.value = value;
    this.at = at;
    this.end = end;
    this.#width = width;
    this.#rest = rest;
  }

  step(writing: Writing): boolean {
    while (this.fillBatch(writing)) if (!this.#nextBatch(writing)) return true;
    return false;
  }

  #nextBatch({ out }: Writing): boolean {
    if (typeof this.#rest === "number") {
      out.u8(this.#rest);
      return false;
    }
    const count = this.#rest.next(out);
    this.end += count * this.#width;
    return count > 0;
  }

  abstract where(): string;

  /** Writes what is left of the open batch; `false` when it has to wait. */
  protected abstract fillBatch(writing: Writing): boolean;
}

/** The items of a list, or the members of a set. */
export class ItemsTask extends FillingTask {
  readonly #items: readonly unknown[];

  /**
   * @param rest The batches, or the opcode that closes the only one, which is open.
   * @param at How many items are written.
   */
  constructor(value: object, items: readonly unknown[], rest: Batches | number, at: number = 0, width = 1) {
    super(value, width, rest, at, typeof rest === "number" ? items.length : 0);
    this.#items = items;
  }

  protected fillBatch(writing: Writing): boolean {
    const items = this.#items;
    for (;;) {
      this.at = writing.simple.saveRow(items, this.at, this.end);
      if (this.at === this.end) return true;
      if (!writing.save(items[this.at++])) return false;
    }
  }

  where(): string {
    return `[${this.at - 1}]`;
  }
}

/** The entries of a dict, as a flat array of keys and values. */
export class EntriesTask extends ItemsTask {
  readonly #flat: readonly unknown[];

  constructor(value: object, flat: readonly unknown[], rest: Batches | number, at: number = 0) {
    super(value, flat, rest, at, 2);
    this.#flat = flat;
  }

  override where(): string {
    const at = this.at - 1;
    return entryPlace(this.#flat[at & ~1], (at & 1) === 0);
  }
}

/** The fields of an object: names and values by turns. */
export class FieldsTask extends FillingTask {
  readonly #names: readonly string[];
  /** An opcode for the dict of them. */
  readonly #last: number | undefined;

  constructor(
    value: object,
    names: readonly string[],
    rest: Batches | number,
    at: number,
    last: number | undefined,
  ) {
    super(value, 2, rest, at, typeof rest === "number" ? names.length * 2 : 0);
    this.#names = names;
    this.#last = last;
  }

  override step(writing: Writing): boolean {
    if (!super.step(writing)) return false;
    if (this.#last !== undefined) writing.out.u8(this.#last);
    return true;
  }

  protected fillBatch(writing: Writing): boolean {
    const { value } = this;
    const names = this.#names;
    for (;;) {
      this.at = writing.simple.saveFields(value, names, this.at, this.end);
      if (this.at === this.end) return true;
      const at = this.at++;
      const name = names[at >> 1] as string;
      if (!writing.save((at & 1) === 0 ? name : (value as Record<string, unknown>)[name])) return false;
    }
  }

  where(): string {
    return fieldPlace(this.#names[(this.at - 1) >> 1] as string);
  }
}

/** The persistent id that stands for an object. */
export class PersistentIdTask implements Task {
  readonly value: object;
  readonly #id: unknown;
  #saved = false;

  constructor(value: object, id: unknown) {
    this.value = value;
    this.#id = id;
  }

  step(writing: Writing): boolean {
    if (!this.#saved) {
      this.#saved = true;
      if (!writing.saveId(this.#id)) return false;
    }
    writing.out.u8(BINPERSID);
    return true;
  }

  where(): string {
    return ".id";
  }
}
