import { dumps, loads, UnpicklingError } from "pantry/pickle";
import { Extension, Global, Instance, PersistentId, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { bytesOf } from "./literals.ts";

describe('the option "dict"', () => {
  const strings = bytesOf("(Va\nI1\nd.");
  const mixed = bytesOf("(Va\nI1\nI2\nI3\nd.");

  it('gives objects or Maps by "auto", which is the default', () => {
    expect(loads(strings)).toStrictEqual({ a: 1 });
    expect(loads(strings, { dict: "auto" })).toStrictEqual({ a: 1 });
    expect(loads(mixed, { dict: "auto" })).toBeInstanceOf(Map);
  });

  it('gives Maps only by "map"', () => {
    expect(loads(strings, { dict: "map" })).toStrictEqual(new Map([["a", 1]]));
    expect(loads(bytesOf("}."), { dict: "map" })).toStrictEqual(new Map());
  });

  it('gives objects only by "object", and refuses other keys', () => {
    expect(loads(strings, { dict: "object" })).toStrictEqual({ a: 1 });
    expect(() => loads(mixed, { dict: "object" })).toThrow(
      new UnpicklingError(
        'Cannot read DICT at byte 13: a key that is not a str: set the option "dict" to "auto" or "map"',
        13,
        "bad-key",
      ),
    );
  });
});

describe('the option "tuples"', () => {
  const bytes = dumps([new Tuple(1, new Tuple()), new Map([[new Tuple(2), 3]])]);

  it('gives Tuples by "tuple", which is the default', () => {
    expect(loads(bytes)).toStrictEqual([new Tuple(1, new Tuple()), new Map([[new Tuple(2), 3]])]);
    expect(loads(bytes, { tuples: "tuple" })).toStrictEqual(loads(bytes));
  });

  it('gives plain arrays by "array", as keys too', () => {
    expect(loads(bytes, { tuples: "array" })).toStrictEqual([[1, []], new Map([[[2], 3]])]);
  });

  it("leaves the arguments of a call what they are", () => {
    const date = dumps([
      new Date(0),
      new Instance(new Global("shop", "Order"), { args: new Tuple(new Tuple(1)) }),
    ]);
    expect(loads(date, { tuples: "array" })).toStrictEqual([
      new Date(0),
      new Instance(new Global("shop", "Order"), { args: new Tuple([1]) }),
    ]);
  });

  it("has no meaning in the exact profile", () => {
    expect(loads(bytesOf(")."), { tuples: "array", exact: true })).toStrictEqual(new Tuple());
  });
});

describe('the option "bytes"', () => {
  it('copies by "copy", which is the default', () => {
    const data = dumps(Uint8Array.of(1, 2, 3));
    const copy = loads<Uint8Array>(data);
    expect(copy.buffer).not.toBe(data.buffer);
    expect(copy.buffer.byteLength).toBe(3);
  });

  it('gives a view of the input by "view"', () => {
    const data = dumps(Uint8Array.of(1, 2, 3));
    const view = loads<Uint8Array>(data, { bytes: "view" });
    expect(view).toStrictEqual(Uint8Array.of(1, 2, 3));
    expect(view.buffer).toBe(data.buffer);
  });
});

describe('the options "encoding" and "errors"', () => {
  // pickle.dumps("caf\xe9") of Python 2, which knew no encoding.
  const bytes = bytesOf("S'caf\\xe9'\np0\n.");

  it("refuse bytes that are not ASCII by default, and say what to do", () => {
    expect(() => loads(bytes)).toThrow(
      new UnpicklingError(
        'Cannot read STRING at byte 0: a Python 2 str that is not ASCII: set the option "encoding" to "latin1", "utf-8" or "bytes"',
        0,
        "bad-argument",
      ),
    );
    expect(loads(bytesOf("S'cafe'\n."))).toBe("cafe");
  });

  it("decode as Python does", () => {
    expect(loads(bytes, { encoding: "latin1" })).toBe("café");
    expect(loads(bytes, { encoding: "ISO-8859-1" })).toBe("café");
    expect(loads(bytesOf("U\x05caf\xc3\xa9."), { encoding: "utf-8" })).toBe("café");
    expect(loads(bytesOf("T\x05\0\0\0caf\xc3\xa9."), { encoding: "UTF8" })).toBe("café");
    expect(loads(bytes, { encoding: "bytes" })).toStrictEqual(Uint8Array.of(0x63, 0x61, 0x66, 0xe9));
  });

  it("do with what is not in the encoding what Python does", () => {
    expect(loads(bytes, { errors: "ignore" })).toBe("caf");
    expect(loads(bytes, { errors: "replace" })).toBe("caf\ufffd");
    expect(loads(bytes, { errors: "surrogateescape" })).toBe("caf\udce9");
    expect(loads(bytes, { errors: "backslashreplace" })).toBe("caf\\xe9");
    expect(() => loads(bytes, { encoding: "utf-8", errors: "strict" })).toThrow("that is not utf-8");
  });

  it("have no meaning for the texts of Python 3", () => {
    expect(loads(bytesOf("Vcaf\xe9\n."), { encoding: "ASCII" })).toBe("café");
  });

  it("are a RangeError for an encoding that is not known", () => {
    expect(() => loads(bytes, { encoding: "cp1252" })).toThrow(
      new RangeError('unknown encoding "cp1252": "ASCII", "latin1", "utf-8" or "bytes" expected'),
    );
  });
});

describe('the option "fixImports"', () => {
  const bytes = (protocol: string): Uint8Array => bytesOf(`${protocol}c__builtin__\nxrange\n.`);

  it("is true by default: Python 2's names get their present form in protocols 0 to 2", () => {
    for (const protocol of ["", "\x80\x02"])
      expect(loads(bytes(protocol))).toStrictEqual(new Global("builtins", "range"));
    expect(loads(bytes("\x80\x03"))).toStrictEqual(new Global("__builtin__", "xrange"));
  });

  it("leaves names as they are where it is false", () => {
    expect(loads(bytes(""), { fixImports: false })).toStrictEqual(new Global("__builtin__", "xrange"));
  });
});

describe('the option "unknown"', () => {
  const unknown = "error";
  const inert: readonly (readonly [text: string, value: unknown, error: string])[] = [
    [
      "cshop\nOrder\n.",
      new Global("shop", "Order"),
      "Cannot read GLOBAL at byte 0: shop.Order is not registered",
    ],
    [
      "Puser 7\n.",
      new PersistentId("user 7"),
      "Cannot read PERSID at byte 0: a persistent id, and no persistentLoad was given",
    ],
    [
      "\x80\x02\x82\xf0.",
      new Extension(240),
      "Cannot read EXT1 at byte 2: extension code 240 is not registered",
    ],
    [
      "c__builtin__\nsum\n(I1\ntR.",
      new Instance(new Global("builtins", "sum"), { args: new Tuple(1) }),
      "Cannot read REDUCE at byte 22: builtins.sum is not registered",
    ],
  ];

  it("gives inert values by default", () => {
    for (const [text, value] of inert) {
      expect(loads(bytesOf(text))).toStrictEqual(value);
      expect(loads(bytesOf(text), { unknown: "inert" })).toStrictEqual(value);
    }
  });

  it('is an error by "error"', () => {
    for (const [text, , message] of inert)
      expect(() => loads(bytesOf(text), { unknown })).toThrow(
        expect.objectContaining({ message, code: "unknown-name", name: "UnpicklingError" }),
      );
  });

  it('lets the values of the standard library be, by "error" too', () => {
    const value = [new Date(0), new Map(), undefined, Float64Array.of(1), new Set([1])];
    for (const protocol of [0, 5])
      expect(loads(dumps(value, { protocol }), { unknown })).toStrictEqual(value);
  });
});

describe('the option "limits"', () => {
  it("bounds the memory that containers take", () => {
    const bytes = dumps(Array.from({ length: 100 }, () => []));
    expect(() => loads(bytes, { limits: { maxMemory: 1000 } })).toThrow(
      expect.objectContaining({ code: "limit", name: "UnpicklingError" }),
    );
    expect(loads(bytes, { limits: { maxMemory: 100_000 } })).toHaveLength(100);
  });

  it("bounds the digits of an integer", () => {
    const bytes = bytesOf(`L${"9".repeat(50)}L\n.`);
    expect(() => loads(bytes, { limits: { maxDigits: 40 } })).toThrow("50 digits, the limit is 40");
    expect(loads(bytes)).toBe(10n ** 50n - 1n);
  });
});

describe("a dict that has to become a Map", () => {
  it("keeps the order of keys like integers that came with the key which is no str", () => {
    // pickle.dumps({"2": 1, "1": 2, 3: 4}, 2)
    const data = bytesOf("\x80\x02}q\x00(X\x01\0\0\x002q\x01K\x01X\x01\0\0\x001q\x02K\x02K\x03K\x04u.");
    expect([...loads<Map<unknown, unknown>>(data)]).toEqual([
      ["2", 1],
      ["1", 2],
      [3, 4],
    ]);
  });

  it("keeps what it had before", () => {
    const data = bytesOf("}(X\x01\0\0\x00aK\x01u(X\x01\0\0\x00bK\x02X\x01\0\0\x00bK\x03K\x03K\x04u.");
    expect([...loads<Map<unknown, unknown>>(data)]).toEqual([
      ["a", 1],
      ["b", 3],
      [3, 4],
    ]);
  });
});

describe("limits", () => {
  const long = bytesOf(`I${"1".repeat(200_000)}\n.`);

  it("have their defaults where a field is undefined", () => {
    const limits = { maxDigits: undefined } as unknown as { maxDigits: number };
    expect(() => loads(long, { limits })).toThrow("the limit is 100000");
    expect(typeof loads(long, { limits: { maxDigits: Number.POSITIVE_INFINITY } })).toBe("bigint");
  });

  it.for([Number.NaN, -1, "x"])("are numbers that are not negative, not %s", (maxMemory) => {
    expect(() => loads(long, { limits: { maxMemory: maxMemory as number } })).toThrow(RangeError);
  });
});

describe("the memory limit", () => {
  it("do not take a list that is handed to a class for a table", () => {
    const data = dumps(
      new Instance(new Global("shop", "Basket"), { args: new Tuple(new Array(1000).fill(0)) }),
    );
    expect(() => loads(data, { limits: { maxMemory: 20_000 } })).not.toThrow();
    const set = dumps(
      new Instance(new Global("builtins", "set"), { args: new Tuple(new Array(1000).fill(0)) }),
    );
    expect(() => loads(set, { limits: { maxMemory: 20_000 } })).toThrow("the limit of 20000 bytes");
  });
});
