import * as pickle from "pantry/pickle";
import { describe, expect, it } from "vitest";

// Python 3.13: {name: ord(getattr(pickle, name)) for name in pickle.__all__ if …}, by code.
const OPCODES: Readonly<Record<string, number>> = {
  MARK: 0x28,
  EMPTY_TUPLE: 0x29,
  STOP: 0x2e,
  POP: 0x30,
  POP_MARK: 0x31,
  DUP: 0x32,
  BINBYTES: 0x42,
  SHORT_BINBYTES: 0x43,
  FLOAT: 0x46,
  BINFLOAT: 0x47,
  INT: 0x49,
  BININT: 0x4a,
  BININT1: 0x4b,
  LONG: 0x4c,
  BININT2: 0x4d,
  NONE: 0x4e,
  PERSID: 0x50,
  BINPERSID: 0x51,
  REDUCE: 0x52,
  STRING: 0x53,
  BINSTRING: 0x54,
  SHORT_BINSTRING: 0x55,
  UNICODE: 0x56,
  BINUNICODE: 0x58,
  EMPTY_LIST: 0x5d,
  APPEND: 0x61,
  BUILD: 0x62,
  GLOBAL: 0x63,
  DICT: 0x64,
  APPENDS: 0x65,
  GET: 0x67,
  BINGET: 0x68,
  INST: 0x69,
  LONG_BINGET: 0x6a,
  LIST: 0x6c,
  OBJ: 0x6f,
  PUT: 0x70,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  SETITEM: 0x73,
  TUPLE: 0x74,
  SETITEMS: 0x75,
  EMPTY_DICT: 0x7d,
  PROTO: 0x80,
  NEWOBJ: 0x81,
  EXT1: 0x82,
  EXT2: 0x83,
  EXT4: 0x84,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  LONG1: 0x8a,
  LONG4: 0x8b,
  SHORT_BINUNICODE: 0x8c,
  BINUNICODE8: 0x8d,
  BINBYTES8: 0x8e,
  EMPTY_SET: 0x8f,
  ADDITEMS: 0x90,
  FROZENSET: 0x91,
  NEWOBJ_EX: 0x92,
  STACK_GLOBAL: 0x93,
  MEMOIZE: 0x94,
  FRAME: 0x95,
  BYTEARRAY8: 0x96,
  NEXT_BUFFER: 0x97,
  READONLY_BUFFER: 0x98,
};

describe("the opcodes", () => {
  const all: readonly (readonly [name: string, value: unknown])[] = Object.entries(pickle);
  const exported = all.filter(
    (entry): entry is [string, number] => typeof entry[1] === "number" && entry[1] > 5,
  );

  it("are the 68 of CPython, by name and code", () => {
    expect(Object.keys(OPCODES)).toHaveLength(68);
    expect(Object.fromEntries(exported)).toEqual(OPCODES);
  });

  it("have a code each", () => {
    expect(new Set(exported.map(([, code]) => code)).size).toBe(68);
  });

  it("have texts for the booleans of protocols 0 and 1", () => {
    expect([pickle.TRUE, pickle.FALSE]).toEqual(["I01\n", "I00\n"]);
  });

  it("are named in errors", () => {
    for (const [name, code] of exported) {
      if (["MARK", "STOP"].includes(name) || name.startsWith("EMPTY_") || name.startsWith("NEW")) continue;
      try {
        pickle.loads(Uint8Array.of(code));
      } catch (error) {
        expect((error as Error).message).toMatch(
          new RegExp(`^Cannot read (${name}|an opcode) at byte [01]: `),
        );
      }
    }
    expect(() => pickle.loads(Uint8Array.of(pickle.TUPLE2))).toThrow(
      "Cannot read TUPLE2 at byte 0: 2 values",
    );
  });
});

describe("the constants", () => {
  it("are those of CPython 3.14", () => {
    expect(pickle.HIGHEST_PROTOCOL).toBe(5);
    expect(pickle.DEFAULT_PROTOCOL).toBe(5);
    expect(pickle.FORMAT_VERSION).toBe("5.0");
    expect(pickle.COMPATIBLE_FORMATS).toEqual(["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"]);
  });
});
