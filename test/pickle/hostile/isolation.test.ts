import * as copyreg from "pantry/copyreg";
import { type LoadOptions, load, loadAll, loads, PickleBuffer, UnpicklingError } from "pantry/pickle";
import { ByteArray, Global, type Python2String } from "pantry/python";
import { describe, expect, it, vi } from "vitest";
import { field, joined, refusal } from "./attack.ts";

const LENGTH = 3;
/** Everything that makes bytes of bytes, with the length as a byte before them where there is one. */
const BYTES: readonly (readonly [opcodes: string, options?: LoadOptions])[] = [
  ["C\x03abc."],
  [`B${field(LENGTH, 4)}abc.`],
  [`\x8e${field(LENGTH, 8)}abc.`],
  [`\x96${field(LENGTH, 8)}abc.`],
  ["U\x03abc.", { encoding: "bytes" }],
  [`T${field(LENGTH, 4)}abc.`, { encoding: "bytes" }],
  ["S'abc'\n.", { encoding: "bytes" }],
  ["cbuiltins\nbytearray\nC\x03abc\x85R."],
  ["c_codecs\nencode\n\x8c\x03abc\x8c\x06latin1\x86R."],
];

describe("bytes that are read", () => {
  it("are copies: they keep nothing of the input, and do not change with it", () => {
    for (const [opcodes, options] of BYTES) {
      for (const input of [joined(opcodes), Buffer.from(opcodes, "latin1"), inside(opcodes)]) {
        const bytes = loads<Uint8Array>(input, options);
        input.fill(0);
        expect([opcodes, Buffer.from(bytes).toString()]).toEqual([opcodes, "abc"]);
        expect([opcodes, bytes.buffer.byteLength, bytes.constructor]).toEqual([
          opcodes,
          LENGTH,
          opcodes.includes("\x96") || opcodes.includes("bytearray") ? ByteArray : Uint8Array,
        ]);
      }
    }
    const text = loads<Python2String>(joined("U\x03abc."), { exact: true });
    expect(text.bytes.buffer.byteLength).toBe(LENGTH);
  });

  it("are copies where a stream brings them", async () => {
    const chunk = joined("C\x03abc.");
    const bytes = await load<Uint8Array>(once(chunk));
    chunk.fill(0);
    expect([Buffer.from(bytes).toString(), bytes.buffer.byteLength]).toEqual(["abc", LENGTH]);
  });

  it("are views with the option, and change with the input", () => {
    const input = joined("C\x03abc.");
    const bytes = loads<Uint8Array>(input, { bytes: "view" });
    input.fill(0x78);
    expect(Buffer.from(bytes).toString()).toBe("xxx");
    expect(bytes.buffer).toBe(input.buffer);
    expect(loads<Uint8Array>(Buffer.from("C\x03abc."), { bytes: "view" }).constructor).toBe(Uint8Array);
  });

  it("may lie in memory that is shared", () => {
    const input = new Uint8Array(new SharedArrayBuffer(6));
    input.set(joined("C\x03abc."));
    expect(loads<Uint8Array>(input).buffer).toBeInstanceOf(ArrayBuffer);
    expect(loads(new Uint8Array(new SharedArrayBuffer(16)).fill(0x4e, 0, 1).fill(0x2e, 1))).toBeNull();
  });
});

/** The pickle amidst a larger buffer. */
function inside(opcodes: string): Uint8Array {
  const around = new Uint8Array(opcodes.length + 64);
  around.set(joined(opcodes), 32);
  return around.subarray(32, 32 + opcodes.length);
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk;
}

class Order {
  id = 0;
}

const CALLS: readonly string[] = [
  ...[")R.", ")\x81.", ")}\x92.", "]\x85R.", ")R}b.", ")\x81}b."].map((rest) => `cshop\nOther\n${rest}`),
  ...["(ishop\nOther\n.", "(cshop\nOther\no.", "cshop\nOrder.id\n)R.".replace("c", "\x80\x04c")],
  ...[
    "\x8c\x04shop\x8c\x05order\x93)R.",
    "cshop\norder\n)R.",
    "cShop\nOrder\n)R.",
    "cshop.models\nOrder\n)R.",
  ],
];

