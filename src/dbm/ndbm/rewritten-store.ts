import { sameBytes } from "../../bytes/equal.ts";
import type { FileSystem } from "../../files/index.ts";
import { DbmError } from "../errors.ts";
import { attempt, type DatabaseFile } from "../file.ts";
import { replaceFile } from "../replacement.ts";
import type { Bytes, Store } from "../store.ts";
import { EmptyReader } from "./empty-reader.ts";
import type { HashFormat, HashReader } from "./hash-format.ts";
import { Overlay } from "./overlay.ts";
import { SharedFile } from "./shared-file.ts";

/**
 * A hash file that is read in place, while changes wait in memory: `sync` and `close` write the whole file anew and put it in the place of the one
 * before, so that there is always one or the other, wholly. Memory is needed for the changes, and for one bucket.
 */
export class RewrittenStore implements Store {
  readonly format = "ndbm";
  readonly path: string;
  readonly readOnly: boolean;
  readonly #files: FileSystem;
  readonly #hash: HashFormat;
  #file: SharedFile;
  #reader: HashReader;
  #overlay: Overlay;
  #isChanged = false;
  #isClosed = false;
  /** Files that were replaced, but that somebody still walks through. */
  readonly #replaced = new Set<SharedFile>();
  /** The buckets before this one have no keys any more. */
  #firstBucket = 0;
  /** The walk of `firstkey` and `nextkey`, and the key it is at. */
  #walk: { readonly keys: IterableIterator<Bytes>; key: Bytes } | undefined;

