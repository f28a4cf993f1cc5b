import { crc32 } from "../../bytes/crc32.ts";
import { decodeLatin1 } from "../../bytes/index.ts";
import { malformed } from "../errors.ts";
import type { Bytes, Format, Store } from "../store.ts";
import type { DataFile } from "./data-file.ts";
import type { DirectoryFile } from "./directory-file.ts";
import { aligned, blocksEnd, blocksStart, byOffset, type Extent, type Index, roomOf } from "./extent.ts";
import { FreeSpace } from "./free-space.ts";
import { encodeLatin1, type Note } from "./line.ts";

/** How many lines that count no more a directory may have, besides as many as it has keys. */
const STALE_LINES = 4096;
/** How many bytes may be let go of before the directory is synced for them, besides a quarter of the file. */
const RELEASED_BYTES = 4 * 1024 * 1024;
/** How much of a batch may wait. */
const WAITING_LINES = 256 * 1024;

/** What a writer has besides the values. */
export interface Writing {
  readonly directory: DirectoryFile;
  /** The path of the directory before the last. */
  readonly bak: string;
  /** Whether the directory has to be written anew: another writer was killed. */
  readonly settled: boolean;
}

/** Where one has got to who goes through the keys. */
interface Walk {
  key: string | undefined;
  readonly keys: Iterator<string, undefined>;
}

/**
 * Python's text directory and block file.
 *
 * A value is only ever written where no directory on the disk refers to; then a line is added for it, provisional until the directory
 * is written anew. What that line replaces becomes free when it is on the disk.
 */
export class DumbStore implements Store {
  readonly format: Format = "dumb";
  readonly path: string;
  readonly readOnly: boolean;
  readonly #index: Index;
  readonly #data: DataFile;
  readonly #writing: Writing | undefined;
  #space: FreeSpace | undefined;
  #inBatch = false;
  /** Whether lines are provisional; whether some of them say that keys are gone; whether all that was written is synced. */
  #settled: boolean;
  #deleted = false;
  #synced = true;
  /** Where `nextkey` has got to. */
  #walk: Walk | undefined;

