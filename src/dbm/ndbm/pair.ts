import type { FileSystem } from "../../files/index.ts";
import type { Database } from "../database.ts";
import { attempt } from "../file.ts";
import { open as openGnu } from "../gnu/open.ts";
import type { OpenOptions } from "../options.ts";
import type { Bytes, Store } from "../store.ts";

/** The file that has everything; the other one of GNU gdbm, `.dir`, is there for its name. */
export function pairFile(path: string): string {
  return `${path}.pag`;
}

/** Whether there are both files of GNU gdbm. */
export function isPair(path: string, files: FileSystem): boolean {
  return attempt(
    () => files.status(pairFile(path)) !== undefined && files.status(`${path}.dir`) !== undefined,
  );
}

/** What is in the files of GNU gdbm for ndbm: a database of `dbm.gnu` under the name of this format. */
export class PairStore implements Store {
  readonly format = "ndbm";
  readonly path: string;
  readonly readOnly: boolean;
  readonly #database: Database;

  /** Opens it as `dbm.gnu` does. */
  constructor(path: string, options: OpenOptions) {
    this.#database = openGnu(pairFile(path), options);
    this.path = this.#database.path;
    this.readOnly = this.#database.readOnly;
  }

  size(): number {
    return this.#database.size;
  }
  get(key: Uint8Array): Bytes | undefined {
    return this.#database.get(key);
  }
  has(key: Uint8Array): boolean {
    return this.#database.has(key);
  }
  set(key: Uint8Array, value: Uint8Array): void {
    this.#database.set(key, value);
  }
  delete(key: Uint8Array): boolean {
    return this.#database.delete(key);
  }
  clear(): void {
    this.#database.clear();
  }
  keys(): IterableIterator<Bytes> {
    return this.#database.keys();
  }
  entries(): IterableIterator<[key: Bytes, value: Bytes]> {
    return this.#database.entries();
  }
  firstkey(): Bytes | undefined {
    return this.#database.firstkey();
  }
  nextkey(key: Uint8Array): Bytes | undefined {
    return this.#database.nextkey(key);
  }
  beginBatch(): void {}
  endBatch(): void {}
  sync(): void {
    this.#database.sync();
  }
  reorganize(): void {
    this.#database.reorganize();
  }
  close(): void {
    this.#database.close();
  }
}
