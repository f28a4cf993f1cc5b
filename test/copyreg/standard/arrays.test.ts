import { describe, expect, it } from "vitest";
import { INERT, reduceStandard } from "../../../src/copyreg/standard/index.ts";
import { Float, Global, Python2String, PythonArray } from "../../../src/python/index.ts";
import { exact, natural, reduced } from "./recipes.ts";

const ARRAY = new Global("array", "array");
const RECONSTRUCTOR = "array _array_reconstructor";

/** A typed array of each kind, its typecode, and the format of its bytes. */
const TYPED = [
  ["b", 1, Int8Array.of(-128, 127)],
  ["B", 0, Uint8ClampedArray.of(0, 255)],
  ["h", 4, Int16Array.of(-32_768, 258)],
  ["H", 2, Uint16Array.of(0, 65_535)],
  ["i", 8, Int32Array.of(-(2 ** 31), 16_909_060)],
  ["I", 6, Uint32Array.of(0, 2 ** 32 - 1)],
  ["q", 12, BigInt64Array.of(-(2n ** 63n), 5n)],
  ["Q", 10, BigUint64Array.of(0n, 2n ** 64n - 1n)],
  ["f", 14, Float32Array.of(0.5, -0, Number.NaN)],
  ["d", 16, Float64Array.of(0.1, 2, Number.NEGATIVE_INFINITY)],
] as const;

describe("typed arrays", () => {
  it.each(TYPED)("are array.array of typecode %s, made of bytes", (typecode, format, array) => {
    const bytes = new Uint8Array(array.buffer);
    expect(natural(RECONSTRUCTOR, ARRAY, typecode, format, bytes)).toEqual(array);
    expect(exact(RECONSTRUCTOR, ARRAY, typecode, BigInt(format), bytes)).toEqual(array);
    expect(reduced(array, 3)).toEqual([
      "array._array_reconstructor",
      ["array.array", typecode, format, bytes],
    ]);
    expect(reduced(array, 3, true)).toEqual([
      "array._array_reconstructor",
      ["array.array", typecode, BigInt(format), bytes],
    ]);
  });

  it.each(TYPED)("are array.array of typecode %s, made of a list before protocol 3", (typecode, _, array) => {
    const isFloat = typecode === "f" || typecode === "d";
    const values = Array.from<number | bigint>(array);
    const [name, [code, list]] = reduced(array, 2) as [string, [string, unknown[]]];
    expect([name, code, list.length]).toEqual(["array.array", typecode, array.length]);
    const numbers = list.map((item) => (item instanceof Float ? item.value : item));
    expect(natural("array array", typecode, numbers)).toEqual(array);
    expect(exact("array array", typecode, isFloat ? values : values.map(BigInt as never))).toEqual(array);
  });

  it("are written with ints as ints and floats as floats", () => {
    expect(reduced(BigInt64Array.of(5n, 2n ** 60n), 2)).toEqual(["array.array", ["q", [5, 2n ** 60n]]]);
    expect(reduced(Int8Array.of(5), 2, true)).toEqual(["array.array", ["b", [5n]]]);
    expect(reduced(Float64Array.of(2, 0.5), 2)).toEqual(["array.array", ["d", [new Float(2), 0.5]]]);
    expect(reduced(Float64Array.of(2), 2, true)).toEqual(["array.array", ["d", [2]]]);
  });

  it("are the part that is seen of a buffer", () => {
    const part = new Int16Array(Int16Array.of(1, 2, 3).buffer, 2, 1);
    expect(reduced(part, 4)).toEqual([
      "array._array_reconstructor",
      ["array.array", "h", 4, Uint8Array.of(2, 0)],
    ]);
  });

  it("are read from another machine's bytes as CPython does", () => {
    const big = Uint8Array.of(0, 0, 0, 5);
    expect(natural(RECONSTRUCTOR, ARRAY, "i", 9, big)).toEqual(Int32Array.of(5));
    expect(natural(RECONSTRUCTOR, ARRAY, "l", 9, big)).toEqual(Int32Array.of(5));
    expect(natural(RECONSTRUCTOR, ARRAY, "l", 8, big.toReversed())).toEqual(Int32Array.of(5));
    expect(natural(RECONSTRUCTOR, ARRAY, "d", 17, Uint8Array.of(63, 240, 0, 0, 0, 0, 0, 0))).toEqual(
      Float64Array.of(1),
    );
    expect(exact(RECONSTRUCTOR, ARRAY, "i", 9n, big)).toBe(INERT);
    expect(exact(RECONSTRUCTOR, ARRAY, "l", 8n, big)).toBe(INERT);
  });

  it("do not come of lists that do not fit", () => {
    expect(natural("array array", "b", [128])).toBe(INERT);
    expect(natural("array array", "B", [-1])).toBe(INERT);
    expect(natural("array array", "B", [1.5])).toBe(INERT);
    expect(natural("array array", "q", [2n ** 63n])).toBe(INERT);
    expect(natural("array array", "f", [0.1])).toBe(INERT);
    expect(natural("array array", "i", [true])).toBe(INERT);
    expect(natural("array array", "d", ["1"])).toBe(INERT);
    expect(exact("array array", "i", [1])).toBe(INERT);
    expect(exact("array array", "d", [1n])).toBe(INERT);
    expect(exact("array array", new Python2String(Uint8Array.of(105)), [1n])).toBe(INERT);
    expect(natural("array array", "c", ["a"])).toBe(INERT);
    expect(natural("array array", "i")).toEqual(new Int32Array());
    expect(exact("array array", "i")).toBe(INERT);
  });

  it("do not come of bytes that are none", () => {
    expect(natural(RECONSTRUCTOR, ARRAY, "i", 8, Uint8Array.of(1, 2, 3))).toBe(INERT);
    expect(natural(RECONSTRUCTOR, ARRAY, "i", 22, Uint8Array.of())).toBe(INERT);
    expect(natural(RECONSTRUCTOR, ARRAY, "i", -1, Uint8Array.of())).toBe(INERT);
    expect(natural(RECONSTRUCTOR, ARRAY, "i", 14, Uint8Array.of())).toBe(INERT);
    expect(natural(RECONSTRUCTOR, ARRAY, "d", 14, Uint8Array.of())).toBe(INERT);
    expect(natural(RECONSTRUCTOR, ARRAY, "i", 20, Uint8Array.of())).toBe(INERT);
    expect(natural(RECONSTRUCTOR, new Global("shop", "Array"), "i", 8, Uint8Array.of())).toBe(INERT);
    expect(natural(RECONSTRUCTOR, ARRAY, "i", 8, "text")).toBe(INERT);
  });

  it("are none of the classes that Python has no array for", () => {
    for (const value of [new DataView(new ArrayBuffer(1)), new ArrayBuffer(1), Buffer.of(1)]) {
      expect(reduceStandard(value, undefined, { protocol: 4, exact: false })).toBeUndefined();
    }
  });
});

