// The 68 opcodes, by the names and codes of CPython's `pickle`.

// Protocols 0 and 1
/** Marks a place on the stack, up to which a later opcode takes what is above. */
export const MARK = 0x28;
/** Ends the pickle; the top of the stack is its value. */
export const STOP = 0x2e;
/** Drops the top of the stack, or a MARK that is on top. */
export const POP = 0x30;
/** Drops everything above the last MARK, and the MARK. */
export const POP_MARK = 0x31;
/** Pushes the top of the stack once more. */
export const DUP = 0x32;
/** Pushes a float, from a line of text. */
export const FLOAT = 0x46;
/** Pushes an int or a bool, from a line of text. */
export const INT = 0x49;
/** Pushes an int of four bytes, signed. */
export const BININT = 0x4a;
/** Pushes an int of one byte, unsigned. */
export const BININT1 = 0x4b;
/** Pushes an int of any size, from a line of text. */
export const LONG = 0x4c;
/** Pushes an int of two bytes, unsigned. */
export const BININT2 = 0x4d;
/** Pushes `None`. */
export const NONE = 0x4e;
/** Pushes the object that a persistent id means; the id is a line of text. */
export const PERSID = 0x50;
/** Replaces a persistent id by the object that it means. */
export const BINPERSID = 0x51;
/** Replaces a callable and a tuple of arguments by the result of the call. */
export const REDUCE = 0x52;
/** Pushes a Python 2 `str`, from a quoted line. */
export const STRING = 0x53;
/** Pushes a Python 2 `str`; its length is four bytes, signed. */
export const BINSTRING = 0x54;
/** Pushes a Python 2 `str`; its length is one byte. */
export const SHORT_BINSTRING = 0x55;
/** Pushes a str, from a line of raw-unicode-escape. */
export const UNICODE = 0x56;
/** Pushes a str of UTF-8; its length is four bytes. */
export const BINUNICODE = 0x58;
/** Appends an item to the list below it. */
export const APPEND = 0x61;
/** Gives the object below it a state. */
export const BUILD = 0x62;
/** Pushes a class or function by its name: two lines. */
export const GLOBAL = 0x63;
/** Makes a dict of the keys and values above the last MARK. */
export const DICT = 0x64;
/** Pushes an empty dict. */
export const EMPTY_DICT = 0x7d;
/** Appends everything above the last MARK to the list below it. */
export const APPENDS = 0x65;
/** Pushes what the memo holds at an index: a line of text. */
export const GET = 0x67;
/** Pushes what the memo holds at an index of one byte. */
export const BINGET = 0x68;
/** Makes an object of an old class: its name is two lines, its arguments are above the last MARK. */
export const INST = 0x69;
/** Pushes what the memo holds at an index of four bytes. */
export const LONG_BINGET = 0x6a;
/** Makes a list of everything above the last MARK. */
export const LIST = 0x6c;
/** Pushes an empty list. */
export const EMPTY_LIST = 0x5d;
/** Makes an object of an old class: the class and its arguments are above the last MARK. */
export const OBJ = 0x6f;
/** Stores the top of the stack in the memo at an index: a line of text. */
export const PUT = 0x70;
/** Stores the top of the stack in the memo at an index of one byte. */
export const BINPUT = 0x71;
/** Stores the top of the stack in the memo at an index of four bytes. */
export const LONG_BINPUT = 0x72;
/** Sets a key of the dict below it to a value. */
export const SETITEM = 0x73;
/** Makes a tuple of everything above the last MARK. */
export const TUPLE = 0x74;
/** Pushes an empty tuple. */
export const EMPTY_TUPLE = 0x29;
/** Sets the keys and values above the last MARK in the dict below it. */
export const SETITEMS = 0x75;
/** Pushes a float of eight bytes, big-endian. */
export const BINFLOAT = 0x47;

// Protocol 2 (PEP 307)
/** Says which protocol the pickle is of: one byte. */
export const PROTO = 0x80;
/** Replaces a class and a tuple of arguments by a new object, made by `__new__`. */
export const NEWOBJ = 0x81;
/** Pushes a class or function by its extension code of one byte. */
export const EXT1 = 0x82;
/** Pushes a class or function by its extension code of two bytes. */
export const EXT2 = 0x83;
/** Pushes a class or function by its extension code of four bytes. */
export const EXT4 = 0x84;
/** Makes a tuple of the top of the stack. */
export const TUPLE1 = 0x85;
/** Makes a tuple of the two topmost values. */
export const TUPLE2 = 0x86;
/** Makes a tuple of the three topmost values. */
export const TUPLE3 = 0x87;
/** Pushes `True`. */
export const NEWTRUE = 0x88;
/** Pushes `False`. */
export const NEWFALSE = 0x89;
/** Pushes an int of up to 255 bytes; their number is one byte. */
export const LONG1 = 0x8a;
/** Pushes an int of any size; the number of its bytes is four bytes. */
export const LONG4 = 0x8b;

// Protocol 3
/** Pushes bytes; their length is four bytes. */
export const BINBYTES = 0x42;
/** Pushes bytes; their length is one byte. */
export const SHORT_BINBYTES = 0x43;

// Protocol 4 (PEP 3154)
/** Pushes a str of UTF-8; its length is one byte. */
export const SHORT_BINUNICODE = 0x8c;
/** Pushes a str of UTF-8; its length is eight bytes. */
export const BINUNICODE8 = 0x8d;
/** Pushes bytes; their length is eight bytes. */
export const BINBYTES8 = 0x8e;
/** Pushes an empty set. */
export const EMPTY_SET = 0x8f;
/** Adds everything above the last MARK to the set below it. */
export const ADDITEMS = 0x90;
/** Makes a frozenset of everything above the last MARK. */
export const FROZENSET = 0x91;
/** As `NEWOBJ`, with a dict of keyword arguments on top. */
export const NEWOBJ_EX = 0x92;
/** Replaces a module and a name by the class or function of that name. */
export const STACK_GLOBAL = 0x93;
/** Stores the top of the stack in the memo at the next index. */
export const MEMOIZE = 0x94;
/** Begins a frame, of as many bytes as the eight bytes of its length say. */
export const FRAME = 0x95;

// Protocol 5 (PEP 574)
/** Pushes a bytearray; its length is eight bytes. */
export const BYTEARRAY8 = 0x96;
/** Pushes the next out-of-band buffer. */
export const NEXT_BUFFER = 0x97;
/** Makes the buffer on top read-only. */
export const READONLY_BUFFER = 0x98;

/** The whole text of a true bool in protocols 0 and 1: `INT`, two digits and a newline. */
export const TRUE = "I01\n";
/** The whole text of a false bool in protocols 0 and 1: `INT`, two digits and a newline. */
export const FALSE = "I00\n";
