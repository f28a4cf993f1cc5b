import { readFileSync } from "node:fs";
import * as pickle from "pantry/pickle";
import { code2op, markobject, opcodes, stackslice } from "pantry/pickletools";
import { describe, expect, it } from "vitest";

const FILE = new URL("../fixtures/pickletools/opcodes.json", import.meta.url);
const CODES: Readonly<Record<string, unknown>> = { ...pickle };

describe("the table of opcodes", () => {
  it("has the facts of CPython 3.13's, in its order", () => {
    const facts = opcodes.map(({ arg, stackBefore, stackAfter, doc: _, ...rest }) => ({
      ...rest,
      arg: arg && { name: arg.name, n: arg.n },
      stackBefore: stackBefore.map(({ name }) => name),
      stackAfter: stackAfter.map(({ name }) => name),
    }));
    expect(facts).toEqual(JSON.parse(readFileSync(FILE, "utf8")));
  });

  it("agrees with the codes of pantry/pickle", () => {
    expect(opcodes).toHaveLength(68);
    for (const { name, code } of opcodes) expect([name, code.charCodeAt(0)]).toEqual([name, CODES[name]]);
  });

  it("finds each opcode by its code", () => {
    expect([...code2op.keys()].map((code) => code2op.get(code))).toEqual(opcodes);
  });

  it("knows the protocol that brought an opcode", () => {
    const counts = [0, 1, 2, 3, 4, 5].map(
      (version) => opcodes.filter(({ proto }) => proto === version).length,
    );
    expect(counts).toEqual([22, 19, 12, 2, 10, 3]);
  });

  it("takes what is above a mark together with the mark", () => {
    for (const { name, stackBefore } of opcodes) {
      const marked = stackBefore.includes(markobject);
      expect([name, stackBefore.at(-1) === stackslice]).toEqual([name, marked]);
    }
  });

  it("explains every opcode, argument and thing on the stack in sentences", () => {
    const explained = opcodes.flatMap((opcode) => [
      opcode,
      ...(opcode.arg ? [opcode.arg] : []),
      ...opcode.stackBefore,
      ...opcode.stackAfter,
    ]);
    for (const { name, doc } of explained)
      expect([name, doc]).toEqual([name, expect.stringMatching(/^[`A-Z][^\n]+\.$/)]);
  });
});
