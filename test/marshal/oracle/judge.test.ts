import { type Code, type CodeFields, dumps, loads } from "pantry/marshal";
import { FrozenSet, Tuple } from "pantry/python";
import { expect, it } from "vitest";
import { describeEachMarshal } from "./marshal-oracle.ts";

const SOURCE = "code('def f(a, b=1):\\n  try:\\n    return lambda: a.x\\n  finally:\\n    f(2)\\n')";

/** What is wrong with a code object of that Python; what is right after all is left out. */
const WRONG: readonly (readonly [field: keyof Code, change: (code: Code) => CodeFields])[] = [
  ["argcount", ({ argcount }) => ({ argcount: argcount - 1 })],
  ["posonlyargcount", ({ posonlyargcount }) => ({ posonlyargcount: posonlyargcount + 1 })],
  ["kwonlyargcount", ({ kwonlyargcount }) => ({ kwonlyargcount: kwonlyargcount + 1 })],
  ["stacksize", ({ stacksize }) => ({ stacksize: stacksize + 1 })],
  ["flags", ({ flags }) => ({ flags: flags ^ 0x20 })],
  ["code", ({ code }) => ({ code: code.with(code.length - 1, (code.at(-1) ?? 0) ^ 1) })],
  ["consts", ({ consts }) => ({ consts: changed(consts, (one) => (one === null ? false : one)) })],
  ["names", ({ names }) => ({ names: changed(names, longer) })],
  ["varnames", ({ varnames }) => ({ varnames: changed(varnames, longer) })],
  ["filename", () => ({ filename: "other.py" })],
  ["name", () => ({ name: "g" })],
  ["qualname", () => ({ qualname: "g" })],
  ["firstlineno", ({ firstlineno }) => ({ firstlineno: firstlineno + 1 })],
  ["linetable", ({ linetable }) => ({ linetable: linetable.subarray(2) })],
  ["exceptiontable", ({ exceptiontable }) => ({ exceptiontable: exceptiontable.subarray(4) })],
];
/** Fields that came later, or may be empty before. */
const SINCE: Readonly<Record<string, number>> = {
  posonlyargcount: 308,
  kwonlyargcount: 300,
  qualname: 311,
  exceptiontable: 311,
};

/** Expressions, and exact values that are almost what they are. */
const ALMOST: readonly (readonly [source: string, value: unknown])[] = [
  ["1", 1],
  ["1", true],
  ["1.0", 1n],
  ["0.0", -0],
  ["True", 1n],
  ["u'a'", Uint8Array.of(97)],
  ["b'a'", "a"],
  ["(1,)", [1n]],
  ["[1, 2]", [2n, 1n]],
  ["[1, 2]", [1n]],
  ["None", false],
  ["set([1])", new FrozenSet([1n])],
  ["frozenset([1])", new FrozenSet([true])],
  ["frozenset([1, 2])", new FrozenSet([1n, 3n])],
  ["frozenset([(1, -0.0)])", new FrozenSet([new Tuple<unknown>(1n, 0)])],
  ["{1: 2}", new Map([[1, 2n]])],
  ["{1: 2}", new Map([[1n, 2]])],
];

describeEachMarshal(
  "the judge",
  (python, oracle) => {
    const { short } = python;
    const options = { exact: true, python: short };

    it("tells a wrong code object from the right one, inner ones too", async () => {
      const [given] = await oracle().marshal([SOURCE], oracle().version);
      const module = loads<Code>(given?.bytes as Uint8Array, options);
      const [inner] = module.children as [Code];
      const [major = 0, minor = 0] = short.split(".").map(Number);
      const wrong = WRONG.filter(([field]) => (SINCE[field] ?? 0) <= major * 100 + minor);
      const made = wrong.map(([, change]) => inner.replace(change(inner)));
      const all = [inner, ...made].map((code) => {
        const consts = changed(module.consts, (one) => (one === inner ? code : one));
        return dumps(module.replace({ consts }), options);
      });
      const verdicts = await oracle().judge(
        all.map(() => SOURCE),
        all,
        true,
      );
      expect(verdicts[0]).toBeNull();
      expect(wrong.filter((_, at) => verdicts[at + 1] === null).map(([field]) => field)).toEqual([]);
    });

    it("tells values from others that are equal, or almost", async () => {
      const sources = ALMOST.map(([source]) => source);
      const verdicts = await oracle().judge(
        sources,
        ALMOST.map(([, value]) => dumps(value, options)),
        false,
      );
      expect(sources.filter((_, at) => verdicts[at] === null)).toEqual([]);
    });

    it("tells what is shared from what is there twice, unless it need not", async () => {
      const source = "(lambda x: [x, x])([1])";
      const made = dumps([[1n], [1n]], options);
      expect(await oracle().judge([source], [made], true)).toEqual([expect.stringContaining("shared")]);
      expect(await oracle().judge([source], [made], false)).toEqual([null]);
    });

    it("says what bytes end in", async () => {
      const cases = ["", "?", "0", "i\0"].map((text) => [Buffer.from(text, "latin1"), null] as const);
      const kinds = (await oracle().verdicts(cases)).map(([kind]) => kind);
      expect(kinds).toEqual(["EOFError", "ValueError", "TypeError", short === "2.7" ? "value" : "EOFError"]);
    });
  },
  ["2.7", "3.6", "3.8", "3.11", "3.13"],
);

function changed<T>(tuple: Tuple<T>, change: (item: T) => T): Tuple<T> {
  return new Tuple<T>(...tuple.map(change));
}

function longer(name: string): string {
  return `${name}x`;
}
