import { decodeLong, encodeLong } from "pantry/pickle";
import { describe, expect, it } from "vitest";

// Python 3.13: pickle.encode_long(value)
const LONGS: readonly (readonly [value: bigint, bytes: readonly number[]])[] = [
  [0n, []],
  [1n, [1]],
  [-1n, [255]],
  [127n, [127]],
  [128n, [128, 0]],
  [-128n, [128]],
  [-129n, [127, 255]],
  [255n, [255, 0]],
  [256n, [0, 1]],
  [-256n, [0, 255]],
  [-257n, [255, 254]],
  [32767n, [255, 127]],
  [32768n, [0, 128, 0]],
  [-32768n, [0, 128]],
  [-32769n, [255, 127, 255]],
  [2147483648n, [0, 0, 0, 128, 0]],
  [140737488355327n, [255, 255, 255, 255, 255, 127]],
  [140737488355328n, [0, 0, 0, 0, 0, 128, 0]],
  [-140737488355328n, [0, 0, 0, 0, 0, 128]],
  [-140737488355329n, [255, 255, 255, 255, 255, 127, 255]],
  [9007199254740992n, [0, 0, 0, 0, 0, 0, 32]],
  [9223372036854775807n, [255, 255, 255, 255, 255, 255, 255, 127]],
  [9223372036854775808n, [0, 0, 0, 0, 0, 0, 0, 128, 0]],
  [-9223372036854775808n, [0, 0, 0, 0, 0, 0, 0, 128]],
  [-9223372036854775809n, [255, 255, 255, 255, 255, 255, 255, 127, 255]],
  [18446744073709551616n, [0, 0, 0, 0, 0, 0, 0, 0, 1]],
];

describe("encodeLong() and decodeLong()", () => {
  for (const [value, bytes] of LONGS) {
    it(`know ${value} as CPython does`, () => {
      expect([...encodeLong(value)]).toEqual(bytes);
      expect(decodeLong(Uint8Array.from(bytes))).toBe(value);
    });
  }

  it("undo each other around every power of 2 up to 2^2100", () => {
    for (let bits = 0n; bits < 2100n; bits += 1n) {
      for (const near of [-1n, 0n, 1n]) {
        const value = 2n ** bits + near;
        expect(decodeLong(encodeLong(value))).toBe(value);
        expect(decodeLong(encodeLong(-value))).toBe(-value);
        expect(encodeLong(value).length).toBeLessThanOrEqual(Number((bits + 1n) / 8n) + 1);
      }
    }
  });

  it("take more sign bytes than needed", () => {
    expect(decodeLong(Uint8Array.of(0, 0, 0))).toBe(0n);
    expect(decodeLong(Uint8Array.of(255, 255, 255))).toBe(-1n);
    expect(decodeLong(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0))).toBe(1n);
    expect(decodeLong(Uint8Array.of(1, 255, 255, 255, 255, 255, 255, 255))).toBe(-255n);
  });

  it("read from a view of other bytes", () => {
    expect(decodeLong(Uint8Array.of(9, 0xff, 0x00, 9).subarray(1, 3))).toBe(255n);
  });
});
