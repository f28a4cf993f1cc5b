import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import type { Bucket } from "./bucket.ts";
import { PAGE_SIZE, RecordPages } from "./record-pages.ts";

/** Records up to this size are read and written at once, through one buffer. */
const SCRATCH_SIZE = 65536;

/** The records of a file: keys with the values right behind them. */
export class Records {
  readonly #file: DatabaseFile;
  readonly #scratch: Bytes = new Uint8Array(SCRATCH_SIZE);
  /** Where what was read last is: in these bytes, from here on. */
  #bytes: Bytes = this.#scratch;
  #start = 0;
  /** `undefined` where others may write the file. */
  #pages: RecordPages | undefined;

  /** The records of a file, which nobody else writes if it `isLocked`. */
  constructor(file: DatabaseFile, isLocked: boolean) {
    this.#file = file;
    if (isLocked) this.#pages = new RecordPages(file);
  }

  /** Forgets what was read: what was written since may not have got there. */
  forget(): void {
    this.#pages &&= new RecordPages(this.#file);
  }

  /** Whether the element is that of the key. What was read for that is there for `value` right afterwards. */
  matches(bucket: Bucket, slot: number, key: Uint8Array): boolean {
    const size = key.length + bucket.dataSizeAt(slot);
    this.#read(bucket.addressAt(slot), size <= SCRATCH_SIZE ? size : key.length);
    const bytes = this.#bytes;
    const start = this.#start;
    for (let index = 0; index < key.length; index += 1) if (bytes[start + index] !== key[index]) return false;
    return true;
  }

  /** The value of the element whose key was just found to match. */
  value(bucket: Bucket, slot: number): Bytes {
    const keySize = bucket.keySizeAt(slot);
    const size = keySize + bucket.dataSizeAt(slot);
    if (size > SCRATCH_SIZE) return this.valueAlone(bucket, slot);
    return this.#bytes.slice(this.#start + keySize, this.#start + size);
  }

  /** The value of an element. */
  valueAlone(bucket: Bucket, slot: number): Bytes {
    return this.#copy(bucket.addressAt(slot) + bucket.keySizeAt(slot), bucket.dataSizeAt(slot));
  }

  /** The key of an element. */
  key(bucket: Bucket, slot: number): Bytes {
    return this.#copy(bucket.addressAt(slot), bucket.keySizeAt(slot));
  }

  /** Writes a record. */
  write({ address, key, value }: { address: number; key: Uint8Array; value: Uint8Array }): void {
    const size = key.length + value.length;
    if (size > SCRATCH_SIZE) {
      this.#write(key, address);
      this.#write(value, address + key.length);
      return;
    }
    this.#scratch.set(key);
    this.#scratch.set(value, key.length);
    this.#write(this.#scratch.subarray(0, size), address);
  }

  #copy(address: number, size: number): Bytes {
    if (size > SCRATCH_SIZE) return this.#file.read(address, size, "a record");
    this.#read(address, size);
    return this.#bytes.slice(this.#start, this.#start + size);
  }

  /** Finds what is there, no more than the scratch can hold: in a page, so that nothing is copied, or else in the scratch. */
  #read(address: number, size: number): void {
    const start = address % PAGE_SIZE;
    const page = start + size <= PAGE_SIZE ? this.#pages?.page(address) : undefined;
    if (page && start + size <= page.length) {
      this.#bytes = page;
      this.#start = start;
      return;
    }
    this.#bytes = this.#scratch;
    this.#start = 0;
    if (!this.#pages?.fill(this.#scratch, size, address))
      this.#file.fill(this.#scratch.subarray(0, size), address, "a record");
  }

  #write(bytes: Uint8Array, address: number): void {
    this.#file.write(bytes, address);
    this.#pages?.wrote(bytes, address);
  }
}
