import { brief } from "../python/repr.ts";
import type { Batches } from "./batches.ts";
import { BINPERSID } from "./opcodes.ts";
import type { Saver } from "./saver.ts";

/**
 * What is left to do for a value that holds others. The saver keeps its tasks on a stack of its own, so that depth
 * costs memory and never the call stack, and writing can pause between any two steps.
 */
export interface Task {
  /** The value that is being written. */
  readonly value: object;
  /** Writes on until a value inside has become a task of its own or it is time to pause (`false`), or all is done (`true`). */
  step(saver: Saver): boolean;
  /** The way from this value to the one inside that is at hand, for an error: `[3]`, `.name`. */
  where(): string;
}

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

  step(saver: Saver): boolean {
    while (this.#batches.next(saver.out)) {
      if (!saver.save(this.#items[this.#index++])) return false;
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

  step(saver: Saver): boolean {
    const flat = this.#flat;
    while ((this.#index & 1) === 1 || this.#batches.next(saver.out)) {
      if (!saver.save(flat[this.#index++])) return false;
    }
    return true;
  }

  where(): string {
    const at = this.#index - 1;
    const key = brief(this.#flat[at & ~1]);
    return (at & 1) === 1 ? `.get(${key})` : `.key(${key})`;
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

  step(saver: Saver): boolean {
    const names = this.#names;
    while ((this.#index & 1) === 1 || this.#batches.next(saver.out)) {
      const at = this.#index++;
      const name = names[at >> 1] as string;
      const item = (at & 1) === 0 ? name : (this.value as Record<string, unknown>)[name];
      if (!saver.save(item)) return false;
    }
    return true;
  }

  where(): string {
    return fieldPath(this.#names[(this.#index - 1) >> 1] as string);
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

  step(saver: Saver): boolean {
    if (!this.#saved) {
      this.#saved = true;
      if (!saver.saveId(this.#id)) return false;
    }
    saver.out.u8(BINPERSID);
    return true;
  }

  where(): string {
    return ".id";
  }
}

/** How a field is reached: `.name`, or `["a name"]`. */
function fieldPath(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}
