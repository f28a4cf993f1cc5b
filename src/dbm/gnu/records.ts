import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import type { Bucket } from "./bucket.ts";
import { RecordPages } from "./record-pages.ts";

/** Records up to this size are read and written at once, through one buffer. */
const SCRATCH_SIZE = 65536;

/** The records of a file: keys with the values right behind them. */
export class Records {
  readonly #file: DatabaseFile;
  readonly #scratch: Bytes = new Uint8Array(SCRATCH_SIZE);
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
    const bytes = this.#read(bucket.addressAt(slot), size <= SCRATCH_SIZE ? size : key.length);
    for (let index = 0; index < key.length; index += 1) if (bytes[index] !== key[index]) return false;
    return true;
  }

  /** The value of the element whose key was just found to match. */
  value(bucket: Bucket, slot: number): Bytes {
    const keySize = bucket.keySizeAt(slot);
    const size = keySize + bucket.dataSizeAt(slot);
    return size <= SCRATCH_SIZE ? this.#scratch.slice(keySize, size) : this.valueAlone(bucket, slot);
  }

  /** The value of an element. */
  valueAlone(bucket: Bucket, slot: number): Bytes {
    const size = bucket.dataSizeAt(slot);
    return this.#read(bucket.addressAt(slot) + bucket.keySizeAt(slot), size).slice(0, size);
  }

  /** The key of an element. */
  key(bucket: Bucket, slot: number): Bytes {
    const size = bucket.keySizeAt(slot);
    return this.#read(bucket.addressAt(slot), size).slice(0, size);
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

  /** What is there, in bytes of which the first are it; they are the scratch if it fits in there. */
  #read(address: number, size: number): Bytes {
    if (size > SCRATCH_SIZE) return this.#file.read(address, size, "a record");
    const scratch = this.#scratch;
    if (!this.#pages?.fill(scratch, size, address))
      this.#file.fill(scratch.subarray(0, size), address, "a record");
    return scratch;
  }

  #write(bytes: Uint8Array, address: number): void {
    this.#file.write(bytes, address);
    this.#pages?.wrote(bytes, address);
  }
}
