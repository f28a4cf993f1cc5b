import { host } from "../host.ts";

const MASK = 2n ** 256n - 1n;

/** What keys and values come to, in whichever order: how many there are, and the sum of the SHA-256 of each. */
export class Digest {
  count = 0;
  readonly #createHash = host.getBuiltinModule("node:crypto").createHash;
  readonly #size = new DataView(new ArrayBuffer(8));
  #sum = 0n;

  add(key: Uint8Array, value: Uint8Array): void {
    this.count += 1;
    // Which byte is the first of the value has to count.
    this.#size.setBigUint64(0, BigInt(key.length));
    const hash = this.#createHash("sha256")
      .update(new Uint8Array(this.#size.buffer))
      .update(key)
      .update(value);
    this.#sum = (this.#sum + BigInt(`0x${hash.digest("hex")}`)) & MASK;
  }

  /** 64 hexadecimal digits. */
  toString(): string {
    return this.#sum.toString(16).padStart(64, "0");
  }

  equals(other: Digest): boolean {
    return this.count === other.count && this.#sum === other.#sum;
  }
}