describe("the program's own functions", () => {
  it("are called for the names that were registered, and for no other", () => {
    const construct = vi.fn(() => new Order());
    const setState = vi.fn();
    const registry = new copyreg.Registry();
    registry.register(Order, "shop.Order", { construct, setState });
    for (const call of CALLS) loads(joined(call), { registry });
    expect(construct).not.toHaveBeenCalled();
    expect(setState).not.toHaveBeenCalled();
    for (const rest of [")R}b.", ")\x81}b.", ")}\x92}b."])
      loads(joined(`cshop\nOrder\n${rest}`), { registry });
    expect(construct).toHaveBeenCalledTimes(3);
    expect(setState).toHaveBeenCalledTimes(3);
    for (const rest of [")R}b.", ")\x81}b."])
      loads(joined(`cshop\nOrder\n${rest}`), { registry, exact: true });
    expect(construct).toHaveBeenCalledTimes(3);
  });

  it("are not called at all with an empty registry, and nothing unknown is let in where that is an error", () => {
    const options = { registry: new copyreg.Registry(), unknown: "error" } as const;
    for (const call of [...CALLS, "cos\nsystem\n\x8c\x02ls\x85R.", "P1\n.", "NQ.", "\x82\x05."])
      expect([call, refusal(joined(call), options).code]).toEqual([call, "unknown-name"]);
    expect(loads(joined("cbuiltins\nset\n]K\x01a\x85R."), options)).toEqual(new Set([1]));
  });

  it("may throw: a class's errors are about the data, a hook's are its own", () => {
    for (const error of [new RangeError("no"), new TypeError("no"), new Error("no")]) {
      const fail = (): never => {
        throw error;
      };
      const registry = new copyreg.Registry();
      registry.register(Order, "shop.Order", { construct: fail });
      expect(refusal(joined("cshop\nOrder\n)R."), { registry })).toMatchObject({
        code: "bad-argument",
        cause: error,
      });
      expect(() => loads(joined("cshop\nOrder\n."), { findClass: fail })).toThrow(error);
      expect(() => loads(joined("\x8c\x01a\x8c\x01b\x93."), { findClass: fail })).toThrow(error);
      expect(() => loads(joined("(ia\nb\n."), { findClass: fail })).toThrow(error);
      expect(() => loads(joined("P1\n."), { persistentLoad: fail })).toThrow(error);
      expect(() => loads(joined("NQ."), { persistentLoad: fail })).toThrow(error);
      expect(() =>
        loads(joined("\x97."), { buffers: { [Symbol.iterator]: () => ({ next: fail }) } }),
      ).toThrow(error);
    }
  });

  it("may give promises, which are values like others", async () => {
    const promise = Promise.resolve(1);
    expect(loads<unknown[]>(joined("]P1\na."), { persistentLoad: () => promise })[0]).toBe(promise);
    expect(await load<unknown[]>(once(joined("]P1\na.")), { persistentLoad: () => promise })).toEqual([
      promise,
    ]);
  });

  it("are not called by a promise that the data makes its own", async () => {
    const called = vi.fn();
    class Old {}
    const registry = new copyreg.Registry();
    registry.register(Old, "shop.Old");
    const bytes = joined("N0}\x8c\x04thencshop\nOld\ns.");
    expect(Object.entries(loads<object>(bytes, { registry }))).toEqual([["then", Old]]);
    for (const findClass of [undefined, () => called]) {
      const options = findClass ? { findClass } : { registry };
      const wanted = { name: "UnpicklingError", code: "bad-target", offset: bytes.length - 1 };
      await expect(load(once(bytes), options)).rejects.toMatchObject(wanted);
      await expect(loadAll(once(bytes), options).next()).rejects.toMatchObject(wanted);
    }
    expect(called).not.toHaveBeenCalled();
    const harmless = await load<object>(once(joined("}\x8c\x04thenK\x01s.")));
    expect(Object.entries(harmless)).toEqual([["then", 1]]);
  });

  it("may give anything, which is filled if it can be", () => {
    const frozen: readonly (readonly [target: unknown, opcodes: string])[] = [
      [Object.freeze([]), "Na"],
      [Object.freeze({}), "\x8c\x01aNs"],
      [Object.preventExtensions({}), "\x8c\x01aNs"],
      [1, "Na"],
      ["text", "NNs"],
      [null, "}b"],
      [undefined, "Na"],
      [Symbol("id"), "(N\x90"],
      [() => 1, "}b"],
      [new (class Own {})(), "}b"],
      [new Date(Number.NaN), "}b"],
      [new WeakMap(), "NNs"],
      [Promise.resolve(), "(Ne"],
    ];
    for (const [target, opcodes] of frozen) {
      const error = refusal(joined("P1\n", opcodes, "."), { persistentLoad: () => target });
      expect([opcodes, error.code]).toEqual([opcodes, "bad-target"]);
    }
  });

  it("may give a function, which is not called", () => {
    const called = vi.fn();
    for (const rest of [")R.", ")\x81.", ")}\x92."])
      expect(refusal(joined("P1\n", rest), { persistentLoad: () => called }).code).toBe("bad-target");
    expect(called).not.toHaveBeenCalled();
  });
});

