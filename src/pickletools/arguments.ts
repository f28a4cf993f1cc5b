// The kinds of arguments that opcodes have.

import { decodeLatin1 } from "../bytes/index.ts";
import { decodeLong } from "../bytes/long.ts";
import * as op from "../pickle/opcodes.ts";
import { ByteArray } from "../python/index.ts";
import {
  type ArgumentDescriptor,
  countedArgument,
  lineArgument,
  numberArgument,
  pairArgument,
  type ReadOptions,
  TAKEN_FROM_ARGUMENT1,
  TAKEN_FROM_ARGUMENT4,
  TAKEN_FROM_ARGUMENT4U,
  TAKEN_FROM_ARGUMENT8U,
} from "./argument-descriptor.ts";
import { floatLiteral, integerLiteral, narrow } from "./literals.ts";
import {
  asciiText,
  rawUnicodeText,
  surrogateText,
  type Text,
  utf8Text,
  withoutEscapes,
  withoutQuotes,
} from "./texts.ts";

// Numbers

/** The argument of `BININT1`, `BINGET`, `BINPUT`, `EXT1` and `PROTO`. */
export const uint1: ArgumentDescriptor<number> = numberArgument(
  "uint1",
  1,
  op.BININT1,
  "One byte, unsigned.",
);
/** The argument of `BININT2` and `EXT2`. */
export const uint2: ArgumentDescriptor<number> = numberArgument(
  "uint2",
  2,
  op.BININT2,
  "Two bytes, unsigned, the lowest first.",
);
/** The argument of `BININT` and `EXT4`. */
export const int4: ArgumentDescriptor<number> = numberArgument(
  "int4",
  4,
  op.BININT,
  "Four bytes, in two's complement, the lowest first.",
);
/** The argument of `LONG_BINGET` and `LONG_BINPUT`. */
export const uint4: ArgumentDescriptor<number> = numberArgument(
  "uint4",
  4,
  op.LONG_BINPUT,
  "Four bytes, unsigned, the lowest first.",
);
/** The argument of `FRAME`. */
export const uint8: ArgumentDescriptor<number | bigint> = numberArgument(
  "uint8",
  8,
  op.FRAME,
  "Eight bytes, unsigned, the lowest first.",
);
/** The argument of `BINFLOAT`. */
export const float8: ArgumentDescriptor<number> = numberArgument(
  "float8",
  8,
  op.BINFLOAT,
  "An IEEE 754 double, the highest byte first.",
);

// Lines

/** The argument of `INT`, `GET` and `PUT`. */
export const decimalnlShort: ArgumentDescriptor<number | bigint | boolean> = lineArgument(
  "decimalnl_short",
  op.INT,
  shortInteger,
  "A decimal integer on a line. `00` is `False` and `01` is `True`.",
);
/** The argument of `LONG`. */
export const decimalnlLong: ArgumentDescriptor<number | bigint> = lineArgument(
  "decimalnl_long",
  op.LONG,
  longInteger,
  "A decimal integer on a line, mostly with an `L` behind it.",
);
/** The argument of `FLOAT`. */
export const floatnl: ArgumentDescriptor<number> = lineArgument(
  "floatnl",
  op.FLOAT,
  floatLiteral,
  "A decimal float on a line, or `inf`, `-inf`, `nan`.",
);
/** The argument of `STRING`. */
export const stringnl: ArgumentDescriptor<string> = lineArgument(
  "stringnl",
  op.STRING,
  quotedString,
  "A Python string literal on a line: quotes around it, escapes within.",
);
/** The argument of `PERSID`. */
export const stringnlNoescape: ArgumentDescriptor<string> = lineArgument(
  "stringnl_noescape",
  op.PERSID,
  plainString,
  "A line that is meant to hold neither quotes nor escapes. CPython resolves escapes all the same.",
);
/** The argument of `GLOBAL` and `INST`. */
export const stringnlNoescapePair: ArgumentDescriptor<string> = pairArgument(
  "stringnl_noescape_pair",
  op.GLOBAL,
  plainString,
  "Two such lines. They become one text, with a space between them.",
);
/** The argument of `UNICODE`. */
export const unicodestringnl: ArgumentDescriptor<Text> = lineArgument(
  "unicodestringnl",
  op.UNICODE,
  rawUnicodeText,
  "A line of raw-unicode-escape.",
);

// Counted bytes

