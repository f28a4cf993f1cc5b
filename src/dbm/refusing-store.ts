import { DbmError } from "./errors.ts";
import type { Bytes, Format, Store } from "./store.ts";

const MESSAGES = {
  closed: "The database has already been closed",
  "read-only": "The database is opened for reading only",
} as const;

/** Takes the place of a store that is closed, or that is not to be changed: whatever it is asked, it raises. */
export class RefusingStore implements Store {
  readonly format: Format;
  readonly path: string;
  readonly readOnly: boolean;
  readonly #code: keyof typeof MESSAGES;

  constructor({ format, path, readOnly }: Store, code: keyof typeof MESSAGES) {
    this.format = format;
    this.path = path;
    this.readOnly = readOnly;
    this.#code = code;
  }

  size(): number {
    return this.#refuse();
  }
  get(): Bytes | undefined {
    return this.#refuse();
  }
  has(): boolean {
    return this.#refuse();
  }
  set(): void {
    this.#refuse();
  }
  delete(): boolean {
    return this.#refuse();
  }
  clear(): void {
    this.#refuse();
  }
  keys(): IterableIterator<Bytes> {
    return this.#refuse();
  }
  entries(): IterableIterator<[Bytes, Bytes]> {
    return this.#refuse();
  }
  firstkey(): Bytes | undefined {
    return this.#refuse();
  }
  nextkey(): Bytes | undefined {
    return this.#refuse();
  }
  seek(): [Bytes, Bytes] | undefined {
    return this.#refuse();
  }
  beginBatch(): void {
    this.#refuse();
  }
  endBatch(): void {
    // A batch whose function closed the database has ended by that.
  }
  sync(): void {
    this.#refuse();
  }
  reorganize(): void {
    this.#refuse();
  }
  close(): void {}

  #refuse(): never {
    throw new DbmError(MESSAGES[this.#code], this.#code, { path: this.path });
  }
}
