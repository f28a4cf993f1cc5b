import { decodeLatin1 } from "../../bytes/index.ts";
import type { Bytes } from "../store.ts";
import { type Change, ChangedEntries } from "./changed-entries.ts";
import type { EntrySource, HashReader, Shape } from "./hash-format.ts";

/** What became of a key that the file has, and that was removed. */
const REMOVED: Change = { key: new Uint8Array(), value: undefined, isNew: false };

/** Changes to what is in a file, which wait in memory until it is written anew. */
export class Overlay {
  readonly #reader: HashReader;
  /** By the key, one character for each byte. */
  readonly #changes = new Map<string, Change>();
  #added = 0;
  #removed = 0;

  /** Changes to what this reads. */
  constructor(reader: HashReader) {
    this.#reader = reader;
  }

  /** How many keys there are with these changes. */
  get size(): number {
    const { count, strays } = this.#reader.totals;
    const found = this.#added === 0 ? 0 : strays.filter(([key]) => this.changeOf(key) !== undefined).length;
    return count - found - this.#removed + this.#added;
  }

  /** The keys that were added, and are still there, in that order. */
  get added(): readonly Bytes[] {
    const added: Bytes[] = [];
    for (const { key, isNew } of this.#changes.values()) if (isNew) added.push(key);
    return added;
  }

  /** What became of a key; `undefined` for one that is as it was in the file, if it is there. */
  changeOf(key: Uint8Array): Change | undefined {
    return this.#changes.size === 0 ? undefined : this.#changes.get(decodeLatin1(key));
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
    const name = decodeLatin1(key);
    const before = this.#changes.get(name);
    const isNew = before ? before.isNew : !this.#reader.has(key);
    this.#changes.set(name, { key: new Uint8Array(key), value: new Uint8Array(value), isNew });
    if (before === undefined && isNew) this.#added += 1;
    if (before !== REMOVED) return false;
    this.#removed -= 1;
    return true;
  }

  /** Removes a key; `false` where there is none. */
  delete(key: Uint8Array): boolean {
    const name = decodeLatin1(key);
    const before = this.#changes.get(name);
    if (before?.isNew) {
      this.#added -= 1;
      return this.#changes.delete(name);
    }
    if (before === REMOVED || (before === undefined && !this.#reader.has(key))) return false;
    this.#changes.set(name, REMOVED);
    this.#removed += 1;
    return true;
  }

  /** The entries of the file with these changes, to be written with pages of this shape. */
  source(shape: Shape): EntrySource {
    return new ChangedEntries(shape, this.#reader, this.#changes);
  }
}
