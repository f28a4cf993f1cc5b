import { describe, expect, it } from "vitest";
import { dictCall, INERT, undefinedInstance } from "../../../src/copyreg/standard/index.ts";
import { dumps, loads } from "../../../src/pickle/index.ts";
import { Global, Instance, Tuple } from "../../../src/python/index.ts";
import { exact, natural } from "./recipes.ts";

describe("undefined", () => {
  it("is a call of sum() that gives None", () => {
    expect(natural("builtins sum", new Tuple(), null)).toBeUndefined();
    expect(natural("builtins sum", [], null)).toBeUndefined();
    expect(loads(dumps([undefinedInstance(), null]))).toEqual([undefined, null]);
    expect(String(undefinedInstance())).toBe("builtins.sum((), None)");
  });

  it("is no other sum, and none in the exact profile", () => {
    expect(exact("builtins sum", new Tuple(), null)).toBe(INERT);
    expect(natural("builtins sum", new Tuple())).toBe(INERT);
    expect(natural("builtins sum", new Tuple(1), null)).toBe(INERT);
    expect(natural("builtins sum", new Tuple(), 0)).toBe(INERT);
  });
});

describe("Map", () => {
  it("begins as a call of dict()", () => {
    const call = dictCall();
    call.entries = [["a", 1]];
    expect(loads(dumps(call))).toEqual(new Map([["a", 1]]));
    expect(loads(dumps(dictCall()))).toEqual(new Map());
    expect(String(dictCall())).toBe("builtins.dict()");
  });

  it("is no other call of dict, and none in the exact profile", () => {
    expect(exact("builtins dict")).toBe(INERT);
    expect(natural("builtins dict", {})).toBe(INERT);
  });
});

describe("what only this package reads", () => {
  const call = (name: string, parts: { args?: Tuple; items?: unknown[] }): Uint8Array =>
    dumps(new Instance(new Global("pantry", name), parts));

  it("is a Set of anything, made of a list or filled like one", () => {
    const members = [[], {}, 1, true];
    const list = loads<Set<unknown>>(call("Set", { args: new Tuple(members) }));
    const filled = loads<Set<unknown>>(call("Set", { items: members }));
    for (const set of [list, filled]) expect(Array.from(set)).toEqual(members);
  });

  it("is a Map with any keys, made of pairs or filled with them", () => {
    const pairs = [new Tuple([], 1), new Tuple({}, 2)];
    const list = loads<Map<unknown, unknown>>(call("Map", { args: new Tuple(pairs) }));
    const filled = loads<Map<unknown, unknown>>(call("Map", { items: pairs }));
    for (const map of [list, filled])
      expect(Array.from(map)).toEqual([
        [[], 1],
        [{}, 2],
      ]);
    expect(() => loads(call("Map", { items: [1] }))).toThrow(/a pair expected/);
  });

  it("is a Set that is in itself", () => {
    const instance = new Instance(new Global("pantry", "Set"));
    instance.items = [instance, [instance]];
    const set = loads<Set<unknown>>(dumps(instance));
    const [itself, list] = Array.from(set);
    expect(itself).toBe(set);
    expect((list as unknown[])[0]).toBe(set);
  });

  it("is any Date", () => {
    expect(natural("pantry Date", Number.NaN)).toEqual(new Date(Number.NaN));
    expect(natural("pantry Date", -8.64e15)).toEqual(new Date(-8.64e15));
    expect(natural("pantry Date", 8.64e15 + 1)).toBe(INERT);
    expect(natural("pantry Date", 0.5)).toBe(INERT);
    expect(natural("pantry Date", "0")).toBe(INERT);
  });

  it("stays an Instance in the exact profile", () => {
    for (const name of ["Set", "Map"])
      expect(loads(call(name, { items: [] }), { exact: true })).toBeInstanceOf(Instance);
    expect(exact("pantry Date", 0)).toBe(INERT);
    expect(loads(call("Set", { items: [1, []] }), { exact: true })).toBeInstanceOf(Instance);
  });
});
