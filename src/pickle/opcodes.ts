// The 68 opcodes, by the names and codes of CPython's `pickle` and `pickletools`.

export const INT = 0x49;
export const LONG = 0x4c;
export const STRING = 0x53;
export const NONE = 0x4e;
export const UNICODE = 0x56;
export const FLOAT = 0x46;
export const APPEND = 0x61;
export const LIST = 0x6c;
export const TUPLE = 0x74;
export const DICT = 0x64;
export const SETITEM = 0x73;
export const POP = 0x30;
export const DUP = 0x32;
export const MARK = 0x28;
export const GET = 0x67;
export const PUT = 0x70;
export const GLOBAL = 0x63;
export const REDUCE = 0x52;
export const BUILD = 0x62;
export const INST = 0x69;
export const STOP = 0x2e;
export const PERSID = 0x50;
export const BININT = 0x4a;
export const BININT1 = 0x4b;
export const BININT2 = 0x4d;
export const BINSTRING = 0x54;
export const SHORT_BINSTRING = 0x55;
export const BINUNICODE = 0x58;
export const BINFLOAT = 0x47;
export const EMPTY_LIST = 0x5d;
export const APPENDS = 0x65;
export const EMPTY_TUPLE = 0x29;
export const EMPTY_DICT = 0x7d;
export const SETITEMS = 0x75;
export const POP_MARK = 0x31;
export const BINGET = 0x68;
export const LONG_BINGET = 0x6a;
export const BINPUT = 0x71;
export const LONG_BINPUT = 0x72;
export const OBJ = 0x6f;
export const BINPERSID = 0x51;
export const LONG1 = 0x8a;
export const LONG4 = 0x8b;
export const NEWTRUE = 0x88;
export const NEWFALSE = 0x89;
export const TUPLE1 = 0x85;
export const TUPLE2 = 0x86;
export const TUPLE3 = 0x87;
export const EXT1 = 0x82;
export const EXT2 = 0x83;
export const EXT4 = 0x84;
export const NEWOBJ = 0x81;
export const PROTO = 0x80;
export const BINBYTES = 0x42;
export const SHORT_BINBYTES = 0x43;
export const BINBYTES8 = 0x8e;
export const SHORT_BINUNICODE = 0x8c;
export const BINUNICODE8 = 0x8d;
export const EMPTY_SET = 0x8f;
export const ADDITEMS = 0x90;
export const FROZENSET = 0x91;
export const MEMOIZE = 0x94;
export const STACK_GLOBAL = 0x93;
export const NEWOBJ_EX = 0x92;
export const FRAME = 0x95;
export const BYTEARRAY8 = 0x96;
export const NEXT_BUFFER = 0x97;
export const READONLY_BUFFER = 0x98;

/** The whole text of a protocol-0 boolean: its opcode, two digits and a newline. */
export const TRUE = "I01\n";
/** The whole text of a protocol-0 boolean: its opcode, two digits and a newline. */
export const FALSE = "I00\n";

const NAMES: readonly (string | undefined)[] = names();

/** The name of an opcode as `pickletools` has it, `undefined` for a byte that is none. */
export function opcodeName(code: number): string | undefined {
  return NAMES[code];
}

function names(): (string | undefined)[] {
  const table: (string | undefined)[] = new Array(256);
  const text =
    "INT 49 BININT 4a BININT1 4b BININT2 4d LONG 4c LONG1 8a LONG4 8b STRING 53 BINSTRING 54 SHORT_BINSTRING 55 BINBYTES 42 SHORT_BINBYTES 43 BINBYTES8 8e BYTEARRAY8 96 NEXT_BUFFER 97 READONLY_BUFFER 98 NONE 4e NEWTRUE 88 NEWFALSE 89 UNICODE 56 SHORT_BINUNICODE 8c BINUNICODE 58 BINUNICODE8 8d FLOAT 46 BINFLOAT 47 EMPTY_LIST 5d APPEND 61 APPENDS 65 LIST 6c EMPTY_TUPLE 29 TUPLE 74 TUPLE1 85 TUPLE2 86 TUPLE3 87 EMPTY_DICT 7d DICT 64 SETITEM 73 SETITEMS 75 EMPTY_SET 8f ADDITEMS 90 FROZENSET 91 POP 30 DUP 32 MARK 28 POP_MARK 31 GET 67 BINGET 68 LONG_BINGET 6a PUT 70 BINPUT 71 LONG_BINPUT 72 MEMOIZE 94 EXT1 82 EXT2 83 EXT4 84 GLOBAL 63 STACK_GLOBAL 93 REDUCE 52 BUILD 62 INST 69 OBJ 6f NEWOBJ 81 NEWOBJ_EX 92 PROTO 80 STOP 2e FRAME 95 PERSID 50 BINPERSID 51";
  const words = text.split(" ");
  for (let i = 0; i < words.length; i += 2) table[Number.parseInt(words[i + 1] as string, 16)] = words[i];
  return table;
}
