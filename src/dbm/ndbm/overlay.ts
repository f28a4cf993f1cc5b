import type { Bytes } from "../store.ts";
import { nameOf } from "./byte-name.ts";
import { type Addition, type Change, ChangedEntries } from "./changed-entries.ts";
import type { EntrySource, HashReader, Shape, Totals } from "./hash-format.ts";

/** Changes to what is in a file, which wait in memory until it is written anew. */
export class Overlay {
  readonly #reader: HashReader;
  /** Those of keys that the file has, and of those that it has not; by the key, one character for each byte. */
  readonly #changed = new Map<string, Change>();
  readonly #added = new Map<string, Addition>();
  #removed = 0;

  /** Changes to what this reads. */
  constructor(reader: HashReader) {
    this.#reader = reader;
  }

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.#changed.size === 0 && this.#added.size === 0;
  }

  /** How many keys there are with these changes. */
  get size(): number {
    return this.#reader.totals.count - this.#removed + this.#added.size;
  }

  /** The keys that were added, and are still there, in that order. */
  get added(): readonly Bytes[] {
    return Array.from(this.#added.values(), ({ key }) => key);
  }

  /** What became of a key; `undefined` for one that is as it was in the file, if it is there. */
  changeOf(key: Uint8Array): Change | undefined {
    if (this.isEmpty) return undefined;
    const name = nameOf(key);
    return this.#added.get(name) ?? this.#changed.get(name);
  }

  has(key: Uint8Array): boolean {
    const change = this.changeOf(key);
    return change ? change.value !== undefined : this.#reader.has(key);
  }

  get(key: Uint8Array): Bytes | undefined {
    const change = this.changeOf(key);
    return change ? change.value?.slice() : this.#reader.get(key);
  }

  /** Gives a key a value. Answers whether it was removed from the file before. */
  set(key: Uint8Array, value: Uint8Array): boolean {
    const name = nameOf(key);
    const before = this.#changed.get(name);
    const change = { key: before?.key ?? Uint8Array.from(key), value: Uint8Array.from(value) };
    const isAdded = before === undefined && (this.#added.has(name) || !this.#reader.has(key));
    if (isAdded) this.#added.set(name, change);
    else this.#changed.set(name, change);
    const wasRemoved = before !== undefined && before.value === undefined;
    if (wasRemoved) this.#removed -= 1;
    return wasRemoved;
  }

  /** Removes a key; `false` where there is none. */
  delete(key: Uint8Array): boolean {
    const name = nameOf(key);
    if (this.#added.delete(name)) return true;
    const before = this.#changed.get(name);
    if (before ? before.value === undefined : !this.#reader.has(key)) return false;
    this.#changed.set(name, { key: before?.key ?? Uint8Array.from(key), value: undefined });
    this.#removed += 1;
    return true;
  }

  /** The entries of the file with these changes, to be written with pages of this shape. */
  source(shape: Shape): EntrySource {
    return new ChangedEntries(shape, this.#reader, this.#totals(), this.#changed, [...this.#added.values()]);
  }

  #totals(): Totals {
    const { count, bytes } = this.#reader.totals;
    const kept = count === 0 ? 0 : (bytes * (count - this.#changed.size)) / count;
    const sizeOf = ({ key, value }: Change) => (value ? this.#reader.sizeOf(key.length, value.length) : 0);
    let fresh = 0;
    for (const change of this.#changed.values()) fresh += sizeOf(change);
    for (const change of this.#added.values()) fresh += sizeOf(change);
    return { count: this.size, bytes: Math.ceil(kept) + fresh };
  }
}
