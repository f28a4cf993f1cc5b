// The readers of the arguments, by names of their own.

import type { ByteArray } from "../python/index.ts";
import type { ArgumentReader } from "./argument-descriptor.ts";
import {
  bytearray8,
  bytes1,
  bytes4,
  bytes8,
  decimalnlLong,
  decimalnlShort,
  float8,
  floatnl,
  int4,
  long1,
  long4,
  string1,
  string4,
  stringnl,
  stringnlNoescape,
  stringnlNoescapePair,
  uint1,
  uint2,
  uint4,
  uint8,
  unicodestring1,
  unicodestring4,
  unicodestring8,
  unicodestringnl,
} from "./arguments.ts";
import type { Text } from "./texts.ts";

/** Reads what `uint1` describes. */
export const readUint1: ArgumentReader<number> = uint1.reader;
/** Reads what `uint2` describes. */
export const readUint2: ArgumentReader<number> = uint2.reader;
/** Reads what `int4` describes. */
export const readInt4: ArgumentReader<number> = int4.reader;
/** Reads what `uint4` describes. */
export const readUint4: ArgumentReader<number> = uint4.reader;
/** Reads what `uint8` describes. */
export const readUint8: ArgumentReader<number | bigint> = uint8.reader;
/** Reads what `float8` describes. */
export const readFloat8: ArgumentReader<number> = float8.reader;
/** Reads what `decimalnlShort` describes. */
export const readDecimalnlShort: ArgumentReader<number | bigint | boolean> = decimalnlShort.reader;
/** Reads what `decimalnlLong` describes. */
export const readDecimalnlLong: ArgumentReader<number | bigint> = decimalnlLong.reader;
/** Reads what `floatnl` describes. */
export const readFloatnl: ArgumentReader<number> = floatnl.reader;
/** Reads what `stringnl` describes. */
export const readStringnl: ArgumentReader<string> = stringnl.reader;
/** Reads what `stringnlNoescape` describes. */
export const readStringnlNoescape: ArgumentReader<string> = stringnlNoescape.reader;
/** Reads what `stringnlNoescapePair` describes. */
export const readStringnlNoescapePair: ArgumentReader<string> = stringnlNoescapePair.reader;
/** Reads what `unicodestringnl` describes. */
export const readUnicodestringnl: ArgumentReader<Text> = unicodestringnl.reader;
/** Reads what `string1` describes. */
export const readString1: ArgumentReader<string> = string1.reader;
/** Reads what `string4` describes. */
export const readString4: ArgumentReader<string> = string4.reader;
/** Reads what `bytes1` describes. */
export const readBytes1: ArgumentReader<Uint8Array> = bytes1.reader;
/** Reads what `bytes4` describes. */
export const readBytes4: ArgumentReader<Uint8Array> = bytes4.reader;
/** Reads what `bytes8` describes. */
export const readBytes8: ArgumentReader<Uint8Array> = bytes8.reader;
/** Reads what `bytearray8` describes. */
export const readBytearray8: ArgumentReader<ByteArray> = bytearray8.reader;
/** Reads what `unicodestring1` describes. */
export const readUnicodestring1: ArgumentReader<Text> = unicodestring1.reader;
/** Reads what `unicodestring4` describes. */
export const readUnicodestring4: ArgumentReader<Text> = unicodestring4.reader;
/** Reads what `unicodestring8` describes. */
export const readUnicodestring8: ArgumentReader<Text> = unicodestring8.reader;
/** Reads what `long1` describes. */
export const readLong1: ArgumentReader<number | bigint> = long1.reader;
/** Reads what `long4` describes. */
export const readLong4: ArgumentReader<number | bigint> = long4.reader;
