import type { ByteReader } from "../bytes/index.ts";
import * as op from "./opcodes.ts";

/**
 * The argument of an opcode: where it lies in the bytes, for whoever reads opcodes and does not run them. The machine
 * reads arguments in the case of each opcode, which is 10 to 30 % faster than to ask here; a test holds the two together.
 */
export class Operand {
  /** The extent of a line (its newline left out), or of the bytes that a length announced. */
  from = 0;
  to = 0;
  /** The extent of the second line of GLOBAL and INST. */
  nextFrom = 0;
  nextTo = 0;

  /**
   * Reads the argument of an opcode, all of it; what is no opcode has none. Returns its number if it is one. A length
   * below zero, which signed fields allow, is returned and nothing is read after it: that is for the caller to refuse.
   */
  read(code: number, reader: ByteReader): number {
    switch (code) {
      case op.BININT1:
      case op.BINGET:
      case op.BINPUT:
      case op.EXT1:
      case op.PROTO:
        return reader.u8();
      case op.BININT2:
      case op.EXT2:
        return reader.u16();
      case op.BININT:
      case op.EXT4:
        return reader.i32();
      case op.LONG_BINGET:
      case op.LONG_BINPUT:
        return reader.u32();
      case op.FRAME:
        return reader.u64();
      case op.BINFLOAT:
        return reader.f64();
      case op.SHORT_BINUNICODE:
      case op.SHORT_BINBYTES:
      case op.SHORT_BINSTRING:
      case op.LONG1:
        return this.#counted(reader, reader.u8());
      case op.BINUNICODE:
      case op.BINBYTES:
        return this.#counted(reader, reader.u32());
      case op.BINUNICODE8:
      case op.BINBYTES8:
      case op.BYTEARRAY8:
        return this.#counted(reader, reader.u64());
      case op.BINSTRING:
      case op.LONG4: {
        const length = reader.i32();
        return length < 0 ? length : this.#counted(reader, length);
      }
      case op.INT:
      case op.LONG:
      case op.FLOAT:
      case op.STRING:
      case op.UNICODE:
      case op.PERSID:
      case op.GET:
      case op.PUT:
        return this.#line(reader);
      case op.GLOBAL:
      case op.INST:
        return this.#twoLines(reader);
      default:
        return 0;
    }
  }

  /** The line, or the counted bytes, as a view of what `reader` reads. */
  view(reader: ByteReader): Uint8Array {
    return reader.bytes.subarray(this.from, this.to);
  }

  /** The second line. */
  nextView(reader: ByteReader): Uint8Array {
    return reader.bytes.subarray(this.nextFrom, this.nextTo);
  }

  #counted(reader: ByteReader, length: number): number {
    this.from = reader.skip(length);
    this.to = reader.offset;
    return length;
  }

  #line(reader: ByteReader): number {
    this.from = reader.offset;
    this.to = reader.skipLine();
    return 0;
  }

  #twoLines(reader: ByteReader): number {
    this.#line(reader);
    this.nextFrom = reader.offset;
    this.nextTo = reader.skipLine();
    return 0;
  }
}
