import type { EngineBlob } from "./engine/port.ts";
import { ProgrammingError } from "./errors.ts";
import type { Session } from "./session.ts";

/** Where `seek` counts from: the start. */
export const SEEK_SET = 0;
/** Where `seek` counts from: the present offset. */
export const SEEK_CUR = 1;
/** Where `seek` counts from: the end. */
export const SEEK_END = 2;

/** How a blob is opened. */
export interface BlobOptions {
  /** Whether it cannot be written; `false`. */
  readonly readonly?: boolean;
  /** The schema that has the table; `"main"`. */
  readonly name?: string;
}

/**
 * A BLOB (or TEXT) that is read and written in pieces, in place. Its length cannot change.
 *
 * When its row is changed otherwise, it expires: OperationalError with the name SQLITE_ABORT. `connection.blobopen()` makes it.
 */
export class Blob {
  readonly #session: Session;
  /** `undefined` once it is closed. */
  #blob: EngineBlob | undefined;
  #offset = 0;

  /** @internal */
  constructor(session: Session, blob: EngineBlob) {
    this.#session = session;
    this.#blob = blob;
  }

  /** Its length in bytes. */
  get length(): number {
    return this.#open().length;
  }

  /**
   * Reads on from the present offset.
   *
   * @param length In bytes; to the end if negative, which is the default.
   */
  read(length: number = -1): Uint8Array<ArrayBuffer> {
    const blob = this.#open();
    const left = blob.length - this.#offset;
    const count = length < 0 ? left : Math.min(integer(length, "length"), left);
    if (count === 0) return new Uint8Array();
    const bytes = blob.read(this.#offset, count);
    this.#offset += count;
    return bytes;
  }

  /**
   * Writes at the present offset, which goes on behind it.
   *
   * @throws RangeError for more than there is room for.
   */
  write(bytes: Uint8Array): void {
    const blob = this.#open();
    if (checked(bytes).length > blob.length - this.#offset)
      throw new RangeError("data longer than blob length");
    blob.write(this.#offset, bytes);
    this.#offset += bytes.length;
  }

  /**
   * Goes to an offset.
   *
   * @param origin SEEK_SET, the default, SEEK_CUR or SEEK_END.
   * @throws RangeError for one that is outside.
   */
  seek(offset: number, origin: number = SEEK_SET): void {
    const { length } = this.#open();
    const target = integer(offset, "offset") + this.#origin(origin, length);
    if (target < 0 || target > length) throw new RangeError("offset out of blob range");
    this.#offset = target;
  }

  /** The present offset. */
  tell(): number {
    this.#open();
    return this.#offset;
  }

  /**
   * The byte at an index, from the end if negative.
   *
   * @throws RangeError for one that is outside.
   */
  get(index: number): number {
    const blob = this.#open();
    return blob.read(this.#index(blob, index), 1)[0] as number;
  }

  /**
   * Sets the byte at an index, or the bytes from there on.
   *
   * @throws RangeError for what is outside, and for no byte.
   */
  set(index: number, value: number | Uint8Array): void {
    const blob = this.#open();
    const offset = this.#index(blob, index);
    if (typeof value === "number") {
      if (!Number.isInteger(value) || value < 0 || value > 255)
        throw new RangeError("byte must be in range(0, 256)");
      blob.write(offset, Uint8Array.of(value));
    } else {
      if (checked(value).length > blob.length - offset) throw new RangeError("data longer than blob length");
      blob.write(offset, value);
    }
  }

  /** The bytes from `start` to before `end`, from the end if negative, as `Array.slice` counts them. */
  slice(start: number = 0, end: number = Number.POSITIVE_INFINITY): Uint8Array<ArrayBuffer> {
    const blob = this.#open();
    const from = bounded(start, blob.length);
    const count = bounded(end, blob.length) - from;
    return count > 0 ? blob.read(from, count) : new Uint8Array();
  }

  /** Closes it; twice is nothing. */
  close(): void {
    this.#session.check();
    this[Symbol.dispose]();
  }

  /** Closes it, for `using`. */
  [Symbol.dispose](): void {
    this.#blob?.close();
    this.#blob = undefined;
  }

  #open(): EngineBlob {
    this.#session.check();
    if (this.#blob === undefined) throw new ProgrammingError("Cannot operate on a closed blob.");
    return this.#blob;
  }

  #origin(origin: number, length: number): number {
    switch (origin) {
      case SEEK_SET:
        return 0;
      case SEEK_CUR:
        return this.#offset;
      case SEEK_END:
        return length;
      default:
        throw new RangeError("'origin' should be SEEK_SET, SEEK_CUR, or SEEK_END");
    }
  }

  #index({ length }: EngineBlob, index: number): number {
    const offset = integer(index, "index") + (index < 0 ? length : 0);
    if (offset < 0 || offset >= length) throw new RangeError("Blob index out of range");
    return offset;
  }
}

function checked(bytes: Uint8Array): Uint8Array {
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`a Uint8Array expected, not ${typeof bytes}`);
  return bytes;
}

function integer(value: number, name: string): number {
  if (!Number.isInteger(value)) throw new TypeError(`${name} must be an integer, not ${value}`);
  return value;
}

function bounded(index: number, length: number): number {
  return index < 0 ? Math.max(index + length, 0) : Math.min(index, length);
}
