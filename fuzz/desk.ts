// Memory that the thread of a fuzzer shares with the one that watches it: what is lost with the first is known to the second.

/** Longer inputs are told up to here. */
const LONGEST = 2 ** 20;
const HEADER = 8;

/** The input that is being judged, and how many there have been. */
export class Desk {
  readonly memory: SharedArrayBuffer;
  readonly #numbers: Int32Array;
  readonly #bytes: Uint8Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(HEADER + LONGEST)) {
    this.memory = memory;
    this.#numbers = new Int32Array(memory, 0, 2);
    this.#bytes = new Uint8Array(memory, HEADER);
  }

  put(bytes: Uint8Array): void {
    const told = bytes.length > LONGEST ? bytes.subarray(0, LONGEST) : bytes;
    this.#bytes.set(told);
    Atomics.store(this.#numbers, 1, told.length);
    Atomics.add(this.#numbers, 0, 1);
  }

  /** How many inputs there have been. */
  get count(): number {
    return Atomics.load(this.#numbers, 0);
  }

  get input(): Uint8Array {
    return this.#bytes.slice(0, Atomics.load(this.#numbers, 1));
  }
}
