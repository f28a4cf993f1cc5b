import { describe, expect, it } from "vitest";
import { ByteWriter } from "../../src/bytes/index.ts";
import { bytesOf, textOf } from "../pickle/literals.ts";

describe("ByteWriter", () => {
  it("writes each kind of field", () => {
    const writer = new ByteWriter();
    writer.u8(255);
    writer.pair(1, 2);
    writer.u16(0x0102);
    writer.u32(-1);
    writer.u32(0xffffffff);
    writer.u64(2 ** 32 + 1);
    writer.f64(1);
    writer.raw(bytesOf("abc"));
    writer.latin1("\xe9");
    writer.utf8("é€😀\ud800");
    expect(textOf(writer.toBytes())).toBe(
      "\xff\x01\x02\x02\x01\xff\xff\xff\xff\xff\xff\xff\xff\x01\0\0\0\x01\0\0\0?\xf0\0\0\0\0\0\0abc\xe9\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xed\xa0\x80",
    );
  });

  it("grows, one byte or many at a time, from nothing or from a buffer that was given back", () => {
    for (let i = 0; i < 3; i += 1) {
      const writer = new ByteWriter();
      const text: string[] = [];
      for (let i = 0; i < 300; i += 1) {
        writer.u8(i & 255);
        writer.u16(i);
        writer.utf8("é");
        text.push(String.fromCharCode(i & 255, i & 255, i >> 8), "\xc3\xa9");
      }
      writer.raw(new Uint8Array(10_000));
      expect(textOf(writer.toBytes())).toBe(`${text.join("")}${"\0".repeat(10_000)}`);
      expect(writer.length).toBe(11_500);
      writer.release();
    }
  });

  it("overwrites what was written before", () => {
    const writer = new ByteWriter();
    const start = writer.reserve(12);
    writer.setU32(start, 7);
    writer.setU64(start + 4, 2 ** 40);
    expect([...writer.toBytes()]).toEqual([7, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
  });

  it("writes texts short and long, ASCII and not", () => {
    for (const length of [0, 1, 47, 48, 49, 1000]) {
      for (const text of ["a".repeat(length), `${"a".repeat(length)}é`, "\udc00".repeat(length)]) {
        const writer = new ByteWriter();
        writer.u8(0x3e);
        writer.utf8(text);
        const lone = "\xed\xb0\x80";
        const bytes = text.startsWith("\udc00") ? lone.repeat(length) : text.replace("é", "\xc3\xa9");
        expect(textOf(writer.toBytes())).toBe(`>${bytes}`);
      }
    }
  });

  it("gives a copy of what it wrote", () => {
    const writer = new ByteWriter();
    writer.u8(1);
    const bytes = writer.toBytes();
    writer.bytes[0] = 2;
    expect([...bytes]).toEqual([1]);
  });

  it("begins anew once its buffer was given back, which only one other writer gets", () => {
    const writer = new ByteWriter();
    writer.raw(new Uint8Array(5000).fill(7));
    const { bytes } = writer;
    writer.release();
    const [one, other] = [new ByteWriter(), new ByteWriter()];
    for (const each of [one, other, writer]) each.u8(1);
    expect([one, other, writer].filter((each) => each.bytes === bytes)).toHaveLength(1);
    expect([one, other, writer].map((each) => [...each.toBytes()])).toEqual([[1], [1], [1]]);
  });
});