  /** Takes over a file, which is locked where it is not for reading alone. */
  constructor(files: FileSystem, file: DatabaseFile, hash: HashFormat, readOnly: boolean) {
    this.#files = files;
    this.#hash = hash;
    this.path = file.path;
    this.readOnly = readOnly;
    this.#file = new SharedFile(file);
    this.#reader = hash.read(file);
    this.#overlay = new Overlay(this.#reader);
    if (!readOnly && this.#reader.obstacle !== undefined)
      throw new DbmError(`Cannot write ${this.path}: ${this.#reader.obstacle}`, "unsupported", {
        path: this.path,
      });
  }

  size(): number {
    return this.#overlay.size;
  }

  get(key: Uint8Array): Bytes | undefined {
    return this.#overlay.get(key);
  }

  has(key: Uint8Array): boolean {
    return this.#overlay.has(key);
  }

  set(key: Uint8Array, value: Uint8Array): void {
    if (Math.max(key.length, value.length) > this.#hash.limit)
      throw new DbmError(`Cannot write ${this.path}: a key or value is too long`, "limit", {
        path: this.path,
      });
    this.#isChanged = true;
    if (this.#overlay.set(key, value)) this.#firstBucket = 0;
  }

  delete(key: Uint8Array): boolean {
    if (!this.#overlay.delete(key)) return false;
    this.#isChanged = true;
    return true;
  }

  clear(): void {
    this.#isChanged = true;
    this.#begin(new EmptyReader(this.#reader));
  }

  *keys(): IterableIterator<Bytes> {
    yield* this.#keysFrom(0);
  }

  *entries(): IterableIterator<[key: Bytes, value: Bytes]> {
    this.#checkOpen();
    const reader = this.#reader;
    const overlay = this.#overlay;
    const file = this.#file.use();
    try {
      for (let bucket = 0; bucket <= reader.table.last; bucket++) {
        for (const entry of reader.entries(bucket)) {
          const [key] = entry;
          const change = overlay.changeOf(key);
          // What was added comes below, even if the file has it where lookups do not find it.
          if (change?.isNew) continue;
          const isAsRead = this.#overlay === overlay && change === undefined;
          const value = isAsRead ? entry[1] : this.#overlay.get(key);
          if (value !== undefined) yield [key, value];
          this.#checkOpen();
        }
      }
      for (const key of overlay.added) {
        const value = this.#overlay.get(key);
        if (value !== undefined) yield [key.slice(), value];
        this.#checkOpen();
      }
    } finally {
      this.#leave(file);
    }
  }

  firstkey(): Bytes | undefined {
    return this.#step(this.#keysFrom(this.#firstBucket));
  }

  nextkey(key: Uint8Array): Bytes | undefined {
    if (!this.has(key)) return undefined;
    const walk = this.#walk;
    if (walk && sameBytes(walk.key, key)) return this.#step(walk.keys);
    const { table } = this.#reader;
    const isAdded = !this.#reader.has(key);
    const keys = this.#keysFrom(isAdded ? table.last + 1 : table.bucketOf(this.#reader.hash(key)));
    for (let step = keys.next(); !step.done; step = keys.next()) {
      if (sameBytes(step.value, key)) return this.#step(keys);
    }
    return undefined;
  }

  beginBatch(): void {}

  endBatch(): void {}

  sync(): void {
    if (this.#isChanged) this.#rewrite();
  }

  reorganize(): void {
    this.#rewrite();
  }

  close(): void {
    try {
      this.sync();
    } finally {
      this.#isClosed = true;
      for (const file of this.#replaced) file.close();
      this.#file.close();
    }
  }

  /** The keys in the buckets from one on, then those that were added. */
  *#keysFrom(first: number): IterableIterator<Bytes> {
    this.#checkOpen();
    const reader = this.#reader;
    const overlay = this.#overlay;
    const file = this.#file.use();
    try {
      for (let bucket = first; bucket <= reader.table.last; bucket++) {
        let isEmpty = true;
        for (const key of reader.keys(bucket)) {
          const change = overlay.changeOf(key);
          if (change?.isNew) continue;
          if ((this.#overlay === overlay && change === undefined) || this.#overlay.has(key)) {
            isEmpty = false;
            yield key;
            this.#checkOpen();
          }
        }
        if (isEmpty && this.#firstBucket === bucket && this.#overlay === overlay)
          this.#firstBucket = bucket + 1;
      }
      for (const key of overlay.added) {
        if (this.#overlay.has(key)) yield key.slice();
        this.#checkOpen();
      }
    } finally {
      this.#leave(file);
    }
  }

  #step(keys: IterableIterator<Bytes>): Bytes | undefined {
    if (keys !== this.#walk?.keys) this.#endWalk();
    const { value: key, done } = keys.next();
    this.#walk = done ? undefined : { keys, key };
    return done ? undefined : key.slice();
  }

  #endWalk(): void {
    this.#walk?.keys.return?.();
    this.#walk = undefined;
  }

  #rewrite(): void {
    const current = this.#file.file.status();
    const found = attempt(() => this.#files.status(this.path));
    if (found && found.identity !== current.identity)
      throw new DbmError(`Cannot write ${this.path}: another program has put a file in its place`, "locked", {
        path: this.path,
      });
    const source = this.#overlay.source(this.#reader.shape);
    replaceFile(this.#files, this.path, (file) => this.#hash.write(file, source), {
      mode: current.mode,
      locked: true,
      onReplaced: (file) => {
        this.#endWalk();
        this.#replaced.add(this.#file);
        this.#leave(this.#file);
        this.#file = new SharedFile(file);
        this.#begin(this.#hash.read(file));
      },
    });
    this.#isChanged = false;
  }

  /** Goes on from what this reads, without changes. */
  #begin(reader: HashReader): void {
    this.#reader = reader;
    this.#overlay = new Overlay(reader);
    this.#firstBucket = 0;
  }

  /** A file that was replaced is closed when nobody walks through it any more. */
  #leave(file: SharedFile): void {
    if (file.leave() && this.#replaced.delete(file)) file.close();
  }

  #checkOpen(): void {
    if (this.#isClosed)
      throw new DbmError("The database has already been closed", "closed", { path: this.path });
  }
}
