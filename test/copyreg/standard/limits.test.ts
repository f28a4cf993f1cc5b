import { describe, expect, it } from "vitest";
import { dumps, loads } from "../../../src/pickle/index.ts";
import { Global, Instance, Tuple } from "../../../src/python/index.ts";

const LIST = Array.from({ length: 1000 }, (_, i) => i);
const PAIRS = LIST.map((i) => [i, i]);
const FIELDS = Object.fromEntries(LIST.map((i) => [`key ${i}`, i]));
const WIDE = new Tuple(3n ** 300n, 2n ** 500n);

/** Calls that copy their argument, one and the same however often they are made; and how often is too often. */
const COPIES: readonly (readonly [module: string, name: string, args: Tuple, tooMany: number])[] = [
  ["builtins", "set", new Tuple(LIST), 30],
  ["builtins", "frozenset", new Tuple(LIST), 30],
  ["builtins", "bytearray", new Tuple(new Uint8Array(100_000)), 300],
  ["_codecs", "encode", new Tuple("x".repeat(100_000), "latin1"), 300],
  ["collections", "OrderedDict", new Tuple(PAIRS), 30],
  ["collections", "Counter", new Tuple(FIELDS), 300],
  ["collections", "Counter", new Tuple(new Map(PAIRS as [number, number][])), 300],
  ["collections", "deque", new Tuple<unknown>(LIST, 1000), 300],
  ["array", "array", new Tuple<unknown>("i", LIST), 300],
  ["decimal", "Decimal", new Tuple("1".repeat(100_000)), 300],
  ["fractions", "Fraction", WIDE, 300],
  ["pathlib", "PurePosixPath", new Tuple("a/".repeat(10_000)), 100],
  ["pantry", "Set", new Tuple(LIST), 30],
];

describe("calls that copy their arguments", () => {
  it.each(COPIES)("of %s.%s are counted each time", (module, name, args, tooMany) => {
    const global = new Global(module, name);
    const calls = (count: number): Uint8Array =>
      dumps(
        Array.from({ length: count }, () => new Instance(global, { args })),
        { exact: false },
      );
    const limits = { maxMemory: 4_000_000 };
    expect(loads<unknown[]>(calls(3), { limits })).toHaveLength(3);
    expect(() => loads(calls(tooMany), { limits })).toThrow(/the values need more than the limit/);
  });

  it("are counted too when a full deque loses its oldest items", () => {
    const deque = new Instance(new Global("collections", "deque"), {
      args: new Tuple<unknown>(new Tuple(), 1000),
    });
    deque.items = LIST;
    deque.later = Array.from({ length: 3000 }, () => ({ operation: "append", items: [0] }));
    const limits = { maxMemory: 10_000_000 };
    expect(() => loads(dumps(deque), { limits })).toThrow(/the values need more than the limit/);
    deque.later = deque.later.slice(0, 10);
    expect(loads(dumps(deque), { limits })).toHaveLength(1000);
  });

  it.each([
    ["types", "SimpleNamespace", FIELDS],
    ["builtins", "ValueError", { javascript: "RangeError", ...FIELDS }],
    ["uuid", "UUID", FIELDS],
  ])("are counted too when %s.%s copies its state", (module, name, state) => {
    const form = name === "UUID" ? "new" : "call";
    const objects = (count: number): Uint8Array =>
      dumps(Array.from({ length: count }, () => new Instance(new Global(module, name), { form, state })));
    const limits = { maxMemory: 10_000_000 };
    expect(loads<unknown[]>(objects(3), { limits })).toHaveLength(3);
    expect(() => loads(objects(100), { limits })).toThrow(/the values need more than the limit/);
  });
});
