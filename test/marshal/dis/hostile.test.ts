import { Code } from "pantry/marshal";
import { dis, disLines, instructions, PYTHONS } from "pantry/marshal/dis";
import { FrozenSet, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";

const LOAD_CONST = 100;
const LOAD_NAME = 101;
const COMPARE_OP = 107;
const DEPTH = 300_000;

describe("dis()", () => {
  it("says which indices refer to nothing", () => {
    const code = Uint8Array.of(LOAD_CONST, 9, LOAD_NAME, 8, 124, 7, 135, 6, COMPARE_OP, 200);
    const texts = instructions(new Code({ python: "3.8", code })).map(({ text, value }) => [text, value]);
    expect(texts).toEqual([9, 8, 7, 6, 200].map((index) => [`<bad index ${index}>`, undefined]));
  });

  it("shows opcodes that mean nothing by their numbers", () => {
    const lines = dis(new Code({ python: "3.8", code: Uint8Array.of(0, 5, 217, 3) })).split("\n");
    expect(lines).toEqual(["  1           0 <0>", "              2 <217>                    3", ""]);
  });

  it("ends where the bytes end", () => {
    expect(dis(new Code({ python: "3.8", code: Uint8Array.of(83, 0, LOAD_CONST) }))).toContain(
      "2 LOAD_CONST\n",
    );
    expect(dis(new Code({ python: "2.7", code: Uint8Array.of(83, LOAD_CONST, 0) }))).toContain(
      "1 LOAD_CONST          \n",
    );
    expect(dis(new Code({ python: "3.12", code: Uint8Array.of(116) }))).toContain("LOAD_GLOBAL\n");
    for (const python of PYTHONS) expect(typeof dis(new Code({ python }))).toBe("string");
  });

  it("goes on without tables that are cut short", () => {
    const code = Uint8Array.of(9, 0, 9, 0);
    const cut = { linetable: Uint8Array.of(0xf8), exceptiontable: Uint8Array.of(0x80, 0x41) };
    expect(dis(new Code({ python: "3.11", code, ...cut }))).toContain("2 NOP");
    expect(dis(new Code({ python: "3.13", code, ...cut }))).toContain("DELETE_SUBSCR");
    expect(dis(new Code({ python: "3.10", code, linetable: Uint8Array.of(2, 0, 4) }))).toContain("2 NOP");
  });

  it("has something to say about any bytes", () => {
    const every = Uint8Array.from({ length: 4096 }, (_, index) => (index * 167 + (index >> 8)) & 0xff);
    const names = new Tuple("a", "b");
    for (const python of PYTHONS) {
      const text = dis(new Code({ python, code: every, names, varnames: names, consts: new Tuple(1n) }));
      expect(text.length).toBeGreaterThan(10_000);
      expect(text).not.toMatch(/undefined|NaN/);
    }
  });

  it("takes time in proportion to the bytes", () => {
    // Jumps, each with a target of its own.
    const code = new Uint8Array(1_000_000).map((_, index) => (index % 2 === 0 ? 110 : index >> 1));
    expect(Array.from(disLines(new Code({ python: "3.12", code }))).length).toBe(500_000);
  }, 20_000);

  it("shows code objects that are nested deeply", () => {
    let code = new Code({ python: "3.8", name: "inner", code: Uint8Array.of(9, 0) });
    for (let i = 0; i < DEPTH; i += 1) code = new Code({ python: "3.8", consts: new Tuple<unknown>(code) });
    let last = "";
    for (const line of disLines(code)) last = line;
    expect(last).toBe("  1           0 NOP\n");
  }, 30_000);

  it("shows constants that are nested deeply", () => {
    for (const python of ["2.7", "3.8"]) {
      let value: unknown = 1n;
      for (let i = 0; i < DEPTH; i += 1) value = new Tuple(value);
      const code = Uint8Array.of(LOAD_CONST, 0, 0);
      const [load] = instructions(new Code({ python, code, consts: new Tuple(value) }));
      expect(load?.text.length).toBe(3 * DEPTH + 1);
    }
  });

  it("ends for a code object and a constant that hold themselves", () => {
    for (const python of ["2.7", "3.8"]) {
      const consts = new Tuple<unknown>();
      const itself = new Code({ python, name: "f", code: Uint8Array.of(LOAD_CONST, 1, 0), consts });
      consts.push(itself, consts);
      expect(dis(itself).match(/Disassembly of/g)?.length).toBe(1);
      expect(dis(itself)).toContain("(...)");
    }
  });

  it("cuts what shared values make endless", () => {
    for (const python of ["2.7", "3.8"]) {
      let value: unknown = new FrozenSet([1n]);
      let code = new Code({ python, code: Uint8Array.of(LOAD_CONST, 0, 0, LOAD_CONST, 0, 0) });
      for (let i = 0; i < 64; i += 1) {
        value = new Tuple(value, value);
        code = new Code({ python, consts: new Tuple<unknown>(code, code) });
      }
      const laughing = code.replace({
        code: Uint8Array.of(LOAD_CONST, 0),
        consts: new Tuple<unknown>(code, value),
      });
      const text = dis(laughing, { maxLength: 1000 });
      expect(text.length).toBe(1000);
      expect(text.endsWith("…")).toBe(true);
      expect(dis(laughing, { depth: 0, maxLength: 0 })).toBe("");
      const lines = disLines(code);
      for (let i = 0; i < 1000; i += 1) expect(lines.next().done).toBe(false);
    }
  });

  it("cuts the texts of constants where all together are too long", () => {
    const long = "x".repeat(2 ** 20);
    for (const python of ["2.7", "3.8"]) {
      const width = python === "2.7" ? 3 : 2;
      const code = Uint8Array.from({ length: 4 * width }, (_, i) =>
        i % width === 0 ? LOAD_CONST : i % width === 1 ? Math.floor(i / width) : 0,
      );
      const consts = new Tuple<unknown>(
        "short",
        new Tuple(...new Array<unknown>(100).fill(long)),
        long,
        "short",
      );
      const texts = instructions(new Code({ python, code, consts })).map(({ text }) => text);
      const cutTexts = texts.slice(1).map((text) => text.endsWith("…"));
      expect([texts[0], ...cutTexts]).toEqual([python === "2.7" ? "u'short'" : "'short'", true, true, true]);
      expect(texts[1]?.length).toBeLessThan(2 ** 24);
      expect(texts[2]?.length).toBe(1);
    }
  });

  it("shows as much of what is nested as is asked for", () => {
    const inner = new Code({ python: "3.8", name: "inner", code: Uint8Array.of(9, 0) });
    const middle = new Code({ python: "3.8", name: "middle", consts: new Tuple<unknown>(inner, inner) });
    const outer = new Code({ python: "3.8", name: "outer", consts: new Tuple<unknown>(middle, null, inner) });
    const namesAt = (depth: number) => dis(outer, { depth }).match(/(?<=<code object )\w+/g) ?? [];
    expect(namesAt(0)).toEqual([]);
    expect(namesAt(1)).toEqual(["middle", "inner"]);
    expect(namesAt(2)).toEqual(["middle", "inner", "inner", "inner"]);
    expect(namesAt(Number.POSITIVE_INFINITY)).toEqual(namesAt(2));
  });

  it("refuses options that cannot be", () => {
    const code = new Code({ python: "3.8" });
    for (const options of [{ depth: -1 }, { depth: 0.5 }, { maxLength: -1 }, { maxLength: Number.NaN }])
      expect(() => dis(code, options)).toThrow(RangeError);
    expect(() => dis(new Code({ python: "3.5" }))).toThrow(RangeError);
    expect(() => dis({} as Code)).toThrow(TypeError);
  });
});
