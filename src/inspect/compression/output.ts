/** Why a decoder stopped before the end: what it had decoded by then stays in its output. */
export class Stopped extends Error {
  /** `damaged`: not what the format asks for. `truncated`: the input ends. `limit`: more than the output may hold. */
  readonly reason: "damaged" | "truncated" | "limit";

  constructor(reason: "damaged" | "truncated" | "limit", message: string) {
    super(message);
    this.name = "Stopped";
    this.reason = reason;
  }
}

export function damaged(message: string): Stopped {
  return new Stopped("damaged", message);
}

export function truncated(): Stopped {
  return new Stopped("truncated", "the compressed data ends too early");
}

const FIRST_CAPACITY = 2 ** 16;

/** Bytes that grow while they are decoded, up to a limit. Decoders write to `bytes` directly after `reserve`. */
export class Output {
  bytes: Uint8Array;
  length = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
    this.bytes = new Uint8Array(Math.min(FIRST_CAPACITY, limit));
  }

  /** Makes room for as many bytes more. Throws `Stopped` where the limit does not allow them. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    if (needed > this.#limit) throw new Stopped("limit", `more than ${this.#limit} bytes come out`);
    const grown = new Uint8Array(Math.min(this.#limit, Math.max(needed, 2 * this.bytes.length)));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What was decoded, as a view. */
  decoded(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}
