import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import type { Bucket } from "./bucket.ts";

/** Records up to this size are read and written at once, through one buffer. */
const SCRATCH_SIZE = 65536;

/** The records of a file: keys with the values right behind them. */
export class Records {
  readonly #file: DatabaseFile;
  readonly #scratch: Bytes = new Uint8Array(SCRATCH_SIZE);

  constructor(file: DatabaseFile) {
    this.#file = file;
  }

  /** Whether the element is that of the key. What was read for that is there for `value` right afterwards. */
  matches(bucket: Bucket, slot: number, key: Uint8Array): boolean {
    const size = key.length + bucket.dataSizeAt(slot);
    const address = bucket.addressAt(slot);
    const bytes = size <= SCRATCH_SIZE ? this.#scratch.subarray(0, size) : new Uint8Array(key.length);
    this.#file.fill(bytes, address, "a record");
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
    const at = bucket.addressAt(slot) + bucket.keySizeAt(slot);
    return this.#file.read(at, bucket.dataSizeAt(slot), "a value");
  }

  /** The key of an element. */
  key(bucket: Bucket, slot: number): Bytes {
    return this.#file.read(bucket.addressAt(slot), bucket.keySizeAt(slot), "a key");
  }

  /** Writes a record. */
  write({ address, key, value }: { address: number; key: Uint8Array; value: Uint8Array }): void {
    const size = key.length + value.length;
    if (size > SCRATCH_SIZE) {
      this.#file.write(key, address);
      this.#file.write(value, address + key.length);
      return;
    }
    this.#scratch.set(key);
    this.#scratch.set(value, key.length);
    this.#file.write(this.#scratch.subarray(0, size), address);
  }
}
