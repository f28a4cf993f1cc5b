import { createHash } from "node:crypto";
import { dumps, FRAME, loads } from "pantry/pickle";
import { ByteArray } from "pantry/python";
import { describe, expect, it } from "vitest";
import { FramedWriter } from "../../src/pickle/framed-writer.ts";
import { digestOf, textOf } from "./literals.ts";

const FRAME_SIZE = 65_536;

/** A pickle as Python shows it, a long run of one character as `<x>`. */
function briefly(value: unknown, protocol: number): string {
  return textOf(dumps(value, { protocol })).replace(/([xy])\1{999,}/g, "<$1>");
}

// The SHA-256 of the pickles of CPython 3.13, in protocols 3, 4 and 5, of a list of so many bytes and four times None.
const AROUND_A_FRAME: readonly (readonly [length: number, digest: string])[] = [
  [65524, "4978863837effbd1d17da1ad5f3395c7923d4d261837042ff70d5cbf79017fe5"],
  [65526, "bd9b20e3e4b4a9f38995db842f55c785e4b96e8c742bd8d06c66688e41e96943"],
  [65527, "c019d4c153991ed6f35cf1e20bba8c1e5f60b2cf15720db219dbc27aebce4e98"],
  [65528, "45a7adc6455b9eff0a8cbb0460acccb772c99a43112e36588c669509afc79b29"],
  [65530, "bc3c79b57c684b841c83c11abaef7b669f6f25f50ca0a764d940edd275259b9e"],
  [65531, "bd06af931b6e47b3a5f183141eb7bdc0265064924da15327959a089887036961"],
  [65532, "38f61145fd5d3ce4003c5c38aeac26f606818ede4a3325f1b0c718295a4b1127"],
  [65535, "8561a050f2d7f592dd350bf83498ad90e22ff8d3f17b045ab440220cf92ab97e"],
  [65536, "e2376583d89a4fba2c238268253abfce85e31d65fe92fe83abbf8284af7e2587"],
  [65537, "3d86e67720a7f609bfedb9fa7dd497bd5bb468837704ddc108f9982b40b96931"],
];

describe("frames", () => {
  it("begin with protocol 4", () => {
    const list = [256];
    expect(textOf(dumps(list, { protocol: 3 }))).toBe("\x80\x03]q\x00M\x00\x01a.");
    expect(textOf(dumps(list, { protocol: 4 }))).toBe("\x80\x04\x95\x07\0\0\0\0\0\0\0]\x94M\0\x01a.");
    expect(textOf(dumps(list, { protocol: 5 }))).toBe("\x80\x05\x95\x07\0\0\0\0\0\0\0]\x94M\0\x01a.");
  });

  it("have four bytes at least", () => {
    expect(textOf(dumps(1))).toBe("\x80\x05K\x01.");
    expect(textOf(dumps([]))).toBe("\x80\x05]\x94.");
    expect(textOf(dumps(256))).toBe("\x80\x05\x95\x04\0\0\0\0\0\0\0M\0\x01.");
  });

  it("hold a value of less than 64 KiB", () => {
    const text = "x".repeat(FRAME_SIZE - 1);
    expect(briefly(text, 4)).toBe("\x80\x04\x95\x06\0\x01\0\0\0\0\0X\xff\xff\0\0<x>\x94.");
    expect(briefly([Buffer.from(text), null], 5)).toBe(
      "\x80\x05\x95\x08\0\x01\0\0\0\0\0]\x94(B\xff\xff\0\0<x>\x94Ne.",
    );
  });

  it("leave a value of 64 KiB outside", () => {
    const text = "x".repeat(FRAME_SIZE);
    const bytes = new Uint8Array(FRAME_SIZE).fill(0x78);
    expect(briefly(text, 4)).toBe("\x80\x04X\0\0\x01\0<x>\x94.");
    expect(briefly([bytes, null], 5)).toBe("\x80\x05]\x94(B\0\0\x01\0<x>\x95\x04\0\0\0\0\0\0\0\x94Ne.");
    expect(briefly([ByteArray.from(bytes), null], 5)).toBe(
      "\x80\x05]\x94(\x96\0\0\x01\0\0\0\0\0<x>\x95\x04\0\0\0\0\0\0\0\x94Ne.",
    );
    expect(briefly([bytes, Uint8Array.from(bytes, () => 0x79)], 5)).toBe(
      "\x80\x05]\x94(B\0\0\x01\0<x>\x94B\0\0\x01\0<y>\x94e.",
    );
  });

  it("measure a text in bytes", () => {
    const text = "é".repeat(FRAME_SIZE / 2);
    expect(
      createHash("sha256")
        .update(dumps(text, { protocol: 4 }))
        .update(dumps(text))
        .digest("hex"),
    ).toBe("18d432e227af527de9f35377914fdb29b86acad49a10fe34da481f57cefedc4d");
  });

  it("end at the first value behind 64 KiB", () => {
    const list = Array.from({ length: 50_000 }, (_, i) => 256 + i);
    const bytes = dumps(list, { protocol: 4 });
    const view = new DataView(bytes.buffer);
    const frames: (readonly [offset: number, length: bigint])[] = [];
    for (let offset = 2; bytes[offset] === FRAME; ) {
      const length = view.getBigUint64(offset + 1, true);
      frames.push([offset, length]);
      offset += 9 + Number(length);
    }
    expect(frames).toEqual([
      [2, 65_538n],
      [65_549, 65_537n],
      [131_095, 19_028n],
    ]);
    expect(digestOf(list, [4, 5])).toBe("88e1da49d47f7f92b961a7a1a1cb0cc80417f31c1943d40ac5b0556cfe5720af");
    expect(loads(bytes)).toEqual(list);
  });

  for (const [length, digest] of AROUND_A_FRAME) {
    it(`are cut as CPython cuts them around a value of ${length} bytes`, () => {
      const value = [new Uint8Array(length).fill(0x78), null, null, null, null];
      expect(digestOf(value, [3, 4, 5])).toBe(digest);
    });
  }
});

describe("FramedWriter.line()", () => {
  it("writes integers of any length up to 32 bits", () => {
    const values = [0, -0, 1, -1, 2 ** 31 - 1, -(2 ** 31)];
    for (let power = 10; power < 2 ** 31; power *= 10) {
      for (const value of [power - 1, power, power + 1, 2 * power, 9 * power + 7])
        if (value < 2 ** 31) values.push(value, -value);
    }
    const out = new FramedWriter();
    for (const value of values) out.line(0x49, value);
    expect(textOf(out.toBytes())).toBe(values.map((value) => `I${value}\n`).join(""));
  });
});
