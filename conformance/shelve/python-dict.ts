import type { ShelfDict } from "pantry/shelve";

/** Asks Python for something: of which dict, what, and with what. */
export type AskDict = (key: bigint, method: string, ...args: readonly Uint8Array[]) => unknown;

/** A dict that stays in Python, as what a shelf is over. */
export class PythonDict implements ShelfDict {
  readonly #key: bigint;
  readonly #ask: AskDict;

  constructor(key: bigint, ask: AskDict) {
    this.#key = key;
    this.#ask = ask;
  }

  get size(): number {
    return Number(this.#ask(this.#key, "size"));
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return (this.#ask(this.#key, "get", key) as Uint8Array | null) ?? undefined;
  }

  set(key: Uint8Array, value: Uint8Array): void {
    this.#ask(this.#key, "set", key, value);
  }

  delete(key: Uint8Array): boolean {
    return this.#ask(this.#key, "delete", key) as boolean;
  }

  has(key: Uint8Array): boolean {
    return this.#ask(this.#key, "has", key) as boolean;
  }

  keys(): Iterable<Uint8Array> {
    return this.#ask(this.#key, "keys") as Uint8Array[];
  }
}
