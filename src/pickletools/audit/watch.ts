import { type ByteReader, EndOfBytes } from "../../bytes/index.ts";
import { Pause } from "../../pickle/machine.ts";
import type { FrameKeeper } from "../../pickle/parts.ts";
import type { Framing } from "./dialects.ts";
import type { Journal } from "./journal.ts";

const NO_FRAME = Number.POSITIVE_INFINITY;

/** What a watch has to go by. */
export interface WatchOptions {
  readonly framing: Framing;
  /** Where the pickle begins in the whole data. */
  readonly base: number;
  /** Where a frame ends that the pickle before has left, in the whole data. */
  readonly frameEnd: number | undefined;
  readonly journal: Journal;
  /** Called with each opcode before it is read, and where it is. */
  readonly onOpcode: (code: number | undefined, offset: number) => void;
}

/** Passes by each opcode: counts it, pauses now and then, and follows the frames. */
export class Watch implements FrameKeeper {
  /** Opcodes between two pauses. */
  static readonly TICK = 4096;
  /** Every opcode is behind it, so that every one passes by. */
  readonly end = -1;
  /** The opcodes that began. */
  opcodes = 0;
  /** The opcode at hand. */
  code: number | undefined;
  /** Which opcodes there were, by their code. */
  readonly seen: Uint8Array = new Uint8Array(256);
  readonly #bytes: Uint8Array;
  readonly #options: WatchOptions;
  #frameEnd: number;
  #isPaused = false;
  #isShort = false;

  constructor(bytes: Uint8Array, options: WatchOptions) {
    this.#bytes = bytes;
    this.#options = options;
    this.#frameEnd = (options.frameEnd ?? NO_FRAME) - options.base;
  }

  leave(offset: number): void {
    if (offset >= this.#frameEnd) {
      if (offset > this.#frameEnd) this.#straddled("an opcode crosses the end of its frame");
      this.#frameEnd = NO_FRAME;
    }
    if (this.opcodes % Watch.TICK === Watch.TICK - 1 && !this.#isPaused) {
      this.#isPaused = true;
      throw new Pause();
    }
    this.#isPaused = false;
    this.opcodes += 1;
    this.code = this.#bytes[offset];
    if (this.code !== undefined) this.seen[this.code] = 1;
    this.#options.onOpcode(this.code, offset);
  }

  begin(length: number, reader: ByteReader): void {
    const { drops, block } = this.#options.framing;
    if (reader.offset < this.#frameEnd && this.#frameEnd !== NO_FRAME) {
      this.#straddled("a frame begins inside another");
      if (drops) {
        if (reader.offset + length <= this.#frameEnd) return;
        reader.offset = this.#frameEnd;
      }
    }
    const end = reader.offset + length;
    this.#frameEnd = end;
    if (length > reader.left) {
      if (drops) throw new EndOfBytes(length, reader.left);
      // The reader in Python takes what there is.
      this.#isShort = true;
      this.#frameEnd = NO_FRAME;
    } else if (block > 0) {
      const start = this.#options.base + reader.offset;
      if (start % block <= block - length) this.#frameEnd = NO_FRAME;
    }
  }

  /** The pickle ends there. Returns where the frame ends that it leaves, in the whole data; `undefined` if it leaves none. */
  finish(offset: number): number | undefined {
    if (this.#isShort) this.#straddled("a frame is longer than what is left");
    if (this.#frameEnd === NO_FRAME || offset === this.#frameEnd) return undefined;
    if (offset > this.#frameEnd) this.#straddled("an opcode crosses the end of its frame");
    else this.#straddled("the pickle ends inside a frame");
    return offset < this.#frameEnd ? this.#options.base + this.#frameEnd : undefined;
  }

  /** What comes next is read past the frame, if that is where the frame ends. */
  endFrame(offset: number): void {
    if (offset === this.#frameEnd) this.#frameEnd = NO_FRAME;
  }

  shift(bytes: number): void {
    this.#frameEnd -= bytes;
  }

  /** Where a read of so many bytes begins, in a reader that drops what is too short. */
  beginning(offset: number, length: number): number {
    if (offset > this.#frameEnd || offset + length <= this.#frameEnd) return offset;
    const end = this.#frameEnd;
    this.#frameEnd = NO_FRAME;
    return end;
  }

  #straddled(message: string): void {
    this.#options.journal.find("frame-straddle", message, () => ({
      message: `CPython's readers disagree about this pickle: ${message}`,
    }));
  }
}
