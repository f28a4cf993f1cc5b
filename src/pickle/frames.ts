import { type ByteReader, EndOfBytes } from "../bytes/index.ts";
import type { Fail, FrameKeeper } from "./parts.ts";

const NO_FRAME = Number.POSITIVE_INFINITY;

/**
 * The frame that is being read. CPython's readers disagree about frames that are not as they should be, so those are
 * refused, unless asked: a file must not say one thing to one reader and another to the next.
 */
export class Frames implements FrameKeeper {
  /** Where the frame ends, as an offset in the reader; beyond everything outside of frames. */
  end: number = NO_FRAME;
  readonly #fail: Fail;
  readonly #lenient: boolean;

  /** @param lenient Whether to read on as if there were no frames, as CPython does with bytes in memory. */
  constructor(fail: Fail, lenient: boolean = false) {
    this.#fail = fail;
    this.#lenient = lenient;
  }

  /** A frame of that length begins. CPython reads it whole, so one that is longer than the data is an error at once. */
  begin(length: number, { offset, left }: ByteReader): void {
    if (this.end !== NO_FRAME && !this.#lenient)
      throw this.#fail("a frame begins inside another", "bad-argument");
    if (length > left) throw new EndOfBytes(length, left);
    this.end = offset + length;
  }

  /** An opcode begins at or behind the end of the frame. */
  leave(offset: number): void {
    if (offset > this.end && !this.#lenient)
      throw this.#fail("the opcode before it crosses the end of its frame", "bad-argument");
    this.end = NO_FRAME;
  }

  shift(bytes: number): void {
    this.end -= bytes;
  }
}