/** The argument of `SHORT_BINSTRING`. */
export const string1: ArgumentDescriptor<string> = countedArgument(
  "string1",
  TAKEN_FROM_ARGUMENT1,
  op.SHORT_BINSTRING,
  decodeLatin1,
  "Bytes behind their number, which is one byte. They are shown as latin-1.",
);
/** The argument of `BINSTRING`. */
export const string4: ArgumentDescriptor<string> = countedArgument(
  "string4",
  TAKEN_FROM_ARGUMENT4,
  op.BINSTRING,
  decodeLatin1,
  "Bytes behind their number, which is four bytes, signed. They are shown as latin-1.",
);
/** The argument of `SHORT_BINBYTES`. */
export const bytes1: ArgumentDescriptor<Uint8Array> = countedArgument(
  "bytes1",
  TAKEN_FROM_ARGUMENT1,
  op.SHORT_BINBYTES,
  unchanged,
  "Bytes behind their number, which is one byte.",
);
/** The argument of `BINBYTES`. */
export const bytes4: ArgumentDescriptor<Uint8Array> = countedArgument(
  "bytes4",
  TAKEN_FROM_ARGUMENT4U,
  op.BINBYTES,
  unchanged,
  "Bytes behind their number, which is four bytes, unsigned.",
);
/** The argument of `BINBYTES8`. */
export const bytes8: ArgumentDescriptor<Uint8Array> = countedArgument(
  "bytes8",
  TAKEN_FROM_ARGUMENT8U,
  op.BINBYTES8,
  unchanged,
  "Bytes behind their number, which is eight bytes, unsigned.",
);
/** The argument of `BYTEARRAY8`. */
export const bytearray8: ArgumentDescriptor<ByteArray> = countedArgument(
  "bytearray8",
  TAKEN_FROM_ARGUMENT8U,
  op.BYTEARRAY8,
  toByteArray,
  "The bytes of a bytearray behind their number, which is eight bytes, unsigned.",
);
/** The argument of `SHORT_BINUNICODE`. */
export const unicodestring1: ArgumentDescriptor<Text> = countedArgument(
  "unicodestring1",
  TAKEN_FROM_ARGUMENT1,
  op.SHORT_BINUNICODE,
  surrogateText,
  "UTF-8 behind its number of bytes, which is one byte. Surrogates are encoded like characters.",
);
/** The argument of `BINUNICODE`. */
export const unicodestring4: ArgumentDescriptor<Text> = countedArgument(
  "unicodestring4",
  TAKEN_FROM_ARGUMENT4U,
  op.BINUNICODE,
  surrogateText,
  "UTF-8 behind its number of bytes, which is four bytes, unsigned. Surrogates are encoded like characters.",
);
/** The argument of `BINUNICODE8`. */
export const unicodestring8: ArgumentDescriptor<Text> = countedArgument(
  "unicodestring8",
  TAKEN_FROM_ARGUMENT8U,
  op.BINUNICODE8,
  surrogateText,
  "UTF-8 behind its number of bytes, which is eight bytes, unsigned. Surrogates are encoded like characters.",
);
/** The argument of `LONG1`. */
export const long1: ArgumentDescriptor<number | bigint> = countedArgument(
  "long1",
  TAKEN_FROM_ARGUMENT1,
  op.LONG1,
  longInBytes,
  "An integer in two's complement, the lowest byte first, behind the number of its bytes, which is one byte. No bytes are 0.",
);
/** The argument of `LONG4`. */
export const long4: ArgumentDescriptor<number | bigint> = countedArgument(
  "long4",
  TAKEN_FROM_ARGUMENT4,
  op.LONG4,
  longInBytes,
  "An integer in two's complement, the lowest byte first, behind the number of its bytes, which is four bytes, signed. No bytes are 0.",
);

function shortInteger(line: Uint8Array, { maxDigits }: Required<ReadOptions>): number | bigint | boolean {
  if (line.length === 2 && line[0] === 0x30 && (line[1] === 0x30 || line[1] === 0x31))
    return line[1] === 0x31;
  return integerLiteral(line, maxDigits);
}

function longInteger(line: Uint8Array, { maxDigits }: Required<ReadOptions>): number | bigint {
  return integerLiteral(line[line.length - 1] === 0x4c ? line.subarray(0, -1) : line, maxDigits);
}

function quotedString(line: Uint8Array, { version }: Required<ReadOptions>): string {
  const bytes = withoutEscapes(withoutQuotes(line, version === "3.13"));
  return version === "3.13" ? asciiText(bytes) : decodeLatin1(bytes);
}

function plainString(line: Uint8Array, { version }: Required<ReadOptions>): string {
  const bytes = withoutEscapes(line);
  return version === "3.13" ? asciiText(bytes) : utf8Text(bytes);
}

function unchanged(bytes: Uint8Array): Uint8Array {
  return bytes;
}

function toByteArray(bytes: Uint8Array): ByteArray {
  return new ByteArray(bytes);
}

function longInBytes(bytes: Uint8Array): number | bigint {
  return narrow(decodeLong(bytes));
}
