// No Python 3.15 was asked: the bytes follow its documentation, as any class with such a `__getnewargs__` is pickled.
import { dumps, loads } from "pantry/pickle";
import { FrozenDict, FrozenSet, Global, Instance, kindOf, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { bytesOf, expected, opcodesByProtocol, PROTOCOLS } from "./literals.ts";

const FROZENDICT = new Global("builtins", "frozendict");

describe("a frozendict", () => {
  it("is made by its __new__, of a dict", () => {
    expect(opcodesByProtocol(new FrozenDict([["a", null]]))).toEqual(
      expected([
        "ccopy_reg\n__newobj__\np0\n(c__builtin__\nfrozendict\np1\n(dp2\nVa\np3\nNstp4\nRp5\n",
        "ccopy_reg\n__newobj__\nq\0(c__builtin__\nfrozendict\nq\x01}q\x02X\x01\0\0\0aq\x03Nstq\x04Rq\x05",
        "c__builtin__\nfrozendict\nq\0}q\x01X\x01\0\0\0aq\x02Ns\x85q\x03\x81q\x04",
        "cbuiltins\nfrozendict\nq\0}q\x01X\x01\0\0\0aq\x02Ns\x85q\x03\x81q\x04",
        "\x8c\x08builtins\x94\x8c\nfrozendict\x94\x93\x94}\x94\x8c\x01a\x94Ns\x85\x94\x81\x94",
        "\x8c\x08builtins\x94\x8c\nfrozendict\x94\x93\x94}\x94\x8c\x01a\x94Ns\x85\x94\x81\x94",
      ]),
    );
  });

  it("comes back as it was, whatever its keys are", () => {
    const dicts = [
      new FrozenDict(),
      new FrozenDict<unknown, unknown>([
        ["b", 1.5],
        ["__proto__", [new FrozenDict()]],
        ["2", "two"],
      ]),
      new FrozenDict<unknown, unknown>([
        [new FrozenDict([[null, true]]), new FrozenSet(["a"])],
        [new Tuple("a"), {}],
      ]),
    ];
    for (const protocol of PROTOCOLS) {
      for (const dict of dicts) expect(loads(dumps(dict, { protocol }))).toStrictEqual(dict);
      const exact = new FrozenDict<unknown, unknown>([
        ["2", 1n],
        ["1", new Map([["a", 0.5]])],
      ]);
      if (protocol >= 2)
        expect(loads(dumps(exact, { protocol, exact: true }), { exact: true })).toStrictEqual(exact);
    }
  });

  it("is shared, and a key", () => {
    const dict = new FrozenDict([["a", 1]]);
    const [one, other, map] = loads<[unknown, unknown, Map<unknown, number>]>(
      dumps([dict, dict, new Map([[dict, 1]])]),
    );
    expect(one).toBe(other);
    expect(map.get(one)).toBe(1);
    expect(() => dumps(new Map([[new FrozenDict([["a", []]]), 1]]))).toThrow(
      "Python cannot hash the key frozendict({'a': []})",
    );
    expect(() => loads(bytesOf("\x80\x03}cbuiltins\nfrozendict\n}N]s\x85\x81Ns."))).toThrow(
      "a list cannot be a key",
    );
  });

  it("is read from a call too, which stays one in the exact profile", () => {
    const bytes = bytesOf("\x80\x03cbuiltins\nfrozendict\n}NNs\x85R.");
    expect(loads(bytes)).toStrictEqual(new FrozenDict([[null, null]]));
    expect(loads(bytes, { exact: true })).toStrictEqual(
      new Instance(FROZENDICT, { args: new Tuple(new Map([[null, null]])) }),
    );
    expect(loads(bytesOf("\x80\x03cbuiltins\nfrozendict\n)R."))).toStrictEqual(new FrozenDict());
  });

  it("is a copy of its dict, which may change afterwards", () => {
    const bytes = bytesOf("\x80\x03}q\0cbuiltins\nfrozendict\nh\0\x85\x81h\0NNs\x87.");
    const [dict, frozen, again] = loads<unknown[]>(bytes);
    expect(frozen).toStrictEqual(new FrozenDict());
    expect(dict).toStrictEqual(new Map([[null, null]]));
    expect(again).toBe(dict);
  });

  it("has the Map that one of its values became", () => {
    // An empty dict is handed out, and then given a key that is no str.
    for (const make of ["\x85\x81", "\x85R"]) {
      const bytes = bytesOf(`\x80\x03}q\0cbuiltins\nfrozendict\n}Vd\nh\0s${make}h\0NNs\x87.`);
      const [dict, frozen] = loads<[unknown, FrozenDict]>(bytes);
      expect(frozen).toStrictEqual(new FrozenDict([["d", new Map([[null, null]])]]));
      expect(frozen.get("d")).toBe(dict);
    }
  });

  it("stays an instance where it was not made of one dict, or is changed", () => {
    for (const exact of [false, true]) {
      for (const args of [")", "N\x85", "]\x85", "}}\x86", "ccollections\nOrderedDict\n)R\x85"])
        expect(kindOf(loads(bytesOf(`\x80\x03cbuiltins\nfrozendict\n${args}\x81.`), { exact }))).toBe(
          "Instance",
        );
      const changed = loads<Instance>(bytesOf("\x80\x03cbuiltins\nfrozendict\n}\x85\x81NNs."), { exact });
      expect(changed).toMatchObject({ class: FROZENDICT, form: "new", entries: [[null, null]] });
      expect(loads(bytesOf("\x80\x03cbuiltins\nfrozendict\n}\x85\x81Nb."), { exact })).toMatchObject({
        state: null,
      });
    }
    // Before protocol 3 Python writes the module as `__builtin__`: what another program wrote keeps its name.
    const unusual = bytesOf("cbuiltins\nfrozendict\n}\x85\x81.");
    expect(kindOf(loads(unusual, { exact: true }))).toBe("Instance");
    expect(kindOf(loads(unusual))).toBe("FrozenDict");
  });

  it("can hold itself through a list", () => {
    for (const protocol of PROTOCOLS) {
      const list: unknown[] = [];
      const frozen = new FrozenDict([["a", list]]);
      list.push(frozen);
      const copy = loads<typeof frozen>(dumps(frozen, { protocol }));
      expect(copy.get("a")).toHaveLength(1);
      expect(copy.get("a")?.[0]).toBe(copy);
      const [inside] = loads<(typeof frozen)[]>(dumps(list, { protocol }));
      expect(inside?.get("a")?.[0]).toBe(inside);
    }
  });
});
