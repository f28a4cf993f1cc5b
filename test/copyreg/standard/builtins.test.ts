import { describe, expect, it } from "vitest";
import { INERT, recipeFor } from "../../../src/copyreg/standard/index.ts";
import { dumps, loads } from "../../../src/pickle/index.ts";
import {
  ByteArray,
  Ellipsis,
  Global,
  Instance,
  NotImplemented,
  Python2String,
  Range,
  SimpleNamespace,
  Slice,
  Tuple,
} from "../../../src/python/index.ts";
import { exact, natural, reduced } from "./recipes.ts";

describe("Ellipsis and NotImplemented", () => {
  it("are names", () => {
    expect(recipeFor("builtins", "Ellipsis")?.value).toBe(Ellipsis);
    expect(recipeFor("builtins", "NotImplemented")?.value).toBe(NotImplemented);
    expect(reduced(Ellipsis, 2)).toBe("builtins.Ellipsis");
    expect(reduced(NotImplemented, 2)).toBe("builtins.NotImplemented");
    for (const exact of [false, true]) {
      expect(loads(dumps(new Global("builtins", "Ellipsis"), { protocol: 2 }), { exact })).toBe(Ellipsis);
    }
  });
});

describe("range", () => {
  it("is made of one to three ints", () => {
    expect(natural("builtins range", 5)).toEqual(new Range(0, 5));
    expect(natural("builtins range", 1, 5)).toEqual(new Range(1, 5));
    // Its fields, since the matcher would iterate.
    expect({ ...(natural("builtins range", 2n ** 70n, 0, -3) as Range) }).toEqual({
      start: 2n ** 70n,
      stop: 0,
      step: -3,
    });
    expect(exact("builtins range", 0n, 5n, 1n)).toEqual(new Range(0, 5));
    expect(reduced(new Range(0, 2n ** 70n), 2)).toEqual(["builtins.range", [0, 2n ** 70n, 1]]);
    expect(reduced(new Range(0, 5), 2, true)).toEqual(["builtins.range", [0n, 5n, 1n]]);
  });

  it("stays a call of anything else", () => {
    expect(natural("builtins range")).toBe(INERT);
    expect(natural("builtins range", 0, 5, 0)).toBe(INERT);
    expect(natural("builtins range", 0, 1.5)).toBe(INERT);
    expect(natural("builtins range", 0, 1, 1, 1)).toBe(INERT);
    expect(exact("builtins range", 5n)).toBe(INERT);
    expect(exact("builtins range", 0n, true, 1n)).toBe(INERT);
  });
});

describe("slice", () => {
  it("is made of one to three values", () => {
    expect(natural("builtins slice", 5)).toEqual(new Slice(null, 5));
    expect(natural("builtins slice", 1, 5)).toEqual(new Slice(1, 5));
    expect(exact("builtins slice", null, "b", 2n)).toEqual(new Slice(null, "b", 2n));
    expect(exact("builtins slice", 5n)).toBe(INERT);
    expect(natural("builtins slice")).toBe(INERT);
    expect(reduced(new Slice(1, null), 2)).toEqual(["builtins.slice", [1, null, null]]);
  });
});

describe("bytes before protocol 3", () => {
  it("are an encoded text, or a call without arguments", () => {
    for (const read of [natural, exact]) {
      expect(read("_codecs encode", "a\xff\0", "latin1")).toEqual(Uint8Array.of(97, 255, 0));
      expect(read("builtins bytes")).toEqual(new Uint8Array());
      expect(read("_codecs encode", "\u20ac", "latin1")).toBe(INERT);
      expect(read("_codecs encode", "a", "utf-8")).toBe(INERT);
      expect(read("_codecs encode", "a")).toBe(INERT);
      expect(read("builtins bytes", 5)).toBe(INERT);
    }
    expect(natural("_codecs encode", "a", "latin-1")).toEqual(Uint8Array.of(97));
    expect(exact("_codecs encode", "a", "latin-1")).toBe(INERT);
    expect(exact("_codecs encode", "a", new Python2String(Uint8Array.from(Buffer.from("latin1"))))).toBe(
      INERT,
    );
  });

  it("make a bytearray, which older Pythons made of a text", () => {
    const latin1 = new Python2String(Uint8Array.from(Buffer.from("latin-1")));
    for (const read of [natural, exact]) {
      expect(read("builtins bytearray")).toEqual(new ByteArray());
      expect(read("builtins bytearray", Uint8Array.of(1, 2))).toEqual(new ByteArray([1, 2]));
      expect(read("builtins bytearray", "a\xff", "latin-1")).toEqual(new ByteArray([97, 255]));
      expect(read("builtins bytearray", "a\xff", latin1)).toEqual(new ByteArray([97, 255]));
      expect(read("builtins bytearray", "\u20ac", "latin-1")).toBe(INERT);
      expect(read("builtins bytearray", "a", "utf-8")).toBe(INERT);
      expect(read("builtins bytearray", 5)).toBe(INERT);
    }
  });

  it("are copied, so that a bytearray can change alone", () => {
    const bytes = Uint8Array.of(1, 2);
    const copy = natural("builtins bytearray", bytes) as ByteArray;
    copy[0] = 9;
    expect(bytes[0]).toBe(1);
  });
});

describe("sets before protocol 4", () => {
  it("are calls with a list, or with nothing", () => {
    const call = (name: string, ...args: unknown[]): unknown =>
      loads(dumps(new Instance(new Global("builtins", name), { args: Tuple.from(args) as Tuple })));
    expect(call("set", [1, 2])).toEqual(new Set([1, 2]));
    expect(call("set")).toEqual(new Set());
    expect(String(call("frozenset", [1]))).toBe("frozenset({1})");
    expect(() => call("set", [[]])).toThrow(/cannot be a key or a member/);
  });
});

describe("SimpleNamespace", () => {
  const global = new Global("types", "SimpleNamespace");
  const bytesOf = (state: unknown): Uint8Array => dumps(new Instance(global, { state }), { exact: true });

  it("has its attributes as its state", () => {
    const state = new Map<string, unknown>([
      ["a", 1n],
      ["__proto__", 2n],
    ]);
    for (const exact of [false, true]) {
      const namespace = loads<SimpleNamespace>(bytesOf(state), { exact });
      expect(namespace).toBeInstanceOf(SimpleNamespace);
      expect(Object.entries(namespace).map(([key, value]) => [key, Number(value)])).toEqual([
        ["a", 1],
        ["__proto__", 2],
      ]);
    }
  });

  it("stays an Instance where an object could not keep the order of its attributes", () => {
    const state = new Map([
      ["a", 1n],
      ["10", 2n],
    ]);
    expect(loads(bytesOf(state), { exact: true })).toEqual(new Instance(global, { state }));
    expect(loads(bytesOf(state))).toBeInstanceOf(SimpleNamespace);
  });

  it("is written with a literal dict, empty or not", () => {
    const namespace = new SimpleNamespace([["__proto__", 1]]);
    const [, , { state }] = reduced(namespace, 4) as [string, unknown[], { state: object }];
    expect(Object.getPrototypeOf(state)).toBe(Object.prototype);
    expect(Object.entries(state)).toEqual([["__proto__", 1]]);
    expect(reduced(new SimpleNamespace(), 4)).toEqual(["types.SimpleNamespace", [], { state: {} }]);
    expect(natural("types SimpleNamespace", {})).toBe(INERT);
  });
});
