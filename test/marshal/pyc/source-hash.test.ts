import { sourceHash } from "pantry/marshal/pyc";
import { describe, expect, it } from "vitest";
import { SAMPLES, SOURCE } from "./samples.ts";

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

describe("sourceHash()", () => {
  const hashed = SAMPLES.filter(({ kind }) => kind === "checked-hash");

  it.for(hashed)("gives the hash that Python $python gives", ({ python, expected }) => {
    expect(hex(sourceHash(SOURCE, python))).toBe(expected.hash);
    expect(hex(sourceHash(SOURCE, expected.magic))).toBe(expected.hash);
  });

  it("reads a view of bytes where it begins and ends", () => {
    const around = Uint8Array.of(9, ...Buffer.from("x=1"), 9);
    expect(hex(sourceHash(around.subarray(1, 4), "3.12"))).toBe("1b3fde1405dbb566");
  });

  it("does not mind the patch level", () => {
    expect(hex(sourceHash(SOURCE, "3.12.1"))).toBe(hex(sourceHash(SOURCE, "3.12")));
  });

  it("takes the magic number of 3.15, which it does not know", () => {
    expect(sourceHash(SOURCE, 3657)).toHaveLength(8);
    expect(() => sourceHash(SOURCE, "3.15")).toThrow(
      new RangeError("the magic number of Python 3.15 is not known: give it as a number"),
    );
  });

  it("refuses Pythons without hashes and numbers that are none of a Python", () => {
    for (const python of ["2.7", "3.6", 3379]) {
      expect(() => sourceHash(SOURCE, python)).toThrow(
        /^python: there are hashes of sources from 3\.7 on, not in/,
      );
    }
    for (const python of ["3.99", "", 3460]) expect(() => sourceHash(SOURCE, python)).toThrow(RangeError);
  });
});
