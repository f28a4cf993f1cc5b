import { describe, expect, it } from "vitest";
import { dumps, loads } from "../../../src/pickle/index.ts";
import { Global, Instance, PythonException, Tuple } from "../../../src/python/index.ts";
import { exact, natural, reduced } from "./recipes.ts";

const CLASSES = [
  [Error, "Exception"],
  [TypeError, "TypeError"],
  [RangeError, "ValueError"],
  [SyntaxError, "SyntaxError"],
  [ReferenceError, "NameError"],
  [EvalError, "RuntimeError"],
  [URIError, "ValueError"],
] as const;

function again<T>(value: T): T {
  return loads<T>(dumps(value));
}

describe("Python's exceptions", () => {
  it("keep their class, their arguments and their state, in both profiles", () => {
    const args = new Tuple("bad", 1);
    for (const read of [natural, exact]) {
      const exception = read("builtins KeyError", "bad", 1) as PythonException;
      expect(exception).toBeInstanceOf(PythonException);
      expect([String(exception.class), exception.args, exception.state]).toEqual([
        "builtins.KeyError",
        args,
        undefined,
      ]);
    }
    const noted = new PythonException(new Global("builtins", "ValueError"), args, { hint: "again" });
    expect(reduced(noted, 4)).toEqual(["builtins.ValueError", ["bad", 1], { state: { hint: "again" } }]);
    expect(again(noted)).toEqual(noted);
    expect(again(noted)).toBeInstanceOf(PythonException);
  });

  it("share their tuple of arguments, as Python's do", () => {
    const exception = new PythonException(new Global("builtins", "ValueError"), new Tuple(1, 2));
    const [first, second] = again([exception, exception.args] as const);
    expect(first.args).toBe(second);
  });

  it("remember a name that only Python 2 gave them", () => {
    const bytes = new TextEncoder().encode("cexceptions\nStandardError\n(tR.");
    const exception = loads<PythonException>(bytes, { exact: true });
    expect(exception).toBeInstanceOf(PythonException);
    expect(exception.class.former).toEqual(["exceptions", "StandardError"]);
  });

  it("are those that are built in", () => {
    expect(
      loads(dumps(new Instance(new Global("shop", "ShopError"), { args: new Tuple("x") }))),
    ).toBeInstanceOf(Instance);
    expect(natural("builtins IOError", 2, "no")).toBeInstanceOf(PythonException);
    expect(natural("builtins ExceptionGroup", "both", [])).toBeInstanceOf(PythonException);
  });
});

