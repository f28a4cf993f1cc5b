import { MarshalValueError } from "./errors.ts";

/** The first byte of an entry has this bit, and no other byte of it. */
const BEGINS = 0x80;
/** A number of six bits a byte goes on behind a byte with this bit. */
const GOES_ON = 0x40;
const CHUNK = 0x3f;
const CHUNK_BITS = 6;
/** As many bytes as a number of 32 bits has. */
const LONGEST = 6;
const UINT32 = 0xffff_ffff;
const INT32 = 0x7fff_ffff;

/**
 * A cursor over a table of a code object, which runs through C as ints of 32 bits: what those cannot hold is refused, as
 * is a table whose entries are not whole.
 */
export class TableReader {
  /** Where the next byte is, from 0. */
  offset = 0;
  readonly #bytes: Uint8Array;
  readonly #field: string;

  /** A cursor at the beginning of these bytes; `field` is what errors call them. */
  constructor(bytes: Uint8Array, field: "linetable" | "exceptiontable") {
    this.#bytes = bytes;
    this.#field = field;
  }

  /** Whether everything was read. */
  get isAtEnd(): boolean {
    return this.offset >= this.#bytes.length;
  }

  /** Any byte, unsigned. */
  u8(): number {
    const byte = this.#bytes[this.offset];
    if (byte === undefined) throw this.#error("it ends within an entry");
    this.offset += 1;
    return byte;
  }

  /** Any byte, signed. */
  i8(): number {
    return (this.u8() << 24) >> 24;
  }

  /** The byte that begins an entry, without the bit that says so. */
  first(): number {
    const byte = this.u8();
    if (byte < BEGINS) throw this.#error("no entry begins here", this.offset - 1);
    return byte - BEGINS;
  }

  /** A byte within an entry. */
  inner(): number {
    const byte = this.u8();
    if (byte >= BEGINS) throw this.#error("an entry begins within another", this.offset - 1);
    return byte;
  }

  /** A number whose lowest six bits come first, unsigned. */
  varint(): number {
    const start = this.offset;
    const chunks = this.#chunks(this.inner());
    return this.#checked(chunks.reduceRight(append, 0), UINT32, start);
  }

  /** The same whose lowest bit says that it is negative. */
  signedVarint(): number {
    const value = this.varint();
    const magnitude = Math.floor(value / 2);
    return value % 2 === 0 ? magnitude : 0 - magnitude;
  }

  /** A number whose highest six bits come first, `byte` being the first of it. */
  bigVarint(byte: number = this.inner()): number {
    const start = this.offset - 1;
    return this.#checked(this.#chunks(byte).reduce(append, 0), INT32, start);
  }

  /** The number, if it is one that a C int can hold. It comes from the entry at `start`. */
  int(value: number, start: number): number {
    return this.#checked(value, INT32, start);
  }

  #chunks(first: number): number[] {
    const start = this.offset - 1;
    const chunks = [first & CHUNK];
    for (let byte = first; byte & GOES_ON; chunks.push(byte & CHUNK)) {
      if (chunks.length === LONGEST) throw this.#error(TOO_LARGE, start);
      byte = this.inner();
    }
    return chunks;
  }

  #checked(value: number, limit: number, start: number): number {
    if (Math.abs(value) > limit) throw this.#error(TOO_LARGE, start);
    return value;
  }

  #error(reason: string, offset: number = this.offset): MarshalValueError {
    return new MarshalValueError(
      `Cannot read ${this.#field} at byte ${offset}: ${reason}`,
      offset,
      "bad-code",
    );
  }
}

const TOO_LARGE = "a number of more than 32 bits";

function append(value: number, chunk: number): number {
  return value * 2 ** CHUNK_BITS + chunk;
}
