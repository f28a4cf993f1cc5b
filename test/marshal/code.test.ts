import { Code, dumps, loads, MarshalTypeError, MarshalValueError } from "pantry/marshal";
import { kindOf, type Python2String, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";

function names(...all: string[]): Tuple<string> {
  return Tuple.from(all) as Tuple<string>;
}

describe("Code", () => {
  it("has a default for each field", () => {
    const code = new Code({});
    expect({ ...code }).toEqual({
      python: "3.14",
      argcount: 0,
      posonlyargcount: 0,
      kwonlyargcount: 0,
      stacksize: 0,
      flags: 0,
      code: new Uint8Array(0),
      consts: new Tuple(),
      names: new Tuple(),
      localsplusnames: new Tuple(),
      localspluskinds: new Uint8Array(0),
      filename: "",
      name: "",
      qualname: "",
      firstlineno: 1,
      linetable: new Uint8Array(0),
      exceptiontable: new Uint8Array(0),
      nlocals: 0,
    });
    expect(kindOf(code)).toBe("Code");
  });

  it("tells variables apart by their kinds", () => {
    const code = new Code({
      localsplusnames: names("self", "cell", "inner", "outer"),
      localspluskinds: Uint8Array.of(0x20, 0x60, 0x40, 0x80),
    });
    expect(Array.from(code.varnames)).toEqual(["self", "cell"]);
    expect(Array.from(code.cellvars)).toEqual(["cell", "inner"]);
    expect(Array.from(code.freevars)).toEqual(["outer"]);
    expect(code.nlocals).toBe(2);
  });

  it("puts a local variable that is a cell in one place from 3.11 on, and in two before", () => {
    const fields = { varnames: names("a", "b"), cellvars: names("b", "c"), freevars: names("d") };
    const now = new Code({ ...fields, python: "3.11" });
    expect(Array.from(now.localsplusnames)).toEqual(["a", "b", "c", "d"]);
    expect(Array.from(now.localspluskinds)).toEqual([0x20, 0x60, 0x40, 0x80]);
    const before = new Code({ ...fields, python: "3.10" });
    expect(Array.from(before.localsplusnames)).toEqual(["a", "b", "b", "c", "d"]);
    expect(Array.from(before.localspluskinds)).toEqual([0x20, 0x20, 0x40, 0x40, 0x80]);
    for (const code of [now, before]) {
      expect(Array.from(code.varnames)).toEqual(["a", "b"]);
      expect(Array.from(code.cellvars)).toEqual(["b", "c"]);
      expect(Array.from(code.freevars)).toEqual(["d"]);
    }
  });

  it("has a qualified name from 3.11 on, and nlocals of its own before", () => {
    const fields = { name: "f", qualname: "C.f", nlocals: 7 };
    const [now, before] = [new Code({ ...fields, python: "3.11" }), new Code({ ...fields, python: "3.10" })];
    expect([now.qualname, now.nlocals]).toEqual(["C.f", 0]);
    expect([before.qualname, before.nlocals]).toEqual(["f", 7]);
  });

  it("keeps what is not replaced", () => {
    for (const python of ["2.7", "3.7", "3.10", "3.13"]) {
      const code = new Code({
        python,
        argcount: 1,
        name: "f",
        filename: "shop.py",
        varnames: names("a", "b"),
        cellvars: names("b"),
        consts: new Tuple(null, 1n),
        nlocals: 2,
      });
      expect({ ...code.replace({}) }).toEqual({ ...code });
      const other = code.replace({ freevars: names("z"), filename: "other.py" });
      expect([other.filename, other.name, other.nlocals]).toEqual(["other.py", "f", 2]);
      expect(Array.from(other.freevars)).toEqual(["z"]);
      expect(Array.from(other.cellvars)).toEqual(["b"]);
      expect(Array.from(other.varnames)).toEqual(["a", "b"]);
    }
  });

  it("gives the code objects among its constants", () => {
    const [one, two] = [new Code({ name: "one" }), new Code({ name: "two" })];
    expect(new Code({ consts: new Tuple(null, one, "x", two) }).children).toEqual([one, two]);
  });

  it("takes a patch level for its minor version, and no other text", () => {
    expect(new Code({ python: "3.11.7" }).python).toBe("3.11");
    for (const python of ["2.6", "3", "3.16", "3.100", "3.11x", "", "4.0"])
      expect(() => new Code({ python })).toThrow(RangeError);
  });
});

describe("loads() and dumps() of code", () => {
  const fields = {
    name: "f",
    filename: "shop.py",
    consts: new Tuple<unknown>(null, 1n, 1, "text", 2.5),
    names: names("print", "é"),
    varnames: names("a"),
    code: Uint8Array.of(1, 2, 3, 4),
    flags: 3,
    firstlineno: 12,
  };

  it.for(["2.7", "3.0", "3.7", "3.8", "3.10", "3.11", "3.14"])("keeps every field for %s", (python) => {
    const code = new Code({ ...fields, python, consts: new Tuple<unknown>(null, 1n, 1, 2.5) });
    for (const refs of ["none", "shared", "all"] as const) {
      for (const exact of [true, false]) {
        const copy = loads<Code>(dumps(code, { exact, refs }), { exact, python });
        expect({ ...copy }).toEqual({ ...code });
      }
    }
  });

  it("keeps the constants exact in the natural profile too", () => {
    const code = new Code(fields);
    const { list } = loads<{ list: [number, number, Code, number] }>(dumps({ list: [1, 2n, code, 1.5] }));
    expect([list[0], list[1], list[3]]).toEqual([1, 2, 1.5]);
    expect(Array.from(list[2].consts)).toEqual([null, 1n, 1, "text", 2.5]);
  });

  it("tells a number of the data from the same number of a code object", () => {
    const shared = new Tuple("a", null);
    const code = new Code({ consts: new Tuple<unknown>(shared, 1n, 1, true) });
    const value = [1, shared, code, shared, 1];
    const [one, first, copy, second, last] = loads<[number, Tuple, Code, Tuple, number]>(
      dumps(value, { refs: "all" }),
    );
    expect([one, last]).toEqual([1, 1]);
    expect(first).toBe(second);
    expect(Array.from(copy.consts)).toEqual([new Tuple("a", null), 1n, 1, true]);
  });

  it("reads what CPython shares between a code object and the data around it", () => {
    // [1, (code with consts (1, 1.0))], where the int is flagged and referred to, as CPython does for small ints.
    const inner = dumps(new Code({ consts: new Tuple<unknown>(1n, 1), name: "f" }), { refs: "none" });
    const list = Uint8Array.of(0x5b, 3, 0, 0, 0, 0xe9, 1, 0, 0, 0);
    const one = Array.from(Uint8Array.of(0x69, 1, 0, 0, 0));
    const text = Array.from(inner);
    const at = text.findIndex((_, i) => one.every((byte, j) => text[i + j] === byte));
    const referring = [...text.slice(0, at), 0x72, 0, 0, 0, 0, ...text.slice(at + 5)];
    const bytes = Uint8Array.from([...list, ...referring, 0x72, 0, 0, 0, 0]);
    const [first, code, last] = loads<[number, Code, number]>(bytes);
    expect([first, last]).toEqual([1, 1]);
    expect(Array.from(code.consts)).toEqual([1n, 1]);
  });

  it("refuses a list that is shared in both profiles, and says what to do", () => {
    const shared = [1];
    const code = new Code({ consts: new Tuple<unknown>(shared) });
    const bytes = dumps([shared, code], { exact: true });
    expect(() => loads(bytes)).toThrow(/set the option exact/);
    const [first, copy] = loads<[unknown, Code]>(bytes, { exact: true });
    expect(copy.consts[0]).toBe(first);
  });

  it("does so without code only if it may", () => {
    const code = new Code(fields);
    expect(() => dumps([code], { allowCode: false })).toThrow(MarshalValueError);
    expect(() => loads(dumps([code]), { allowCode: false })).toThrow(
      expect.objectContaining({ code: "code-disallowed", offset: 5 }),
    );
    expect(loads(dumps([1]), { allowCode: false })).toEqual([1]);
  });

  it("interns constants of name characters, as CPython does when it makes a code object", () => {
    const code = new Code({ consts: new Tuple<unknown>("a_1", "a b", new Tuple("x"), "é") });
    const text = Array.from(dumps(code), (byte) => String.fromCharCode(byte)).join("");
    expect(text).toContain("Z\x03a_1z\x03a b)\x01Z\x01xu\x02\0\0\0");
    const outside = Array.from(dumps(["a_1"]), (byte) => String.fromCharCode(byte)).join("");
    expect(outside).toContain("z\x03a_1");
  });

  it("gives views of the input where that is asked for", () => {
    const bytes = dumps(new Code({ ...fields, consts: new Tuple<unknown>(new Uint8Array(3)) }));
    const view = loads<Code>(bytes, { bytes: "view" });
    const copy = loads<Code>(bytes);
    bytes.fill(7);
    expect([view.code[0], (view.consts[0] as Uint8Array)[0]]).toEqual([7, 7]);
    expect([copy.code[0], (copy.consts[0] as Uint8Array)[0]]).toEqual([1, 0]);
  });

  it.for([
    ["a count of more than 32 bits", { argcount: 2 ** 40 }, ".argcount: an integer of 32 bits expected"],
    ["a count that is not whole", { flags: 1.5 }, ".flags: an integer of 32 bits expected"],
    ["a name that is no string", { name: 5 as unknown as string }, ".name: a string expected"],
    [
      "names that are no strings",
      { names: new Tuple(1) as unknown as Tuple<string> },
      ".names: a string expected",
    ],
    ["an array for the constants", { consts: [] as unknown as Tuple }, ".consts: a Tuple expected"],
    ["text for the instructions", { code: "x" as unknown as Uint8Array }, ".code: bytes expected"],
  ] as const)("does not write %s", ([, wrong, message]) => {
    expect(() => dumps(new Code({ ...fields, ...wrong }))).toThrow(`Cannot marshal value${message}`);
  });

  it("writes no code of another Python than the one that is to read it", () => {
    const code = new Code({ ...fields, python: "3.11" });
    expect(() => dumps([code])).toThrow(/code of Python 3.11.*set the option python/);
    expect(dumps([code], { python: "3.11" })).toHaveLength(dumps(code).length + 5);
  });

  it.for([
    ["a list for the constants", { consts: [] as unknown as Tuple }],
    ["a number among the names", { names: new Tuple(5n) as unknown as Tuple<string> }],
    ["bytes for a name", { name: new Uint8Array(1) as unknown as string }],
  ] as const)("refuses %s", ([, wrong]) => {
    const fine = new Code(fields);
    const bytes = dumps(fine, { refs: "none" });
    expect(loads(bytes)).toBeInstanceOf(Code);
    // Written as plain values, since no code object is made with them.
    const layout = [0, 0, 0, 0, 3].flatMap((value) => [value, 0, 0, 0]);
    const parts = { ...fine, ...wrong };
    const objects = [
      parts.code,
      parts.consts,
      parts.names,
      parts.localsplusnames,
      parts.localspluskinds,
      parts.filename,
      parts.name,
      parts.qualname,
    ].flatMap((part) => Array.from(dumps(part, { refs: "none", exact: true })));
    const tail = [12, 0, 0, 0, ...dumps(new Uint8Array(0)), ...dumps(new Uint8Array(0))];
    const forged = Uint8Array.from([0x63, ...layout, ...objects, ...tail]);
    expect(() => loads(forged)).toThrow(MarshalTypeError);
    expect(() => loads(forged)).toThrow(/Cannot read TYPE_CODE at byte 0: .* expected for co_/);
  });

  it.each([
    ["3.9", "co_lnotab"],
    ["3.10", "co_linetable"],
  ])("calls the table of lines in Python %s %s", (python, name) => {
    const code = new Code({ python, linetable: Uint8Array.of(1, 2, 3) });
    const bytes = dumps(code, { refs: "none" });
    const forged = Uint8Array.of(...bytes.subarray(0, -8), 0x4e);
    expect(() => loads(forged, { python })).toThrow(`bytes expected for ${name}`);
  });
});

describe("a string that Python 2 interned", () => {
  // marshal.dumps([intern(""), compile("x = 1", "shop.py", "exec"), intern("x")]) of Python 2.7
  const code =
    "6300000000000000000100000040000000730a00000064000" +
    "05a00006401005328020000006901000000" +
    "4e28010000007401000000782800000000280000000028000000007307000000" +
    "73686f702e70797408000000" +
    "3c6d6f64756c653e010000005200000000";
  const bytes = Buffer.from(`5b030000007400000000${code}5201000000`, "hex");

  it("is text in data and bytes in code, wherever it comes first", () => {
    const [before, inner, after] = loads<[string, Code, string]>(bytes, { python: "2.7" });
    expect([before, after]).toEqual(["", "x"]);
    expect(inner.names).toEqual(names("x"));
    expect(inner.linetable).toEqual(new Uint8Array(0));
  });

  it("is the same either way where all is exact", () => {
    const [before, inner, after] = loads<[Python2String, Code, Python2String]>(bytes, {
      python: "2.7",
      exact: true,
    });
    expect([before.bytes, after.bytes]).toEqual([new Uint8Array(0), Uint8Array.of(0x78)]);
    expect(inner.linetable).toEqual(new Uint8Array(0));
  });
});
