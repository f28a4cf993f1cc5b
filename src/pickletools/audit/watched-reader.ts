import { ByteReader } from "../../bytes/index.ts";
import { GLOBAL, INST } from "../../pickle/opcodes.ts";
import type { Framing } from "./dialects.ts";
import type { Watch } from "./watch.ts";

const NEWLINE = 0x0a;

/** Reads as the readers in Python do at the end of the data: of a name without a newline the last byte is dropped. */
export class WatchedReader extends ByteReader {
  protected readonly watch: Watch;
  #isAtEnd = false;

  constructor(bytes: Uint8Array, watch: Watch) {
    super(bytes);
    this.watch = watch;
  }

  override skipLine(): number {
    const { bytes, offset, watch } = this;
    const isName = watch.code === GLOBAL || watch.code === INST;
    if (!isName || bytes.indexOf(NEWLINE, offset) >= 0) return super.skipLine();
    const isSecond = this.#isAtEnd || bytes[offset - 1] === NEWLINE;
    if (offset === bytes.length && !isSecond) return super.skipLine();
    this.#isAtEnd = true;
    this.offset = bytes.length;
    return Math.max(offset, bytes.length - 1);
  }

  /** Bytes that a length announced. */
  takeBytes(length: number): Uint8Array {
    return this.take(length);
  }
}

/** Reads as CPython's C reader does from a file: what a frame lacks is not made up from its rest. */
export class DroppingReader extends WatchedReader {
  readonly #joinsBytes: boolean;

  constructor(bytes: Uint8Array, watch: Watch, { joinsBytes }: Framing) {
    super(bytes, watch);
    this.#joinsBytes = joinsBytes;
  }

  override u8(): number {
    this.offset = this.watch.beginning(this.offset, 1);
    return super.u8();
  }

  override skip(length: number): number {
    this.offset = this.watch.beginning(this.offset, length);
    return super.skip(length);
  }

  override line(): Uint8Array {
    this.#beginLine();
    return super.line();
  }

  override skipLine(): number {
    this.#beginLine();
    return super.skipLine();
  }

  override takeBytes(length: number): Uint8Array {
    if (!this.#joinsBytes) return this.take(length);
    const start = super.skip(length);
    return this.bytes.subarray(start, start + length);
  }

  #beginLine(): void {
    const newline = this.bytes.indexOf(NEWLINE, this.offset);
    if (newline >= 0) this.offset = this.watch.beginning(this.offset, newline + 1 - this.offset);
  }
}
