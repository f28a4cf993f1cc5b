import { dumps, loads } from "pantry/pickle";
import { genops, optimize, PickletoolsError } from "pantry/pickletools";
import { describe, expect, it } from "vitest";

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

function text(data: Uint8Array): string {
  return Buffer.from(optimize(data)).toString("latin1");
}

describe("optimize()", () => {
  it("drops what is stored and never read", () => {
    expect(text(bytes("]q\x00(K\x01K\x02e."))).toBe("](K\x01K\x02e.");
    expect(text(bytes("(lp0\nI1\na."))).toBe("(lI1\na.");
  });

  it("numbers what is left from 0", () => {
    expect(text(bytes("]q\x05]q\x09h\x09h\x05."))).toBe("]q\x00]q\x01h\x01h\x00.");
    expect(text(bytes("]p7\ng7\n."))).toBe("]p0\ng0\n.");
  });

  it("writes the indices as the protocol has them", () => {
    expect(text(bytes("]p7\nh\x07."))).toBe("]q\x00h\x00.");
    expect(text(bytes("\x80\x04]q\x07h\x07a."))).toBe("\x80\x04\x95\x06\0\0\0\0\0\0\0]\x94h\x00a.");
    const many = `${Array.from({ length: 257 }, (_, index) => `]p${index}\n`).join("")}${Array.from({ length: 257 }, (_, index) => `g${index}\n`).join("")}.`;
    const indices = Array.from(
      genops(optimize(bytes(`\x80\x02${many}`))),
      ({ opcode, arg }) => `${opcode.name} ${arg}`,
    );
    expect(indices).toContain("BINPUT 255");
    expect(indices).toContain("LONG_BINPUT 256");
    expect(indices).toContain("LONG_BINGET 256");
  });

  it("takes MEMOIZE for the next index, however many were stored", () => {
    expect(text(bytes("\x80\x04]\x94}\x94h\x01."))).toBe("\x80\x04\x95\x06\0\0\0\0\0\0\0]}\x94h\x00.");
    expect(text(bytes("\x80\x02Nq\x05]\x94h\x01."))).toBe("\x80\x02N]q\x00h\x00.");
  });

  it("keeps a PROTO that is not at the beginning where it is", () => {
    expect(text(bytes("N0\x80\x02N."))).toBe("N0\x80\x02N.");
  });

  it("writes frames anew, and leaves the smallest without", () => {
    expect(text(bytes("\x80\x04\x95\x02\0\0\0\0\0\0\0N."))).toBe("\x80\x04N.");
    expect(text(bytes("\x80\x02\x95\x03\0\0\0\0\0\0\0NN0."))).toBe("\x80\x02NN0.");
  });

  it("ends a frame at the first opcode behind 64 KiB", () => {
    const data = optimize(bytes(`\x80\x04${"N0".repeat(40_000)}N.`));
    const frames = Array.from(genops(data)).filter(({ opcode }) => opcode.name === "FRAME");
    expect(frames.map(({ offset, arg }) => [offset, arg])).toEqual([
      [2, 65_536],
      [65_547, 14_466],
    ]);
  });

  it("leaves out what follows the pickle", () => {
    expect(text(bytes("N.rest"))).toBe("N.");
  });

  it("gives a pickle of the same value", () => {
    const shared = ["a", { b: 1 }];
    const value = [shared, shared, "a", new Set(["x"]), "y".repeat(100_000), new Uint8Array(70_000)];
    for (const protocol of [0, 1, 2, 3, 4, 5]) {
      const data = dumps(value, { protocol });
      const short = optimize(data);
      expect(short.length).toBeLessThan(data.length);
      const copy = loads<typeof value>(short);
      expect(copy).toEqual(loads(data));
      expect(copy[0]).toBe(copy[1]);
    }
  });

  it("refuses what reads the memo before it is written", () => {
    for (const data of ["h\x00.", "g0\n]p0\n."]) {
      expect(() => optimize(bytes(data))).toThrow(
        expect.objectContaining({ code: "bad-memo", reason: "memo key 0 has never been stored into" }),
      );
    }
  });

  it("refuses protocols that are not, and what is no pickle", () => {
    expect(() => optimize(bytes("N0\x80\x06N."))).toThrow(
      "Cannot read PROTO at byte 2: pickle protocol must be <= 5",
    );
    expect(() => optimize(bytes("N"))).toThrow(PickletoolsError);
    expect(() => optimize("N." as unknown as Uint8Array)).toThrow(TypeError);
  });
});
