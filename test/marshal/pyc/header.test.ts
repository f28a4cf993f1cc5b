import { MarshalEOFError, MarshalError, MarshalValueError } from "pantry/marshal";
import { MAGIC_NUMBERS, type PycHeader, readHeader } from "pantry/marshal/pyc";
import { describe, expect, it } from "vitest";
import { SAMPLES } from "./samples.ts";

/** A header of 16 bytes: the magic number, and three numbers of 32 bits. */
function header(magic: number, ...numbers: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(16));
  view.setUint32(0, magic + 0x0a0d_0000, true);
  for (const [index, number] of numbers.entries()) view.setUint32(4 + 4 * index, number, true);
  return new Uint8Array(view.buffer);
}

function failure(bytes: Uint8Array): MarshalError {
  try {
    readHeader(bytes);
  } catch (error) {
    if (error instanceof MarshalError) return error;
    throw error;
  }
  throw new Error("was read");
}

function lengthIn(python: string): number {
  if (["2.7", "3.0", "3.1", "3.2"].includes(python)) return 8;
  return ["3.3", "3.4", "3.5", "3.6"].includes(python) ? 12 : 16;
}

describe("readHeader()", () => {
  it.for(SAMPLES)("reads what Python $python wrote, $kind", ({ python, kind, bytes, expected }) => {
    const isHashBased = kind !== "timestamp";
    expect(readHeader(bytes)).toEqual({
      python,
      magic: expected.magic,
      invalidation: kind,
      mtime: isHashBased ? undefined : expected.mtime,
      size: isHashBased || python === "2.7" ? undefined : expected.size,
      hash: isHashBased ? Uint8Array.from(Buffer.from(expected.hash as string, "hex")) : undefined,
      length: lengthIn(python),
    } satisfies PycHeader);
  });

  it("knows how long the header of each version is, and what is in it", () => {
    for (const [python, magic] of MAGIC_NUMBERS) {
      const length = lengthIn(python);
      const { mtime, size, ...rest } = readHeader(header(magic, ...(length === 16 ? [0, 7, 8] : [7, 8])));
      expect(rest).toMatchObject({ python, magic, length, invalidation: "timestamp", hash: undefined });
      expect([python, mtime, size]).toEqual([python, 7, length === 8 ? undefined : 8]);
    }
  });

  it("reads times and sizes of 32 bits without a sign", () => {
    const { mtime, size } = readHeader(header(3531, 0, 0xffff_ffff, 0x8000_0000));
    expect([mtime, size]).toEqual([0xffff_ffff, 0x8000_0000]);
  });

  it("looks at the source's hash only where the lowest bit says so, as Python does", () => {
    expect(readHeader(header(3531, 2, 7, 8))).toMatchObject({ invalidation: "timestamp", mtime: 7, size: 8 });
  });

  it("gives a hash of its own, which does not change with the input", () => {
    const bytes = header(3531, 1, 0x04030201, 0x08070605);
    const { hash } = readHeader(bytes);
    bytes.fill(0);
    expect(hash).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
  });

  it("says what is missing of a header that is cut short", () => {
    for (const [python, magic] of MAGIC_NUMBERS) {
      const whole = header(magic).subarray(0, lengthIn(python));
      for (let left = 0; left < whole.length; left += 1) {
        const error = failure(whole.subarray(0, left));
        const expected = left < 4 ? 4 : whole.length;
        expect(error).toBeInstanceOf(MarshalEOFError);
        expect([error.code, error.offset]).toEqual(["truncated", 0]);
        expect(error.message).toBe(
          `Cannot read the header at byte 0: ${expected} bytes expected, ${left} left`,
        );
      }
      expect(readHeader(whole).python).toBe(python);
    }
  });

  it("says whose magic number it is that it does not know", () => {
    const reasons = [
      [3460, "a pre-release of Python 3.11"],
      [3392, "a pre-release of Python 3.7"],
      [62171, "a pre-release of Python 2.7"],
      [3700, "no known Python"],
      [20121, "no known Python"],
    ] as const;
    for (const [magic, whose] of reasons) {
      const error = failure(header(magic));
      expect(error).toBeInstanceOf(MarshalValueError);
      expect([error.code, error.offset]).toEqual(["bad-header", 0]);
      expect(error.message).toBe(
        `Cannot read the header at byte 0: magic number ${magic} is that of ${whose}`,
      );
    }
  });

  it("refuses a file that was taken for text, or is none", () => {
    const asText = Uint8Array.from(header(3531).filter((byte) => byte !== 13));
    for (const bytes of [asText, Buffer.from("import sys\n"), new Uint8Array(16)]) {
      const error = failure(bytes);
      expect([error.code, error.offset]).toEqual(["bad-header", 0]);
      expect(error.message).toBe("Cannot read the header at byte 0: it does not begin as a .pyc file does");
    }
  });

  it("refuses flags that no Python knows", () => {
    for (const flags of [4, 0x8000_0000, 0xffff_ffff]) {
      const error = failure(header(3531, flags));
      expect(error).toBeInstanceOf(MarshalValueError);
      expect([error.code, error.offset]).toEqual(["bad-header", 4]);
      expect(error.message).toBe(`Cannot read the header at byte 4: unknown flags 0x${flags.toString(16)}`);
    }
  });

  it("refuses what is no Uint8Array", () => {
    const text = "3531" as unknown as Uint8Array;
    expect(() => readHeader(text)).toThrow(new TypeError("bytes must be a Uint8Array"));
  });
});