describe("a buffer from outside", () => {
  it("is missed by name, and must be one", () => {
    expect(refusal(joined("\x97.")).code).toBe("bad-argument");
    expect(refusal(joined("\x97\x97."), { buffers: [new Uint8Array(1)] })).toMatchObject({
      code: "bad-argument",
      offset: 1,
    });
    expect(() => loads(joined("\x97."), { buffers: [1 as never] })).toThrow(TypeError);
    expect(
      loads(joined("\x97\x98."), { buffers: [new PickleBuffer(new Uint8Array(1)) as never] }),
    ).toBeInstanceOf(Uint8Array);
  });
});

describe("the runtime's own limits", () => {
  it("are limits of the data: a Map as large as can be", () => {
    // Filling one of 2^24 entries would take ten seconds, and end in what this one says at once.
    class Full extends Map<unknown, unknown> {
      override set(): never {
        throw new RangeError("Map maximum size exceeded");
      }
    }
    const error = refusal(joined("P1\n\x8c\x01aNs."), { persistentLoad: () => new Full() });
    expect([error.code, error.cause instanceof RangeError]).toEqual(["limit", true]);
  });

  it("are limits of the data: a list longer than arrays should be", () => {
    const long: unknown[] = [];
    long.length = 2 ** 26;
    expect(refusal(joined("P1\nNa."), { persistentLoad: () => long }).code).toBe("limit");
    long.length = 2 ** 32 - 1;
    expect(refusal(joined("P1\nNa."), { persistentLoad: () => long }).code).toBe("limit");
  });

  it("are limits of the data: integers and texts beyond what there is memory for", () => {
    const huge = new Uint8Array(2 ** 26 + 16);
    huge.set(joined("\x8b", field(2 ** 26 + 1, 4)));
    expect(refusal(huge).code).toBe("limit");
    huge.set(joined("V\\"));
    huge[2 ** 26 + 8] = 0x0a;
    expect(refusal(huge).code).toBe("limit");
    huge.set(joined("X", field(2 ** 26 + 2, 4), "\xed\xa0\x80"));
    expect(refusal(huge).code).toBe("limit");
  });

  it("leave the error's own place, and its cause", () => {
    const error = refusal(joined("NNP1\nNa."), { persistentLoad: () => Object.freeze([]) });
    expect(error).toBeInstanceOf(UnpicklingError);
    expect([error.offset, error.cause instanceof TypeError]).toEqual([6, true]);
    expect(error.message).toMatch(/^Cannot read APPEND at byte 6: /);
  });

  it("are not met by a name", () => {
    expect(loads(joined("cos\nsystem\n."))).toBeInstanceOf(Global);
  });
});
