import { dumps } from "pantry/pickle";
import { genops, PickletoolsError } from "pantry/pickletools";
import { describe, expect, it } from "vitest";

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

describe("genops()", () => {
  it("gives each opcode with its argument, offset and length", () => {
    const found = Array.from(genops(bytes("\x80\x02X\x01\0\0\0aJ\xff\xff\xff\xff\x86.rest")));
    expect(found.map(({ opcode, arg, offset, length }) => [opcode.name, arg, offset, length])).toEqual([
      ["PROTO", 2, 0, 2],
      ["BINUNICODE", "a", 2, 6],
      ["BININT", -1, 8, 5],
      ["TUPLE2", null, 13, 1],
      ["STOP", null, 14, 1],
    ]);
  });

  it("begins where it is told, so that pickles in a row can be read", () => {
    const data = new Uint8Array([...dumps("first"), ...dumps("second")]);
    const texts: unknown[] = [];
    for (let offset = 0; offset < data.length; ) {
      for (const operation of genops(data, { offset })) {
        if (typeof operation.arg === "string") texts.push(operation.arg);
        if (operation.opcode.name === "STOP") offset = operation.offset + operation.length;
      }
    }
    expect(texts).toEqual(["first", "second"]);
  });

  it("gives bytes as a view of the data", () => {
    const data = bytes("C\x02ab.");
    const [{ arg } = { arg: null }] = genops(data);
    expect((arg as Uint8Array).buffer).toBe(data.buffer);
  });

  it("gives what there is before it meets what is no opcode", () => {
    const seen: string[] = [];
    const run = () => {
      for (const { opcode } of genops(bytes("NK\x01\xff."))) seen.push(opcode.name);
    };
    expect(run).toThrow(PickletoolsError);
    expect(run).toThrow("Cannot read an opcode at byte 3: at position 3, opcode b'\\xff' unknown");
    expect(seen.slice(0, 2)).toEqual(["NONE", "BININT1"]);
  });

  it("says where an argument is wrong by the opcode", () => {
    expect(() => Array.from(genops(bytes("NX\x05\0\0\0ab")))).toThrow(
      expect.objectContaining({ offset: 1, what: "BINUNICODE", code: "truncated" }),
    );
    expect(() => Array.from(genops(bytes("N")))).toThrow(
      expect.objectContaining({ offset: 1, code: "truncated" }),
    );
    expect(() => Array.from(genops(bytes("~")))).toThrow(
      expect.objectContaining({ offset: 0, code: "bad-opcode" }),
    );
  });

  it("takes pickles that no stack could bear", () => {
    expect(Array.from(genops(bytes("ttt.")), ({ opcode }) => opcode.name)).toEqual([
      "TUPLE",
      "TUPLE",
      "TUPLE",
      "STOP",
    ]);
  });

  it("refuses what is no bytes, and offsets outside of them, at once", () => {
    expect(() => genops("N." as unknown as Uint8Array)).toThrow(TypeError);
    for (const offset of [-1, 3, 0.5, Number.NaN])
      expect(() => genops(bytes("N."), { offset })).toThrow(RangeError);
  });
});
