import { ByteReader, EndOfBytes } from "../../bytes/index.ts";
import { Pause } from "../../pickle/machine.ts";
import type { FrameKeeper } from "../../pickle/parts.ts";
import type { Journal } from "./journal.ts";

const NO_FRAME = Number.POSITIVE_INFINITY;

/** How CPython's readers take a frame that is too short for what is in it. */
export type Framing = "continuous" | "dropping";

/**
 * Passes by each opcode: counts it, pauses now and then, and follows the frames. CPython's readers disagree about what
 * crosses the end of a frame. A reader of bytes goes on (`continuous`); the C reader of a file that cannot be looked
 * ahead drops the rest of the frame and goes on behind it (`dropping`).
 */
export class Watch implements FrameKeeper {
  /** Opcodes between two pauses. */
  static readonly TICK = 4096;
  /** Every opcode is behind it, so that every one passes by. */
  readonly end = -1;
  readonly #framing: Framing;
  readonly #journal: Journal;
  readonly #onOpcode: (offset: number) => void;
  #frameEnd = NO_FRAME;
  /** The opcodes that began. */
  opcodes = 0;
  #isPaused = false;

  /** @param onOpcode Called with the offset of each opcode, before it is read. */
  constructor(framing: Framing, journal: Journal, onOpcode: (offset: number) => void) {
    this.#framing = framing;
    this.#journal = journal;
    this.#onOpcode = onOpcode;
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
    this.#onOpcode(offset);
  }

  begin(length: number, reader: ByteReader): void {
    const inside = this.#frameEnd !== NO_FRAME && reader.offset < this.#frameEnd;
    if (inside) {
      this.#straddled("a frame begins inside another");
      if (this.#framing === "dropping") {
        if (reader.offset + length <= this.#frameEnd) return;
        reader.offset = this.#frameEnd;
      }
    }
    if (length > reader.left) throw new EndOfBytes(length, reader.left);
    this.#frameEnd = reader.offset + length;
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
    this.#journal.find("frame-straddle", message, () => ({
      message: `CPython's readers disagree about this pickle: ${message}`,
    }));
  }
}

/** Reads as CPython's C reader does from a file without `peek`: what a frame lacks is not made up from its rest. */
export class DroppingReader extends ByteReader {
  readonly #watch: Watch;

  constructor(bytes: Uint8Array, watch: Watch) {
    super(bytes);
    this.#watch = watch;
  }

  override u8(): number {
    this.offset = this.#watch.beginning(this.offset, 1);
    return super.u8();
  }

  override skip(length: number): number {
    this.offset = this.#watch.beginning(this.offset, length);
    return super.skip(length);
  }

  /** Bytes are filled from the rest of the frame and what comes behind it, unlike all else. */
  takeAcross(length: number): Uint8Array {
    const start = super.skip(length);
    return this.bytes.subarray(start, start + length);
  }

  override skipLine(): number {
    const newline = this.bytes.indexOf(0x0a, this.offset);
    if (newline >= 0) this.offset = this.#watch.beginning(this.offset, newline + 1 - this.offset);
    return super.skipLine();
  }
}
