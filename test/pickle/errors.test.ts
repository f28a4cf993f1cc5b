import { dumps, loads, PickleError, PicklingError, SchemaError, UnpicklingError } from "pantry/pickle";
import { Deque, Global, Instance, OrderedDict, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { bytesOf } from "./literals.ts";

const NOTHING = (): void => {};

function failure(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("the error tree", () => {
  it("is Python's", () => {
    const errors = [new PicklingError("a reason"), new UnpicklingError("a message", 3), new SchemaError([])];
    for (const error of errors) {
      expect(error).toBeInstanceOf(PickleError);
      expect(error).toBeInstanceOf(Error);
    }
    expect(errors.map(({ name, code }) => [name, code])).toEqual([
      ["PicklingError", "unsupported-value"],
      ["UnpicklingError", "failed"],
      ["SchemaError", "schema"],
    ]);
    expect(new PickleError("a message")).toMatchObject({ name: "PickleError", code: "failed" });
  });

  it("keeps a cause", () => {
    const cause = new Error("why");
    expect(new PicklingError("a reason", "value", "failed", { cause }).cause).toBe(cause);
    expect(new UnpicklingError("a message", 0, "failed", { cause }).cause).toBe(cause);
  });
});

describe("PicklingError", () => {
  const PATHS: readonly (readonly [path: string, value: unknown])[] = [
    ["value", NOTHING],
    ["value.user.callbacks[3]", { user: { callbacks: [1, "a", {}, NOTHING] } }],
    ['value["an odd key"]._$9', { "an odd key": { _$9: NOTHING } }],
    ['value["9"][""]', { 9: { "": NOTHING } }],
    ['value["quote\\"d"]', { 'quote"d': NOTHING }],
    ["value.get(1)", new Map([[1, NOTHING]])],
    ["value.get('a').get((1, 2))", new Map([["a", new Map([[new Tuple(1, 2), NOTHING]])]])],
    ["value[1]", new Tuple(0, NOTHING)],
    ["value.state.lines[0]", new Instance(new Global("shop", "Order"), { state: { lines: [NOTHING] } })],
    ["value.get('a')", new OrderedDict([["a", NOTHING]])],
    ["value[0].a", [{ a: NOTHING }]],
  ];

  for (const [path, value] of PATHS) {
    it(`says where: ${path}`, () => {
      for (const protocol of [0, 2, 5]) {
        const error = failure(() => dumps(value, { protocol }));
        expect(error).toMatchObject({ name: "PicklingError", code: "unsupported-value", path });
        expect((error as Error).message).toMatch(`Cannot pickle ${path}: `);
      }
    });
  }

  it("leaves out the middle of a long way", () => {
    let value: unknown = Symbol("bottom");
    for (let i = 0; i < 10_000; i += 1) value = { a: value };
    const { path } = failure(() => dumps(value)) as PicklingError;
    expect(path).toBe(`value${".a".repeat(20)}…${".a".repeat(20)}`);
  });

  it("says what to do about what is no data", () => {
    class Order {}
    const advice: readonly (readonly [value: unknown, reason: string])[] = [
      [
        new Order(),
        'an instance of Order, which is not registered: call copyreg.register(Order, "module.Order")',
      ],
      [Order, "Order is code, not data: register it if it is a class, or write a Global"],
      [() => 1, "a function is code, not data: register it if it is a class, or write a Global"],
      [Symbol("s"), "a symbol cannot be told to another program"],
      [
        /a/,
        "a pattern means different things in the two languages: write its source and flags, or register RegExp",
      ],
      [Promise.resolve(), "a promise has no value yet: await it"],
      [new WeakMap(), "a weak collection cannot be listed"],
      [new WeakRef({}), "a weak reference may be empty: write what it refers to"],
      [new ArrayBuffer(1), "an ArrayBuffer has no counterpart in Python: write a Uint8Array of it"],
      [new DataView(new ArrayBuffer(1)), "a DataView has no counterpart in Python: write a Uint8Array of it"],
      [Object(1), "a Number object is no number: write its valueOf()"],
      [Object.create(Object.create(null)), "an instance of a class with no name"],
    ];
    for (const [value, reason] of advice)
      expect(failure(() => dumps([value]))).toMatchObject({ message: `Cannot pickle value[0]: ${reason}` });
  });
});

describe("UnpicklingError", () => {
  const ERRORS: readonly (readonly [text: string, message: string, code: string])[] = [
    ["", "Cannot read an opcode at byte 0: 1 byte expected, 0 left", "truncated"],
    ["K", "Cannot read BININT1 at byte 0: 1 byte expected, 0 left", "truncated"],
    ["\x80\x04X\x09\0\0\0abcd", "Cannot read BINUNICODE at byte 2: 9 bytes expected, 4 left", "truncated"],
    ["I1", "Cannot read INT at byte 0: 2 bytes expected, 1 left", "truncated"],
    ["\xff", "Cannot read opcode 0xff at byte 0: no such opcode", "bad-opcode"],
    ["\0", "Cannot read opcode 0x00 at byte 0: no such opcode", "bad-opcode"],
    ["\x80\x06.", "Cannot read PROTO at byte 0: protocol 6 is unknown, 5 is the highest", "bad-argument"],
    ["I0x1\n.", "Cannot read INT at byte 0: a decimal integer expected", "bad-argument"],
    ["Fone\n.", "Cannot read FLOAT at byte 0: a float expected", "bad-argument"],
    ["S'a\n.", "Cannot read STRING at byte 0: a quoted string literal expected", "bad-argument"],
    ["S'a' \n.", "Cannot read STRING at byte 0: a quoted string literal expected", "bad-argument"],
    [
      "S'\\'\n.",
      "Cannot read STRING at byte 0: an escape in the text is cut short or out of range",
      "bad-argument",
    ],
    ["c\nlog\n.", "Cannot read GLOBAL at byte 0: an empty line for a name", "bad-argument"],
    ["(imath\n\n.", "Cannot read INST at byte 1: an empty line for a name", "bad-argument"],
    ["P\xe9\n.", "Cannot read PERSID at byte 0: a persistent id of ASCII expected", "bad-argument"],
    [
      "V\\u00\n.",
      "Cannot read UNICODE at byte 0: an escape in the text is cut short or out of range",
      "bad-argument",
    ],
    ["X\x01\0\0\0\xff.", "Cannot read BINUNICODE at byte 0: the text is not UTF-8", "bad-argument"],
    ["\x8b\xff\xff\xff\xff.", "Cannot read LONG4 at byte 0: a length cannot be negative: -1", "bad-argument"],
    [
      ".",
      "Cannot read STOP at byte 0: 1 value expected on the stack, 0 found above the last MARK",
      "bad-stack",
    ],
    [
      "(.",
      "Cannot read STOP at byte 1: 1 value expected on the stack, 0 found above the last MARK",
      "bad-stack",
    ],
    ["K\x01t.", "Cannot read TUPLE at byte 2: no MARK on the stack", "bad-stack"],
    ["(K\x01d.", "Cannot read DICT at byte 3: a value expected for each key, the last has none", "bad-stack"],
    ["h\x07.", "Cannot read BINGET at byte 0: nothing was stored in the memo at 7", "bad-memo"],
    [
      "K\x01K\x02a.",
      "Cannot read APPEND at byte 4: the object below on the stack cannot be filled",
      "bad-target",
    ],
    ["K\x01}b.", "Cannot read BUILD at byte 3: an instance expected below the state", "bad-target"],
    [
      "K\x01)R.",
      "Cannot read REDUCE at byte 3: a value of type number is nothing that can be called",
      "bad-target",
    ],
    ["}]K\x01s.", "Cannot read SETITEM at byte 4: a list cannot be a key or a member of a set", "bad-key"],
    [
      "\x80\x04\x95\x09\0\0\0\0\0\0\0N.",
      "Cannot read FRAME at byte 2: 9 bytes expected, 2 left",
      "truncated",
    ],
    [
      "\x80\x05\x97.",
      "Cannot read NEXT_BUFFER at byte 2: an out-of-band buffer expected: give the option buffers",
      "bad-argument",
    ],
  ];

  for (const [text, message, code] of ERRORS) {
    it(`says what and where: ${message}`, () => {
      const offset = Number(/at byte (\d+)/.exec(message)?.[1]);
      expect(failure(() => loads(bytesOf(text)))).toMatchObject({
        name: "UnpicklingError",
        message,
        code,
        offset,
      });
    });
  }

  it("counts from the beginning of all bytes, for a later pickle too", () => {
    expect(failure(() => loads(Buffer.from("xxK", "latin1").subarray(2)))).toMatchObject({ offset: 0 });
  });

  it("is what a value of the standard library fails with", () => {
    const deque = dumps(new Deque([1, 2], 5));
    expect(loads(deque)).toStrictEqual(new Deque([1, 2], 5));
    for (let length = 0; length < deque.length; length += 1)
      expect(failure(() => loads(deque.subarray(0, length)))).toBeInstanceOf(UnpicklingError);
  });
});