describe("PythonArray", () => {
  it("holds what is as wide as the machine's long", () => {
    const bytes = Uint8Array.of(5, 0, 0, 0, 0, 0, 0, 0);
    expect(natural(RECONSTRUCTOR, ARRAY, "l", 12, bytes)).toEqual(new PythonArray("l", [5]));
    expect(exact(RECONSTRUCTOR, ARRAY, "L", 10n, bytes)).toEqual(new PythonArray("L", [5n]));
    expect(natural("array array", "l", [5, -(2n ** 60n)])).toEqual(new PythonArray("l", [5, -(2n ** 60n)]));
    expect(reduced(new PythonArray("l", [5]), 3)).toEqual([
      "array._array_reconstructor",
      ["array.array", "l", 12, bytes],
    ]);
    expect(reduced(new PythonArray("L", [5n]), 2, true)).toEqual(["array.array", ["L", [5n]]]);
    expect(reduced(new PythonArray("l", [2n ** 63n]), 3)).toBeUndefined();
    expect(reduced(new PythonArray("x", []), 3)).toBeUndefined();
  });

  it("holds characters, each of one code point", () => {
    const text = new PythonArray("u", ["h", "😀", "\ud800"]);
    const bytes = Uint8Array.of(104, 0, 0, 0, 0, 0xf6, 1, 0, 0, 0xd8, 0, 0);
    expect(natural(RECONSTRUCTOR, ARRAY, "u", 20, bytes)).toEqual(text);
    expect(exact(RECONSTRUCTOR, ARRAY, "w", 20n, bytes)).toEqual(new PythonArray("w", text.values));
    expect(exact("array array", "u", [...text.values])).toEqual(text);
    expect(reduced(text, 4)).toEqual(["array._array_reconstructor", ["array.array", "u", 20, bytes]]);
    expect(reduced(text, 2)).toEqual(["array.array", ["u", text.values]]);
    expect(natural("array array", "u", ["ab"])).toBe(INERT);
    expect(natural("array array", "u", [""])).toBe(INERT);
    expect(natural(RECONSTRUCTOR, ARRAY, "u", 20, Uint8Array.of(0, 0, 0x11, 0))).toBe(INERT);
    expect(reduced(new PythonArray("u", ["ab"]), 4)).toBeUndefined();
  });

  it("is read from the UTF-16 of a machine with narrow characters", () => {
    const little = Uint8Array.of(104, 0, 0x3d, 0xd8, 0, 0xde);
    expect(natural(RECONSTRUCTOR, ARRAY, "u", 18, little)).toEqual(new PythonArray("u", ["h", "😀"]));
    expect(natural(RECONSTRUCTOR, ARRAY, "u", 19, Uint8Array.of(0, 104))).toEqual(
      new PythonArray("u", ["h"]),
    );
    expect(natural(RECONSTRUCTOR, ARRAY, "u", 21, Uint8Array.of(0, 0, 0, 104))).toEqual(
      new PythonArray("u", ["h"]),
    );
    expect(natural(RECONSTRUCTOR, ARRAY, "u", 18, little.subarray(0, 4))).toBe(INERT);
    expect(exact(RECONSTRUCTOR, ARRAY, "u", 18n, little)).toBe(INERT);
  });
});