describe("JavaScript's errors", () => {
  it.each(CLASSES)("%o comes back", (class_, python) => {
    const error = new class_("too long");
    expect(reduced(error, 4)).toEqual([
      `builtins.${python}`,
      ["too long"],
      { state: { javascript: class_.name } },
    ]);
    const back = again(error);
    expect(Object.getPrototypeOf(back)).toBe(class_.prototype);
    expect(Object.prototype.toString.call(back)).toBe("[object Error]");
    expect(Object.keys(back)).toEqual([]);
    expect([back.message, back.stack, String(back)]).toEqual([
      "too long",
      `${class_.name}: too long`,
      `${class_.name}: too long`,
    ]);
  });

  it("keep their cause and their fields, and a cause is not listed", () => {
    const error = Object.assign(new RangeError("outer", { cause: new TypeError("inner") }), {
      code: 7,
      name: "TooLong",
      __proto: null,
    });
    const back = again(error);
    expect(Object.entries(back)).toEqual([
      ["code", 7],
      ["name", "TooLong"],
      ["__proto", null],
    ]);
    expect(Object.getOwnPropertyDescriptor(back, "cause")).toMatchObject({ enumerable: false });
    expect(back.cause).toEqual(new TypeError("inner"));
  });

  it("keep the errors of an AggregateError", () => {
    const back = again(new AggregateError([new TypeError("one"), 2], "both"));
    expect(back).toBeInstanceOf(AggregateError);
    expect(back.errors).toEqual([new TypeError("one"), 2]);
    expect(Object.keys(back)).toEqual([]);
  });

  it("may have no message", () => {
    expect(reduced(new TypeError(), 4)).toEqual([
      "builtins.TypeError",
      [],
      { state: { javascript: "TypeError" } },
    ]);
    expect(Object.hasOwn(again(new TypeError()), "message")).toBe(false);
    expect(again(new TypeError()).stack).toBe("TypeError");
  });

  it("may be their own cause, and be referred to from everywhere", () => {
    const error = new Error("loop");
    error.cause = { error, list: [error] };
    const [first, second] = again([error, error]);
    const cause = first?.cause as { error: unknown; list: unknown[] };
    expect(first).toBe(second);
    expect(Object.getPrototypeOf(first)).toBe(Error.prototype);
    expect([cause.error, cause.list[0]]).toEqual([first, first]);
  });

  it("hold objects that were replaced after they were made", () => {
    // A dict is read as an object up to the key that is no string.
    const dict = new Map<unknown, unknown>();
    dict.set("error", new Error("inner", { cause: dict })).set(1, "one");
    const back = loads<Map<unknown, unknown>>(dumps(dict, { exact: true }));
    expect(back).toBeInstanceOf(Map);
    expect((back.get("error") as Error).cause).toBe(back);
  });

  it("keep fields apart that mean something else to Python", () => {
    const error = Object.assign(new Error("odd"), { args: 5, javascript: "x", __class__: 1, other: 2 });
    const apart = { args: 5, javascript: "x", __class__: 1 };
    expect(reduced(error, 4)).toEqual([
      "builtins.Exception",
      ["odd"],
      { state: { javascript: new Tuple("Error", apart), other: 2 } },
    ]);
    expect(Object.entries(again(error)).sort()).toEqual(Object.entries(error).sort());
    expect(loads(dumps(error), { tuples: "array" })).toMatchObject(apart);
  });

  it("stay exceptions in the exact profile, and are the same again", () => {
    const bytes = dumps(new RangeError("x", { cause: 1 }));
    const exception = loads(bytes, { exact: true });
    expect(exception).toBeInstanceOf(PythonException);
    expect(loads(dumps(exception, { exact: true }))).toBeInstanceOf(RangeError);
  });

  it("are not made of states that do not fit", () => {
    const read = (name: string, args: unknown[], state: unknown): unknown =>
      loads(dumps(new Instance(new Global("builtins", name), { args: Tuple.from(args) as Tuple, state })));
    expect(read("ValueError", ["x"], { javascript: "RangeError" })).toBeInstanceOf(RangeError);
    for (const [name, args, state] of [
      ["ValueError", ["x"], { javascript: "TypeError" }],
      ["ValueError", ["x"], { javascript: "Function" }],
      ["ValueError", ["x"], { javascript: 1 }],
      ["ValueError", ["x"], { javascript: new Tuple("RangeError", 1) }],
      ["ValueError", ["x", 1], { javascript: "RangeError" }],
      ["ValueError", [1], { javascript: "RangeError" }],
      ["ValueError", ["x"], { other: 1 }],
      ["ValueError", ["x"], null],
    ] as const) {
      expect(read(name, [...args], state)).toBeInstanceOf(PythonException);
    }
  });

  it("touch no setter and no prototype", () => {
    const state = new Map<string, unknown>([
      ["javascript", "Error"],
      ["__proto__", { polluted: true }],
      ["toString", 1],
    ]);
    const bytes = dumps(new Instance(new Global("builtins", "Exception"), { args: new Tuple("x"), state }), {
      exact: true,
    });
    const error = loads<Error>(bytes);
    expect(Object.getPrototypeOf(error)).toBe(Error.prototype);
    expect(Object.hasOwn(error, "__proto__")).toBe(true);
    expect("polluted" in error).toBe(false);
  });

  it("are no errors of other classes", () => {
    class OwnError extends Error {}
    expect(() => dumps(new OwnError("x"))).toThrow(/OwnError/);
  });
});
