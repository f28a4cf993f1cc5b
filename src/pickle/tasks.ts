import { entryPlace, fieldPlace } from "../python/places.ts";
import type { Batches } from "./batches.ts";
import { BINPERSID } from "./opcodes.ts";
import { RowTask } from "./row-task.ts";
import type { Task, Writing } from "./writing.ts";

/** Fills a container with what is numbered from 0 on, batch by batch. */
abstract class FillingTask extends RowTask {
  /** Where the open batch ends. */
  #end: number;
  /** How many numbers an item takes. */
  readonly #width: number;
  /** The batches to come, or the opcode that closes the only one. */
  readonly #rest: Batches | number;

  constructor(value: object, width: number, rest: Batches | number, at: number, end: number) {
    super(value, at);
    this.#end = end;
    this.#width = width;
    this.#rest = rest;
  }

  step(writing: Writing): boolean {
    while (this.goOn(writing, this.#end)) if (!this.#nextBatch(writing)) return true;
    return false;
  }

  #nextBatch({ out }: Writing): boolean {
    if (typeof this.#rest === "number") {
      out.u8(this.#rest);
      return false;
    }
    const count = this.#rest.next(out);
    this.#end += count * this.#width;
    return count > 0;
  }
}

/** The items of a list, or the members of a set. */
export class ItemsTask extends FillingTask {
  readonly #items: readonly unknown[];

  /**
   * @param rest The batches, or the opcode that closes the only one, which is open.
   * @param at How many items are written.
   */
  constructor(value: object, items: readonly unknown[], rest: Batches | number, at: number = 0) {
    super(value, 1, rest, at, typeof rest === "number" ? items.length : 0);
    this.#items = items;
  }

  protected row({ rows }: Writing, from: number, to: number): number {
    return rows.items(this.#items, from, to, false);
  }
}

/** The entries of a dict, as a flat array of keys and values. */
export class EntriesTask extends FillingTask {
  readonly #flat: readonly unknown[];

  constructor(value: object, flat: readonly unknown[], rest: Batches | number, at: number = 0) {
    super(value, 2, rest, at, typeof rest === "number" ? flat.length : 0);
    this.#flat = flat;
  }

  protected row({ rows }: Writing, from: number, to: number): number {
    return rows.items(this.#flat, from, to, true);
  }

  protected override placeOf(at: number): string {
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

  protected row({ rows }: Writing, from: number, to: number): number {
    return rows.fields(this.value, this.#names, from, to);
  }

  protected override placeOf(at: number): string {
    return fieldPlace(this.#names[at >> 1] as string);
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
