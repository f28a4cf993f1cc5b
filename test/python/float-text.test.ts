import { describe, expect, it } from "vitest";
import { floatText } from "../../src/python/float-text.ts";
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

/** BINFLOAT and STOP. */
function pickledFloat(value: number): Uint8Array {
  const bytes = new Uint8Array(10);
  bytes[0] = 0x47;
  new DataView(bytes.buffer).setFloat64(1, value);
  bytes[9] = 0x2e;
  return bytes;
}
