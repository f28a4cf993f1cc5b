import { describe, expect, it } from "vitest";
import { floatText, parseFloatText, percentG17 } from "../../src/python/float-text.ts";
import { itAsksPython } from "./judge.ts";

describe("floatText()", () => {
  it.for([
    [1, "1.0"],
    [-0, "-0.0"],
    [1e16, "1e+16"],
    [9999999999999998, "9999999999999998.0"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [-1.5e-7, "-1.5e-07"],
    [1e100, "1e+100"],
    [5e-324, "5e-324"],
    [Number.POSITIVE_INFINITY, "inf"],
    [Number.NEGATIVE_INFINITY, "-inf"],
    [Number.NaN, "nan"],
  ] as const)("writes %d as %s", ([value, text]) => {
    expect(floatText(value)).toBe(text);
  });

  itAsksPython("agrees with Python about thousands of numbers", async (oracle) => {
    const view = new DataView(new ArrayBuffer(8));
    const numbers: number[] = [];
    for (let i = 0; i < 10_000; i += 1) {
      view.setUint32(0, Math.random() * 2 ** 32);
      view.setUint32(4, Math.random() * 2 ** 32);
      numbers.push(view.getFloat64(0), (Math.random() - 0.5) * 10 ** Math.floor(Math.random() * 44 - 22));
    }
    const texts = await oracle.represent(numbers.map(pickledFloat));
    expect(numbers.map(floatText)).toEqual(texts);
  });
});

describe("percentG17()", () => {
  // Python 3.13: "%.17g" % value
  it.for([
    [0.1, "0.10000000000000001"],
    [1, "1"],
    [-0, "-0"],
    [0, "0"],
    [123456789, "123456789"],
    [1e16, "10000000000000000"],
    [1e17, "1e+17"],
    [1.5e300, "1.5000000000000001e+300"],
    [0.0001, "0.0001"],
    [0.00001, "1.0000000000000001e-05"],
    [5e-324, "4.9406564584124654e-324"],
    [-2.5, "-2.5"],
    [Number.POSITIVE_INFINITY, "inf"],
    [Number.NaN, "nan"],
    // Ties: C rounds to the even digit, JavaScript up.
    [12345 / 2 ** 20, "0.011773109436035156"],
    [98305 / 2 ** 20, "0.093750953674316406"],
    [98315 / 2 ** 20, "0.093760490417480469"],
  ] as const)("writes %d as %s", ([value, text]) => {
    expect(percentG17(value)).toBe(text);
  });

  it("gives the same number back", () => {
    const view = new DataView(new ArrayBuffer(8));
    for (let i = 0; i < 10_000; i += 1) {
      view.setUint32(0, Math.random() * 2 ** 32);
      view.setUint32(4, Math.random() * 2 ** 32);
      const value = view.getFloat64(0);
      expect(parseFloatText(percentG17(value))).toBe(value);
    }
  });
});

describe("parseFloatText()", () => {
  it.for([
    ["1", 1],
    ["+.5", 0.5],
    ["1.", 1],
    ["-1e5", -1e5],
    ["1E-2", 0.01],
    ["iNf", Number.POSITIVE_INFINITY],
    ["-infinity", Number.NEGATIVE_INFINITY],
    ["-nan", Number.NaN],
    ["1e999", Number.POSITIVE_INFINITY],
    ["-1e999", Number.NEGATIVE_INFINITY],
    ["", undefined],
    [" 1", undefined],
    ["1_0", undefined],
    ["0x1", undefined],
    ["1e", undefined],
    [".", undefined],
    ["in", undefined],
  ] as const)("reads %j as %d", ([text, value]) => {
    expect(parseFloatText(text)).toBe(value);
  });
});

/** BINFLOAT and STOP. */
function pickledFloat(value: number): Uint8Array {
  const bytes = new Uint8Array(10);
  bytes[0] = 0x47;
  new DataView(bytes.buffer).setFloat64(1, value);
  bytes[9] = 0x2e;
  return bytes;
}
