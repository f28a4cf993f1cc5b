import { describe, expect, it } from "vitest";
import { ByteReader, EndOfBytes } from "../../src/bytes/index.ts";
import { bytesOf } from "../pickle/literals.ts";

describe("ByteReader", () => {
  it("reads each kind of field", () => {
    const reader = new ByteReader(
      bytesOf(
        "\xff\x02\x01\xff\xff\xff\xff\xff\xff\xff\xff\x01\0\0\0\x01\0\0\0?\xf0\0\0\0\0\0\0abcline\n\nrest",
      ),
    );
    expect(reader.u8()).toBe(255);
    expect(reader.u16()).toBe(0x0102);
    expect(reader.u32()).toBe(0xffffffff);
    expect(reader.i32()).toBe(-1);
    expect(reader.u64()).toBe(2 ** 32 + 1);
    expect(reader.f64()).toBe(1);
    expect(reader.take(3)).toEqual(bytesOf("abc"));
    expect(reader.line()).toEqual(bytesOf("line"));
    expect(reader.line()).toEqual(bytesOf(""));
    expect(reader.left).toBe(4);
    expect(reader.offset).toBe(reader.bytes.length - 4);
  });

  it("reads within a view, and gives views of it", () => {
    const bytes = bytesOf("xx\x01\x02\x03\x04ab\nyy").subarray(2, 9);
    const reader = new ByteReader(bytes);
    expect(reader.u32()).toBe(0x04030201);
    expect(reader.take(2).buffer).toBe(bytes.buffer);
    expect(reader.line()).toHaveLength(0);
    expect(reader.left).toBe(0);
  });

  it("gives a length that nothing can have for a wide u64", () => {
    expect(new ByteReader(new Uint8Array(8).fill(255)).u64()).toBe(2 ** 64);
  });

  it("throws EndOfBytes where too few are left, and stays where it is", () => {
    const fields = { u8: 1, u16: 2, u32: 4, i32: 4, u64: 8, f64: 8 } as const;
    for (const [field, size] of Object.entries(fields)) {
      const reader = new ByteReader(new Uint8Array(size - 1));
      expect(() => reader[field as keyof typeof fields]()).toThrow(new EndOfBytes(size, size - 1));
      expect(reader.offset).toBe(0);
    }
    const reader = new ByteReader(bytesOf("ab"));
    expect(() => reader.take(3)).toThrow("3 bytes expected, 2 left");
    expect(() => reader.line()).toThrow("3 bytes expected, 2 left");
    expect(() => reader.take(2 ** 60)).toThrow(EndOfBytes);
    expect(reader.offset).toBe(0);
    expect(reader.take(2)).toHaveLength(2);
    expect(() => reader.u8()).toThrow("1 byte expected, 0 left");
  });

  it("does not search again what it searched for the end of a line", () => {
    const first = new ByteReader(bytesOf("ab no end"));
    first.take(3);
    expect(() => first.line()).toThrow(EndOfBytes);
    // A newline where there was none tells whether it is looked for there again.
    const second = new ByteReader(bytesOf("no\nend yet\nmore"));
    second.resumeSearch(first, -3);
    expect(second.line()).toEqual(bytesOf("no\nend yet"));
    expect(second.left).toBe(4);
  });
});

describe("EndOfBytes", () => {
  it("says how many were expected and how many are left", () => {
    expect(new EndOfBytes(2, 1)).toMatchObject({ name: "EndOfBytes", expected: 2, left: 1 });
    expect(new EndOfBytes(1, 0).message).toBe("1 byte expected, 0 left");
  });
});
