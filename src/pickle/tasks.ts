import { entryPlace, fieldPlace } from "../python/places.ts";
import type { Batches } from "./batches.ts";
import { BINPERSID } from "./opcodes.ts";
import type { Task, Writing } from "./writing.ts";

/** The items of a list, or the members of a set. */
export class ItemsTask implements Task {
  readonly value: object;
  readonly #items: readonly unknown[];
  readonly #batches: Batches;
  #index = 0;

  constructor(value: object, items: readonly unknown[], batches: Batches) {
    this.value = value;
    this.#items = items;
    this.#batches = batches;
  }

  step(writing: Writing): boolean {
    while (this.#batches.next(writing.out)) {
      if (!writing.save(this.#items[this.#index++])) return false;
    }
    return true;
  }

  where(): string {
    return `[${this.#index - 1}]`;
  }
}

/** The entries of a dict, as a flat array of keys and values. */
export class EntriesTask implements Task {
  readonly value: object;
  readonly #flat: readonly unknown[];
  readonly #batches: Batches;
  #index = 0;

  constructor(value: object, flat: readonly unknown[], batches: Batches) {
    this.value = value;
    this.#flat = flat;
    this.#batches = batches;
  }

  step(writing: Writing): boolean {
    const flat = this.#flat;
    while ((this.#index & 1) === 1 || this.#batches.next(writing.out)) {
      if (!writing.save(flat[this.#index++])) return false;
    }
    return true;
  }

  where(): string {
    const at = this.#index - 1;
    return entryPlace(this.#flat[at & ~1], (at & 1) === 0);
  }
}

/** The fields of a plain object. */
export class FieldsTask implements Task {
  readonly value: object;
  readonly #names: readonly string[];
  readonly #batches: Batches;
  #index = 0;

  constructor(value: object, names: readonly string[], batches: Batches) {
    this.value = value;
    this.#names = names;
    this.#batches = batches;
  }

  step(writing: Writing): boolean {
    const names = this.#names;
    while ((this.#index & 1) === 1 || this.#batches.next(writing.out)) {
      const at = this.#index++;
      const name = names[at >> 1] as string;
      const item = (at & 1) === 0 ? name : (this.value as Record<string, unknown>)[name];
      if (!writing.save(item)) return false;
    }
    return true;
  }

  where(): string {
    return fieldPlace(this.#names[(this.#index - 1) >> 1] as string);
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
