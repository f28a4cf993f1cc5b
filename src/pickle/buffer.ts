/** A view of memory: a typed array or a `DataView`. */
export type View = ArrayBufferView;

/**
 * Bytes that a pickle of protocol 5 can leave outside itself (PEP 574). Written in-band unless a `bufferCallback`
 * takes it; then only its place is in the pickle, and the reader is given the bytes by the option `buffers`.
 *
 * @example
 * ```ts
 * import { dumps, loads, PickleBuffer } from "pantry/pickle";
 *
 * const buffers: PickleBuffer[] = [];
 * const data = dumps([new PickleBuffer(Uint8Array.of(1, 2, 3))], { bufferCallback: (buffer) => void buffers.push(buffer) });
 * const [bytes] = loads<[Uint8Array]>(data, { buffers: buffers.map((buffer) => buffer.raw()) });
 * if (bytes[2] !== 3) throw new Error("another buffer");
 * ```
 */
export class PickleBuffer {
  /** Whether Python is to see it as read-only: `bytes` when it is written in-band, else `bytearray`. */
  readonly readonly: boolean;
  #view: View | undefined;

  /**
   * The bytes that a view covers, which are not copied. `readonly` is `false` by default.
   *
   * @throws TypeError unless `view` is a view of memory.
   */
  constructor(view: View, options: { readonly readonly?: boolean } = {}) {
    if (!ArrayBuffer.isView(view))
      throw new TypeError("PickleBuffer: a typed array or DataView was expected");
    this.#view = view;
    this.readonly = options.readonly ?? false;
  }

  /**
   * The bytes of the buffer, not copied.
   *
   * @throws TypeError after `release`.
   */
  raw(): Uint8Array {
    if (!this.#view) throw new TypeError("operation forbidden on released PickleBuffer object");
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset, this.#view.byteLength);
  }

  /** Lets go of the memory. */
  release(): void {
    this.#view = undefined;
  }

  /** The same, at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.release();
  }
}
