import { isPython2 } from "./version.ts";

// The byte that begins each object (CPython: `Python/marshal.c`), here by its character.

export const NULL = 0x30; // 0
export const NONE = 0x4e; // N
export const FALSE = 0x46; // F
export const TRUE = 0x54; // T
export const STOP_ITERATION = 0x53; // S
export const ELLIPSIS = 0x2e; // .
export const INT = 0x69; // i
export const INT64 = 0x49; // I, of Python 2
export const FLOAT = 0x66; // f, as text
export const BINARY_FLOAT = 0x67; // g
export const COMPLEX = 0x78; // x, as text
export const BINARY_COMPLEX = 0x79; // y
export const LONG = 0x6c; // l
export const STRING = 0x73; // s
export const INTERNED = 0x74; // t
export const STRING_REF = 0x52; // R, of Python 2
export const REF = 0x72; // r
export const TUPLE = 0x28; // (
export const SMALL_TUPLE = 0x29; // )
export const LIST = 0x5b; // [
export const DICT = 0x7b; // {
export const FROZEN_DICT = 0x7d; // }, of version 6
export const CODE = 0x63; // c
export const UNICODE = 0x75; // u
export const ASCII = 0x61; // a
export const ASCII_INTERNED = 0x41; // A
export const SHORT_ASCII = 0x7a; // z
export const SHORT_ASCII_INTERNED = 0x5a; // Z
export const SET = 0x3c; // <
export const FROZEN_SET = 0x3e; // >
export const SLICE = 0x3a; // :, of version 5

/** The bit of a type code that gives the object an index to be referred to. */
export const FLAG_REF = 0x80;

/** How deeply objects may be nested (CPython: `MAX_MARSHAL_STACK_DEPTH`). */
export const MAX_DEPTH = 2000;

const NAMES: ReadonlyMap<number, string> = new Map([
  [NULL, "NULL"],
  [NONE, "NONE"],
  [FALSE, "FALSE"],
  [TRUE, "TRUE"],
  [STOP_ITERATION, "STOPITER"],
  [ELLIPSIS, "ELLIPSIS"],
  [INT, "INT"],
  [INT64, "INT64"],
  [FLOAT, "FLOAT"],
  [BINARY_FLOAT, "BINARY_FLOAT"],
  [COMPLEX, "COMPLEX"],
  [BINARY_COMPLEX, "BINARY_COMPLEX"],
  [LONG, "LONG"],
  [STRING, "STRING"],
  [INTERNED, "INTERNED"],
  [STRING_REF, "STRINGREF"],
  [REF, "REF"],
  [TUPLE, "TUPLE"],
  [SMALL_TUPLE, "SMALL_TUPLE"],
  [LIST, "LIST"],
  [DICT, "DICT"],
  [FROZEN_DICT, "FROZENDICT"],
  [CODE, "CODE"],
  [UNICODE, "UNICODE"],
  [ASCII, "ASCII"],
  [ASCII_INTERNED, "ASCII_INTERNED"],
  [SHORT_ASCII, "SHORT_ASCII"],
  [SHORT_ASCII_INTERNED, "SHORT_ASCII_INTERNED"],
  [SET, "SET"],
  [FROZEN_SET, "FROZENSET"],
  [SLICE, "SLICE"],
]);

const ONLY_PYTHON_2: ReadonlySet<number> = new Set([STRING_REF]);
const ONLY_PYTHON_3: ReadonlySet<number> = new Set([
  REF,
  SMALL_TUPLE,
  FROZEN_DICT,
  ASCII,
  ASCII_INTERNED,
  SHORT_ASCII,
  SHORT_ASCII_INTERNED,
  SLICE,
]);

/** A type code as CPython calls it, such as `TYPE_TUPLE`; a number for one that there is not. */
export function typeName(type: number): string {
  const name = NAMES.get(type);
  return name === undefined ? `type code 0x${type.toString(16).padStart(2, "0")}` : `TYPE_${name}`;
}

const KNOWN = /* @__PURE__ */ [ONLY_PYTHON_3, ONLY_PYTHON_2].map((others) =>
  Array.from({ length: 256 }, (_, type) => NAMES.has(type) && !others.has(type)),
);

/** For each byte whether a version of Python, as `versionNumber` has it, knows it as a type code. */
export function knownTypes(version: number): readonly boolean[] {
  return KNOWN[isPython2(version) ? 0 : 1] as readonly boolean[];
}
