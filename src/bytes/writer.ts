import { encodeShortInto, encodeUtf8Into } from "./utf8.ts";

const SMALLEST_SIZE = 256;
/** A buffer is kept for the next writer up to this size. */
const LARGEST_SPARE = 2 ** 22;
/** Below this many characters a loop beats the call into the runtime's encoder. */
const SHORT_TEXT = 48;

const NOTHING = /* @__PURE__ */ new Uint8Array(0);
const NOTHING_VIEWED = /* @__PURE__ */ new DataView(NOTHING.buffer);

/**
 * The buffer that a writer gave back. New memory is zeroed, mapped in and copied as it grows, which took longer than
 * all the writing of a list of 100,000 floats.
 */
let spare: Pick<ByteWriter, "bytes" | "view"> | undefined;

/** A growable run of bytes with a method for each kind of field. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer> = NOTHING;
  /** All of `bytes`. */
  view: DataView<ArrayBuffer> = NOTHING_VIEWED;
  length = 0;

  /** Gives the buffer back, for the next writer; what was written is lost. */
  release(): void {
    const { bytes, view } = this;
    if (bytes.length <= LARGEST_SPARE && bytes.length > (spare?.bytes.length ?? 0)) spare = { bytes, view };
    this.bytes = NOTHING;
    this.view = NOTHING_VIEWED;
    this.length = 0;
  }

  /** Makes room for `count` more bytes, which are not there yet. */
  ensure(count: number): void {
    const needed = this.length + count;
    if (needed > this.bytes.length) this.#grow(needed);
  }

  /** Adds `count` bytes, to be filled in, and returns where they start. */
  reserve(count: number): number {
    const start = this.length;
    const needed = start + count;
    if (needed > this.bytes.length) this.#grow(needed);
    this.length = needed;
    return start;
  }

  u8(value: number): void {
    if (this.length === this.bytes.length) this.#grow(this.length + 1);
    this.bytes[this.length++] = value;
  }

  /** Two single bytes: an opcode and its one-byte argument. */
  pair(first: number, second: number): void {
    const start = this.reserve(2);
    this.bytes[start] = first;
    this.bytes[start + 1] = second;
  }

  u16(value: number): void {
    const start = this.reserve(2);
    this.view.setUint16(start, value, true);
  }

  /** A signed or unsigned 32-bit integer: the same bytes. */
  u32(value: number): void {
    const start = this.reserve(4);
    this.view.setUint32(start, value, true);
  }

  /** Overwrites four bytes written earlier. */
  setU32(start: number, value: number): void {
    this.view.setUint32(start, value, true);
  }

  u64(value: number): void {
    const start = this.reserve(8);
    this.setU64(start, value);
  }

  /** Overwrites eight bytes written earlier. */
  setU64(start: number, value: number): void {
    this.view.setUint32(start, value % 2 ** 32, true);
    this.view.setUint32(start + 4, Math.floor(value / 2 ** 32), true);
  }

  /** A big-endian double, the byte order of `BINFLOAT`. */
  f64(value: number): void {
    const start = this.reserve(8);
    this.view.setFloat64(start, value, false);
  }

  /** A little-endian double, the byte order of marshal. */
  f64le(value: number): void {
    const start = this.reserve(8);
    this.view.setFloat64(start, value, true);
  }

  raw(bytes: Uint8Array): void {
    const start = this.reserve(bytes.length);
    this.bytes.set(bytes, start);
  }

  /** Text whose characters are all below U+0100, a byte each. */
  latin1(text: string): void {
    const start = this.reserve(text.length);
    const { bytes } = this;
    for (let i = 0; i < text.length; i += 1) bytes[start + i] = text.charCodeAt(i);
  }

  /** Text as UTF-8, lone surrogates as three bytes each (Python's `surrogatepass`). */
  utf8(text: string): void {
    this.ensure(text.length * 3);
    const start = this.length;
    const end = text.length < SHORT_TEXT ? encodeShortInto(text, this.bytes, start) : undefined;
    this.length = end ?? start + encodeUtf8Into(text, this.bytes, start);
  }

  /** Writes the text if it is plain ASCII, else nothing. */
  ascii(text: string): boolean {
    const start = this.length;
    const end = start + text.length;
    if (end > this.bytes.length) this.#grow(end);
    const { bytes } = this;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[start + i] = code;
    }
    this.length = end;
    return true;
  }

  /** A copy of everything written. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }

  #grow(needed: number): void {
    const { bytes, length } = this;
    if (spare && spare.bytes.length >= needed) {
      this.bytes = spare.bytes;
      this.view = spare.view;
      spare = undefined;
    } else {
      this.bytes = new Uint8Array(Math.max(needed, bytes.length * 2, SMALLEST_SIZE));
      this.view = new DataView(this.bytes.buffer);
    }
    if (length > 0) this.bytes.set(bytes.subarray(0, length));
  }
}
