import { Registry } from "pantry/copyreg";
import { dumps, loads } from "pantry/pickle";
import { FrozenSet, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { expected, opcodesByProtocol, PROTOCOLS } from "./literals.ts";

// What CPython 3.13 writes for a tuple of a list that holds the tuple, and so many times None (see `expected`).
const RECURSIVE: readonly (readonly [more: number, ...opcodes: string[]])[] = [
  [
    0,
    "((lp0\n(g0\ntp1\na00g1\n",
    "(]q\x00(h\x00tq\x01a1h\x01",
    "]q\x00h\x00\x85q\x01a0h\x01",
    "]\x94h\x00\x85\x94a0h\x01",
  ],
  [
    1,
    "((lp0\n(g0\nNtp1\naN000g1\n",
    "(]q\x00(h\x00Ntq\x01aN1h\x01",
    "]q\x00h\x00N\x86q\x01aN00h\x01",
    "]\x94h\x00N\x86\x94aN00h\x01",
  ],
  [
    2,
    "((lp0\n(g0\nNNtp1\naNN0000g1\n",
    "(]q\x00(h\x00NNtq\x01aNN1h\x01",
    "]q\x00h\x00NN\x87q\x01aNN000h\x01",
    "]\x94h\x00NN\x87\x94aNN000h\x01",
  ],
  [
    3,
    "((lp0\n(g0\nNNNtp1\naNNN00000g1\n",
    "(]q\x00(h\x00NNNtq\x01aNNN1h\x01",
    "(]q\x00(h\x00NNNtq\x01aNNN1h\x01",
    "(]\x94(h\x00NNNt\x94aNNN1h\x01",
  ],
];

describe("tuples that hold themselves", () => {
  for (const [more, ...row] of RECURSIVE) {
    it(`are written as CPython writes them, with ${1 + more} items`, () => {
      const list: unknown[] = [];
      const tuple = new Tuple<unknown>(list, ...new Array(more).fill(null));
      list.push(tuple);
      expect(opcodesByProtocol(tuple)).toEqual(expected(row));
      for (const protocol of PROTOCOLS) {
        const copy = loads<Tuple<unknown[]>>(dumps(tuple, { protocol }));
        expect(copy[0]?.[0]).toBe(copy);
        expect(copy).toHaveLength(1 + more);
      }
    });
  }

  it("are written as CPython writes them when the list comes first", () => {
    const list: unknown[] = [];
    list.push(new Tuple(list));
    const row = ["(lp0\n(g0\ntp1\na", "]q\x00(h\x00tq\x01a", "]q\x00h\x00\x85q\x01a", "]\x94h\x00\x85\x94a"];
    expect(opcodesByProtocol(list)).toEqual(expected(row));
  });
});

describe("a frozenset that holds itself", () => {
  class O {
    f: unknown;
  }
  const registry = new Registry();
  registry.register(O, "shop.O");

  it("is written as CPython writes it", () => {
    const member = new O();
    const set = new FrozenSet([member]);
    member.f = set;
    expect(opcodesByProtocol(set, { registry })).toEqual([
      "c__builtin__\nfrozenset\np0\n((lp1\nccopy_reg\n_reconstructor\np2\n(cshop\nO\np3\nc__builtin__\nobject\np4\nNtp5\nRp6\n(dp7\nVf\np8\ng0\n((lp9\ng6\natp10\nRp11\nsbatp12\nR0g11\n",
      "c__builtin__\nfrozenset\nq\x00(]q\x01ccopy_reg\n_reconstructor\nq\x02(cshop\nO\nq\x03c__builtin__\nobject\nq\x04Ntq\x05Rq\x06}q\x07X\x01\x00\x00\x00fq\x08h\x00(]q\x09h\x06atq\nRq\x0bsbatq\x0cR0h\x0b",
      "c__builtin__\nfrozenset\nq\x00]q\x01cshop\nO\nq\x02)\x81q\x03}q\x04X\x01\x00\x00\x00fq\x05h\x00]q\x06h\x03a\x85q\x07Rq\x08sba\x85q\x09R0h\x08",
      "cbuiltins\nfrozenset\nq\x00]q\x01cshop\nO\nq\x02)\x81q\x03}q\x04X\x01\x00\x00\x00fq\x05h\x00]q\x06h\x03a\x85q\x07Rq\x08sba\x85q\x09R0h\x08",
      "(\x8c\x04shop\x94\x8c\x01O\x94\x93\x94)\x81\x94}\x94\x8c\x01f\x94(h\x03\x91\x94sb1h\x06",
      "(\x8c\x04shop\x94\x8c\x01O\x94\x93\x94)\x81\x94}\x94\x8c\x01f\x94(h\x03\x91\x94sb1h\x06",
    ]);
    for (const protocol of PROTOCOLS) {
      const copy = loads<FrozenSet<O>>(dumps(set, { protocol, registry }), { registry });
      const [only] = copy;
      expect(only?.f).toBe(copy);
    }
  });
});