  constructor(data: DataFile, index: Index, writing: Writing | undefined) {
    this.path = data.file.path;
    this.readOnly = writing === undefined;
    this.#index = index;
    this.#data = data;
    this.#writing = writing;
    this.#settled = writing?.settled ?? true;
    if (!this.#settled) this.#commit();
  }

  size(): number {
    return this.#index.size;
  }

  get(key: Uint8Array): Bytes | undefined {
    const value = this.#index.get(decodeLatin1(key));
    return value && this.#data.read(value);
  }

  has(key: Uint8Array): boolean {
    return this.#index.has(decodeLatin1(key));
  }

  set(key: Uint8Array, bytes: Uint8Array): void {
    const name = decodeLatin1(key);
    const space = this.#freeSpace();
    const old = this.#index.get(name);
    const value = { offset: space.take(bytes.length), length: bytes.length };
    const reused = !this.#data.isFresh(value.offset);
    try {
      this.#data.write(bytes, value.offset, this.#inBatch);
      this.#add(name, value, { crc: crc32(bytes), reused });
    } catch (error) {
      space.giveBack(value);
      throw error;
    }
    this.#index.set(name, value);
    if (old) space.release(old);
    this.#tidy();
  }

  delete(key: Uint8Array): boolean {
    const name = decodeLatin1(key);
    const value = this.#index.get(name);
    if (value === undefined) return false;
    const space = this.#freeSpace();
    this.#add(name, value, "deleted");
    this.#deleted = true;
    this.#index.delete(name);
    space.release(value);
    this.#tidy();
    return true;
  }

  clear(): void {
    // Until it is sure that the new directory stays, what the old one refers to is not free.
    this.#freeSpace();
    this.#commit(new Map(), () => this.#index.clear());
    this.#data.truncate(0);
  }

  *keys(): IterableIterator<Bytes> {
    for (const key of this.#index.keys()) yield encodeLatin1(key);
  }

  *entries(): IterableIterator<[key: Bytes, value: Bytes]> {
    for (const [key, value] of this.#index) yield [encodeLatin1(key), this.#data.read(value)];
  }

  firstkey(): Bytes | undefined {
    this.#walk = { key: undefined, keys: this.#index.keys() };
    return this.#step(this.#walk);
  }

  nextkey(key: Uint8Array): Bytes | undefined {
    const name = decodeLatin1(key);
    if (!this.#index.has(name)) return undefined;
    if (this.#walk?.key !== name) {
      const walk: Walk = { key: undefined, keys: this.#index.keys() };
      while (walk.key !== name) walk.key = walk.keys.next().value;
      this.#walk = walk;
    }
    return this.#step(this.#walk);
  }

  beginBatch(): void {
    this.#inBatch = true;
  }

  endBatch(): void {
    this.#inBatch = false;
    this.#flush();
  }

  /** Deletions need a directory without the keys, if Python is to know of them; for all else, the lines that were added are enough. */
  sync(): void {
    if (this.#deleted) this.#commit();
    if (this.#synced) return;
    this.#flush();
    this.#data.sync();
    this.#writing?.directory.sync();
    this.#space?.settle();
    this.#synced = true;
  }

  /**
   * Moves the values to the front. First those that have to be moved are copied behind everything else, and the directory is written for
   * that; so what is before them is free for the second copy, and a directory refers to what is whole at any time. Values that share blocks
   * could become much more than the file is; no writer makes any.
   */
  reorganize(): void {
    const values = byOffset([...this.#index].map(([key, { offset, length }]) => ({ key, offset, length })));
    let taken = 0;
    for (const value of values) {
      this.#data.ensure(value);
      if (blocksStart(value) < taken)
        throw malformed("a value", value.offset, "it shares a block with another", this.path);
      taken = blocksEnd(value);
    }
    this.#commit();
    let front = 0;
    const moved = values.filter((value) => {
      const stays = value.offset === front;
      if (stays) front += aligned(value.length);
      return !stays;
    });
    const room = roomOf(moved);
    if (moved.length > 0) {
      this.#move(moved, Math.max(aligned(this.#data.size), front + room));
      this.#move(moved, front);
    }
    let end = 0;
    for (const { offset, length } of this.#index.values()) end = Math.max(end, length && offset + length);
    this.#data.truncate(end);
  }

  close(): void {
    try {
      if (this.#writing && !this.#settled) this.#commit();
    } finally {
      try {
        this.#writing?.directory.close();
      } finally {
        this.#data.file.close();
      }
    }
  }

  /** Copies values, one behind the other, and refers to them there. */
  #move(values: readonly { readonly key: string }[], target: number): void {
    let offset = target;
    const places: [string, Extent][] = [];
    for (const { key } of values) {
      const value = this.#index.get(key) as Extent;
      this.#data.copy(value, offset);
      places.push([key, { offset, length: value.length }]);
      offset += aligned(value.length);
    }
    const before = [...this.#index.values()];
    for (const [key, place] of places) this.#index.set(key, place);
    try {
      this.#commit();
    } catch (error) {
      // It is not sure which of the directories is on the disk.
      this.#space = new FreeSpace([...before, ...this.#index.values()], this.#data.size);
      throw error;
    }
  }

  /** A line for what has changed; if it cannot be written, nothing has. */
  #add(key: string, value: Extent, note: Note): void {
    const { directory } = this.#writing as Writing;
    directory.add(key, value, note);
    this.#settled = false;
    this.#synced = false;
    if (this.#inBatch) return;
    try {
      this.#flush();
    } catch (error) {
      directory.takeBack();
      throw error;
    }
  }

  #flush(): void {
    this.#data.flush();
    this.#writing?.directory.flush();
  }

  /** What waits, the stale lines and the blocks that wait to be free do not grow forever. */
  #tidy(): void {
    const { directory } = this.#writing as Writing;
    if (directory.waiting > WAITING_LINES) this.#flush();
    const released = this.#space?.releasedBytes ?? 0;
    if (directory.lines > 2 * this.#index.size + STALE_LINES) this.#commit();
    else if (released > RELEASED_BYTES && released > this.#data.size / 4) this.sync();
  }

  /** Writes the directory anew, when the values are on the disk. What it does not refer to is free. `adopt` makes the index that of the directory. */
  #commit(index: Index = this.#index, adopt: () => void = () => {}): void {
    const { directory, bak } = this.#writing as Writing;
    this.#data.sync();
    directory.replace(index, bak, adopt);
    this.#settled = true;
    this.#synced = true;
    this.#deleted = false;
    this.#space = undefined;
  }

  #freeSpace(): FreeSpace {
    this.#space ??= new FreeSpace(this.#index.values(), this.#data.size);
    return this.#space;
  }

  #step(walk: Walk): Bytes | undefined {
    const { value } = walk.keys.next();
    walk.key = value;
    return value === undefined ? undefined : encodeLatin1(value);
  }
}
