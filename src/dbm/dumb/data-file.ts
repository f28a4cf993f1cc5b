import { crc32 } from "../../bytes/crc32.ts";
import { DbmError } from "../errors.ts";
import type { DatabaseFile } from "../file.ts";
import type { Bytes } from "../store.ts";
import { BLOCK_SIZE, type Extent } from "./extent.ts";

const BUFFER_SIZE = 256 * 1024;
const PIECE = 64 * 1024;

/** The `.dat` file. Values that lie one behind the other may wait to be written together. */
export class DataFile {
  readonly file: DatabaseFile;
  #size: number;
  /** Up to where there may have been something at any time. */
  #used: number;
  #buffer: Bytes | undefined;
  /** What waits: where it belongs, and how much it is. */
  #start = 0;
  #waiting = 0;

  constructor(file: DatabaseFile) {
    this.file = file;
    this.#size = file.size();
    this.#used = this.#size;
  }

  /** How many bytes it has; of a file that another program writes, how many it had. */
  get size(): number {
    return this.#size;
  }

  /** Whether a value is there wholly. An empty one may be anywhere. */
  has({ offset, length }: Extent): boolean {
    if (length === 0 || offset + length <= this.#size) return true;
    this.#size = Math.max(this.file.size(), this.#start + this.#waiting);
    return offset + length <= this.#size;
  }

  /** Whether what is at an offset, and behind it, can only be zeros until it is written. */
  isFresh(offset: number): boolean {
    return offset >= this.#used;
  }

  /** Sees to it that a value is in the file wholly; `truncated` where the file ends before it does. */
  ensure(extent: Extent): void {
    const { offset, length } = extent;
    if (!this.has(extent)) {
      const left = Math.max(this.#size - offset, 0);
      throw new DbmError(
        `Cannot read a value at byte ${offset}: ${length} bytes expected, ${left} left`,
        "truncated",
        { offset, path: this.file.path },
      );
    }
    if (this.#waiting > 0 && offset + length > this.#start) this.flush();
  }

  /** A value. `truncated` where the file ends before it does. */
  read(extent: Extent): Bytes {
    const { offset, length } = extent;
    const place = offset - this.#start;
    if (this.#buffer && place >= 0 && place + length <= this.#waiting)
      return this.#buffer.slice(place, place + length);
    this.ensure(extent);
    return this.file.read(offset, length, "a value");
  }

  /** Whether a block of a value is nothing but zeros, as it is in new space that a value has not reached. */
  hasEmptyBlock(extent: Extent): boolean {
    let found = false;
    this.#pieces(extent, (bytes) => {
      for (let start = 0; start < bytes.length; start += BLOCK_SIZE)
        found ||= bytes.subarray(start, start + BLOCK_SIZE).every((byte) => byte === 0);
    });
    return found;
  }

  /** The CRC-32 of a value. */
  checksum(extent: Extent): number {
    let crc = 0;
    this.#pieces(extent, (bytes) => {
      crc = crc32(bytes, crc);
    });
    return crc;
  }

  /** Copies a value to another place, which must not reach into the one where it is. */
  copy(extent: Extent, target: number): void {
    this.#pieces(extent, (bytes, offset) => this.write(bytes, target + offset - extent.offset, false));
  }

  /** Writes a value; with `waits`, it may be written later. */
  write(bytes: Uint8Array, offset: number, waits: boolean): void {
    if (waits && bytes.length <= PIECE) this.#wait(bytes, offset);
    else {
      this.flush();
      this.file.write(bytes, offset);
    }
    this.#size = Math.max(this.#size, offset + bytes.length);
    this.#used = Math.max(this.#used, this.#size);
  }

  /** Writes what waits. */
  flush(): void {
    if (this.#waiting === 0) return;
    this.file.write((this.#buffer as Uint8Array).subarray(0, this.#waiting), this.#start);
    this.#waiting = 0;
  }

  sync(): void {
    this.flush();
    this.file.sync();
  }

  truncate(size: number): void {
    this.flush();
    if (size < this.file.size()) this.file.truncate(size);
    this.#size = size;
  }

  /** Behind what waits already, with zeros in between as the file has them; or else that is written first. */
  #wait(bytes: Uint8Array, offset: number): void {
    this.#buffer ??= new Uint8Array(BUFFER_SIZE);
    const gap = offset - this.#start - this.#waiting;
    const isNext = gap >= 0 && gap < BLOCK_SIZE && this.#waiting + gap + bytes.length <= BUFFER_SIZE;
    if (this.#waiting > 0 && isNext) {
      this.#buffer.fill(0, this.#waiting, this.#waiting + gap);
      this.#waiting += gap;
    } else {
      this.flush();
      this.#start = offset;
    }
    this.#buffer.set(bytes, this.#waiting);
    this.#waiting += bytes.length;
  }

  #pieces(extent: Extent, use: (bytes: Uint8Array, offset: number) => void): void {
    this.ensure(extent);
    const bytes = new Uint8Array(Math.min(PIECE, extent.length));
    const end = extent.offset + extent.length;
    for (let offset = extent.offset; offset < end; offset += bytes.length) {
      const piece = bytes.subarray(0, end - offset);
      this.file.fill(piece, offset, "a value");
      use(piece, offset);
    }
  }
}
