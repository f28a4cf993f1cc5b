import { ByteWriter } from "../bytes/index.ts";
import { FRAME } from "./opcodes.ts";

/** FRAME and its length: one byte and eight. */
const HEADER_SIZE = 9;
/** A frame is closed at the first boundary behind this many bytes; a value of that size stands outside of frames. */
const TARGET_SIZE = 65_536;
/** Fewer bytes than these are not worth a header. */
const SMALLEST_SIZE = 4;
/** What there is room for behind a boundary: a number with its opcode takes nine bytes. */
const ROOM = 16;
/** An opcode, a sign, ten digits and a newline. */
const LONGEST_LINE = 13;
const NEWLINE = 0x0a;
const MINUS = 0x2d;
const ZERO = 0x30;

/**
 * The bytes of pickles. From protocol 4 on they come in frames, cut exactly as CPython's C pickler cuts them
 * (`_Pickler_OpcodeBoundary`, `_Pickler_CloseFrame` and `_Pickler_write_bytes` in `_pickle.c`).
 */
export class FramedWriter extends ByteWriter {
  /** From this length on a boundary has something to do. Whoever writes by himself asks for it then. */
  limit = 0;
  /** Where the header of the open frame is; -1 outside of frames. */
  #frame = -1;
  /** From this length on a boundary closes the frame. */
  #full = Number.POSITIVE_INFINITY;
  /** When this many bytes are done, it is time to pause. */
  #enough = Number.POSITIVE_INFINITY;

  /** How many bytes will not change any more: all but those of the open frame. */
  get done(): number {
    return this.#frame < 0 ? this.length : this.#frame;
  }

  /** Whether it is time to pause. */
  get isEnough(): boolean {
    return this.done >= this.#enough;
  }

  /** Says that it will be time to pause when this many bytes are done. */
  pauseAt(size: number): void {
    this.#enough = size;
    this.limit = 0;
  }

  /** Begins to write in frames. */
  beginFrames(): void {
    this.#open();
  }

  /** Ends the last frame; what follows is written as it is. */
  endFrames(): void {
    if (this.#frame < 0) return;
    this.#close();
    this.#frame = -1;
    this.#full = Number.POSITIVE_INFINITY;
  }

  /**
   * To be called before each value: the only places where a frame may end. There is room for a number then. `false` when
   * it is time to pause.
   */
  boundary(): boolean {
    return this.length < this.limit || this.#proceed();
  }

  /** To be called before a text or bytes of that size in bytes. */
  enter(size: number): void {
    if (size >= TARGET_SIZE && this.#frame >= 0) this.#close();
  }

  /** To be called after them. */
  leave(size: number): void {
    if (size >= TARGET_SIZE && this.#frame >= 0) this.#open();
  }

  /** Writes an opcode and a line: a decimal integer of 32 bits with a sign, or of 31 without one. */
  line(opcode: number, value: number): void {
    this.ensure(LONGEST_LINE);
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = opcode;
    if (value < 0) bytes[at++] = MINUS;
    let rest = value < 0 ? -value : value;
    let digits = 1;
    for (let power = 10; power <= rest; power *= 10) digits += 1;
    const end = at + digits;
    for (let i = end - 1; i >= at; i -= 1) {
      const tens = (rest / 10) | 0;
      bytes[i] = ZERO + rest - tens * 10;
      rest = tens;
    }
    bytes[end] = NEWLINE;
    this.length = end + 1;
  }

  /** Takes out what is done. */
  drain(): Uint8Array<ArrayBuffer> {
    const end = this.done;
    const done = this.bytes.slice(0, end);
    if (end < this.length) this.bytes.copyWithin(0, end, this.length);
    this.length -= end;
    this.#full -= end;
    this.limit = 0;
    if (this.#frame >= 0) this.#frame = 0;
    return done;
  }

  /** Forgets everything written. */
  reset(): void {
    this.length = 0;
    this.limit = 0;
    this.#frame = -1;
    this.#full = Number.POSITIVE_INFINITY;
  }

  #proceed(): boolean {
    if (this.length >= this.#full) {
      this.#close();
      this.#open();
    }
    this.ensure(ROOM);
    const size = Math.min(this.bytes.length - ROOM, this.#full);
    this.limit = this.#frame < 0 ? Math.min(size, this.#enough) : size;
    return !this.isEnough;
  }

  #open(): void {
    this.#frame = this.reserve(HEADER_SIZE);
    this.#full = this.length + TARGET_SIZE;
    this.limit = 0;
  }

  #close(): void {
    const start = this.#frame;
    const size = this.length - start - HEADER_SIZE;
    if (size < SMALLEST_SIZE) {
      this.bytes.copyWithin(start, start + HEADER_SIZE, this.length);
      this.length -= HEADER_SIZE;
    } else {
      this.bytes[start] = FRAME;
      this.setU64(start + 1, size);
    }
  }
}
