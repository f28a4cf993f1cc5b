import { dumps, Pickler } from "pantry/pickle";
import { type DisOptions, dis, disLines, Memo, PickletoolsError } from "pantry/pickletools";
import { describe, expect, it } from "vitest";

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

function failure(text: string, options: DisOptions = {}): PickletoolsError {
  try {
    dis(bytes(text), options);
  } catch (error) {
    if (error instanceof PickletoolsError) return error;
    throw error;
  }
  throw new Error("was disassembled");
}

describe("dis()", () => {
  it("writes a line for each opcode, indented behind a MARK", () => {
    expect(dis(bytes("(K\x01I01\nl."))).toBe(
      [
        "    0: (    MARK",
        "    1: K        BININT1    1",
        "    3: I        INT        True",
        "    7: l        LIST       (MARK at 0)",
        "    8: .    STOP",
        "highest protocol among opcodes = 1",
        "",
      ].join("\n"),
    );
  });

  it("describes opcodes in a column that widens up to 50", () => {
    const text = dis(bytes(`(X\x05\0\0\0${"a".repeat(5)}U\x28${"b".repeat(40)}N0l.`), { annotate: 20 });
    const columns = text.split("\n").map((line) => line.search(/ (?:Push|Discard|Build|Stop)/));
    expect(columns.slice(0, 6)).toEqual([27, 34, 74, 27, 27, 38]);
  });

  it("lets a line of 50 characters move the column, and no longer one", () => {
    const columns = [23, 24].map((length) => {
      const text = dis(bytes(`(U${String.fromCharCode(length)}${"a".repeat(length)}N0t.`), { annotate: 10 });
      return text.split("\n")[2]?.search(/ Push None/);
    });
    expect(columns).toEqual([57, 20]);
  });

  it("counts characters as Python does when it aligns", () => {
    const wide = dis(bytes("X\x04\0\0\0\xf0\x9f\x98\x80."), { annotate: 30 });
    expect(wide.split("\n")[0]).toBe(
      `    0: X    BINUNICODE '😀'${" ".repeat(11)} Push a Python Unicode string object.`,
    );
  });

  it("shares a memo between pickles of one pickler", () => {
    const pickler = new Pickler({ protocol: 2 });
    const list = [1, 2];
    const first = pickler.dump(list);
    const data = new Uint8Array([...first, ...pickler.dump(list)]);
    const memo = new Memo();
    dis(data, { memo });
    const second = dis(data, { memo, offset: first.length });
    expect(memo.size).toBe(1);
    expect(second.split("\n")[1]).toBe(`${String(first.length + 2).padStart(5)}: h    BINGET     0`);
    expect(() => dis(pickler.dump(list))).toThrow("memo key 0 has never been stored into");
  });

  it("keeps what was written before an error, with the line that it is about", () => {
    const { text, reason, offset, code, message } = failure("]q\x00q\x00.");
    expect(text).toBe("    0: ]    EMPTY_LIST\n    1: q    BINPUT     0\n    3: q    BINPUT     0\n");
    expect([reason, offset, code]).toEqual(["memo key 0 already defined", 3, "bad-memo"]);
    expect(message).toBe("Cannot read BINPUT at byte 3: memo key 0 already defined");
  });

  it("keeps the beginning of a line where CPython has printed no more", () => {
    expect(failure("(\x85t.")).toMatchObject({
      text: "    0: (    MARK\n    1: \\x85     TUPLE1\n    2: ",
      reason: "list index out of range",
      code: "bad-stack",
    });
  });

  it("takes 1 and True for one index, and negative ones for others", () => {
    expect(failure("Np01\nq\x01.").reason).toBe("memo key 1 already defined");
    expect(dis(bytes("Np-1\ng-1\n0."))).toContain("GET        -1");
    const far = 10n ** 30n;
    expect(dis(bytes(`Np${far}\ng${far}\n0.`))).toContain(`GET        ${far}`);
    expect(failure(`Np${far}\ng${far + 1n}\n.`).reason).toBe(
      `memo key ${far + 1n} has never been stored into`,
    );
  });

  it("follows Python 3.14 where that differs", () => {
    const version = "3.14";
    expect(dis(bytes("]q\x00q\x00."), { version })).toContain("    3: q    BINPUT     0\n");
    expect(failure("t", { version }).text).toBe("    0: t    TUPLE\n");
    expect(failure("t").text).toBe("    0: t    TUPLE      no MARK exists on stack\n");
    expect(dis(bytes("U\x02\xe9a."), { version })).toContain("'\\xe9a'");
    expect(dis(bytes("U\x02\xe9a."))).toContain("'éa'");
  });

  it("escapes characters that are younger than the Python", () => {
    const text = bytes("V\\u1c89\\u0c5c\n.");
    expect(dis(text)).toContain("'\\u1c89\\u0c5c'");
    expect(dis(text, { version: "3.14" })).toContain("\\u0c5c'");
  });

  it("shows floats as floats, also integral ones", () => {
    expect(dis(bytes("F1\n0G\x40\0\0\0\0\0\0\x000K\x01."))).toMatch(
      /FLOAT {6}1\.0\n.*\n.*BINFLOAT {3}2\.0\n.*\n.*BININT1 {4}1\n/,
    );
  });

  it("does not write out integers of more digits than asked for", () => {
    const data = dumps(10n ** 5000n);
    expect(() => dis(data)).toThrow("Exceeds the limit (4300 digits)");
    expect(dis(data, { maxDigits: 5001 })).toContain(`LONG4      1${"0".repeat(5000)}\n`);
    expect(() => dis(data, { maxDigits: 5000 })).toThrow("Exceeds the limit (5000 digits)");
  });

  it("refuses counts that are none, data that is no bytes, and other offsets", () => {
    for (const options of [{ annotate: -1 }, { indentlevel: 0.5 }, { offset: 9 }])
      expect(() => disLines(bytes("N."), options)).toThrow(RangeError);
    expect(() => disLines([0x4e, 0x2e] as unknown as Uint8Array)).toThrow(TypeError);
  });
});

describe("disLines()", () => {
  it("gives the lines of dis(), each with its newline", () => {
    const data = dumps({ a: [1, 2] });
    const lines = [...disLines(data)];
    expect(lines.join("")).toBe(dis(data));
    expect(lines.every((line) => line.indexOf("\n") === line.length - 1)).toBe(true);
  });

  it("gives what comes before an error first", () => {
    const lines = disLines(bytes("Nt"));
    expect(lines.next().value).toBe("    0: N    NONE\n");
    expect(lines.next().value).toBe("    1: t    TUPLE      no MARK exists on stack\n");
    expect(() => lines.next()).toThrow(
      expect.objectContaining({ reason: "no MARK exists on stack", text: "" }),
    );
  });
});
