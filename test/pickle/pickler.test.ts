import type { ReduceFunction } from "pantry/copyreg";
import { dumps, loads, Pickler, PicklingError, Unpickler } from "pantry/pickle";
import { Global, Instance, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { bytesOf, textOf } from "./literals.ts";

function concatenated(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

describe("Pickler", () => {
  it("keeps its memo from one pickle to the next", () => {
    const shared = ["shared"];
    const pickler = new Pickler({ protocol: 2 });
    const first = pickler.dump([shared, shared]);
    const second = pickler.dump(shared);
    expect(textOf(second)).toBe("\x80\x02h\x01.");
    const unpickler = new Unpickler(concatenated(first, second));
    const [one, other] = unpickler.load() as unknown[];
    expect(one).toBe(other);
    expect(unpickler.load()).toBe(one);
  });

  it("writes pickles that stand for themselves after clearMemo", () => {
    const value = ["a"];
    const pickler = new Pickler();
    const first = pickler.dump(value);
    expect(pickler.dump(value)).not.toEqual(first);
    pickler.clearMemo();
    expect(pickler.memo.size).toBe(0);
    expect(pickler.dump(value)).toEqual(first);
  });

  it("shows its memo, and takes another one over", () => {
    const list: unknown[] = ["a"];
    const order = new Global("shop", "Order");
    const pickler = new Pickler({ protocol: 4 });
    pickler.dump([list, order]);
    const { memo } = pickler;
    expect(memo.get(list)).toBe(1);
    expect(memo.get("a")).toBe(2);
    const named = [...memo].find(([value]) => value instanceof Global);
    expect(named).toEqual([order, 5]);

    const other = new Pickler({ protocol: 4 });
    other.memo = memo;
    expect(textOf(other.dump([list, order, "new"]))).toBe(
      "\x80\x04\x95\x0f\0\0\0\0\0\0\0]\x94(h\x01h\x05\x8c\x03new\x94e.",
    );
    expect(other.memo.get("new")).toBe(7);
  });

  it("shows a copy of its memo", () => {
    const pickler = new Pickler();
    pickler.dump("a");
    pickler.memo.clear();
    expect(pickler.memo).toEqual(new Map([["a", 0]]));
    expect(() => {
      pickler.memo = new Map([[1, 0]]);
    }).toThrow(new TypeError("memo: an object or a string was expected"));
  });

  it("leaves the memo as it was when a pickle fails", () => {
    const pickler = new Pickler({ protocol: 2 });
    const kept = ["kept"];
    pickler.dump(kept);
    const before = pickler.memo;
    const fresh = ["fresh"];
    expect(() => pickler.dump([kept, fresh, new Global("a", "b"), () => {}])).toThrow(PicklingError);
    expect(pickler.memo).toEqual(before);
    expect(textOf(pickler.dump([kept, fresh]))).toBe("\x80\x02]q\x02(h\0]q\x03X\x05\0\0\0freshq\x04ae.");
  });

  it("fails at cycles when it is fast, however long the way round", () => {
    const pickler = new Pickler({ fast: true });
    const list: unknown[] = [];
    list.push(list);
    expect(() => pickler.dump(list)).toThrow("it holds itself in a way that Python cannot write");
    const ring: unknown[][] = Array.from({ length: 5000 }, () => []);
    ring.forEach((item, i) => {
      item.push(ring[(i + 1) % ring.length]);
    });
    expect(() => pickler.dump(ring)).toThrow("it holds itself in a way that Python cannot write");
    expect(pickler.fast).toBe(true);
    pickler.fast = false;
    expect(loads(pickler.dump(list))).toHaveLength(1);
  });

  it("writes what is shared again and again when it is fast", () => {
    const shared = [1];
    const copy = loads<unknown[]>(dumps([shared, shared], { fast: true }));
    expect(copy).toEqual([[1], [1]]);
    expect(copy[0]).not.toBe(copy[1]);
  });

  it("checks its options at once", () => {
    expect(() => new Pickler({ protocol: 9 })).toThrow(RangeError);
    expect(() => new Pickler({ protocol: 4, bufferCallback: () => true })).toThrow(
      new RangeError("bufferCallback needs protocol 5"),
    );
  });
});

describe("persistentId", () => {
  const user = { id: 7 };
  const persistentId = (value: unknown): unknown => (value === user ? "user 7" : undefined);

  it("writes a line in protocol 0, and an object in the others", () => {
    expect(textOf(dumps([user], { persistentId, protocol: 0 }))).toBe("(lp0\nPuser 7\na.");
    expect(textOf(dumps([user], { persistentId, protocol: 1 }))).toBe("]q\0X\x06\0\0\0user 7q\x01Qa.");
    expect(
      textOf(dumps(user, { persistentId: (value) => (value === user ? [1, 2] : null), protocol: 2 })),
    ).toBe("\x80\x02]q\0(K\x01K\x02eQ.");
  });

  it("may come from a subclass, and is asked for every object", () => {
    const asked: unknown[] = [];
    class OwnPickler extends Pickler {
      override persistentId(value: unknown): unknown {
        asked.push(value);
        return persistentId(value);
      }
    }
    const value = [1, "a", null, user];
    expect(textOf(new OwnPickler({ protocol: 0 }).dump(value))).toBe("(lp0\nI1\naVa\np1\naNaPuser 7\na.");
    expect(asked).toEqual([value, 1, "a", null, user]);
  });

  it("must be a line of ASCII in protocol 0", () => {
    for (const id of ["a\nb", "é", [1]])
      expect(() =>
        dumps([user], { persistentId: (value) => (value === user ? id : null), protocol: 0 }),
      ).toThrow(new PicklingError("in protocol 0 a persistent id is a line of ASCII", "value[0]"));
    expect(textOf(dumps(user, { persistentId: () => 7, protocol: 0 }))).toBe("P7\n.");
    for (const id of ["", "\t", "a\r", "\0"]) {
      const data = dumps(user, { persistentId: () => id, protocol: 0 });
      expect(textOf(data)).toBe(`P${id}\n.`);
      expect(loads(data, { persistentLoad: (read) => [read] })).toEqual([id]);
    }
  });
});

describe("reducerOverride", () => {
  class Celsius {
    degrees = 21;
  }
  const override = (value: unknown) =>
    value instanceof Celsius ? ([new Global("weather", "Celsius"), [value.degrees]] as const) : undefined;
  const expectedText = "\x80\x02cweather\nCelsius\nq\0K\x15\x85q\x01Rq\x02.";

  it("is asked before anything else, by option or by subclass", () => {
    class OwnPickler extends Pickler {
      override reducerOverride(value: unknown) {
        return override(value);
      }
    }
    expect(textOf(dumps(new Celsius(), { reducerOverride: override, protocol: 2 }))).toBe(expectedText);
    expect(textOf(new OwnPickler({ protocol: 2 }).dump(new Celsius()))).toBe(expectedText);
  });

  it("is asked for functions and classes, and for what Pantry could write itself", () => {
    const reducerOverride = (value: unknown) =>
      typeof value === "function" ? "app.handlers" : value instanceof Date ? "app.now" : undefined;
    const copy = loads(dumps([() => 1, new Date(0), [2]], { reducerOverride }));
    expect(copy).toEqual([new Global("app", "handlers"), new Global("app", "now"), [2]]);
  });

  it("is not asked for what is already in the memo", () => {
    let count = 0;
    const value = new Celsius();
    dumps([value, value], {
      reducerOverride: (object) => {
        if (object === value) count += 1;
        return override(object);
      },
    });
    expect(count).toBe(1);
  });
});

describe("a hook", () => {
  it("cannot have its own pickler write another value meanwhile", () => {
    const pickler: Pickler = new Pickler({ reducerOverride: () => void pickler.dump(1) });
    expect(() => pickler.dump([1])).toThrow(new TypeError("the pickler is writing another value"));
    expect(loads(pickler.dump("text"))).toBe("text");
  });
});

describe("dispatchTable", () => {
  class Celsius {
    degrees = 21;
  }
  class Warm extends Celsius {}
  const reduce: ReduceFunction<Celsius> = ({ degrees }) => [new Global("weather", "Celsius"), [degrees]];

  it("says by class how objects are taken apart", () => {
    const dispatchTable = new Map([[Celsius, reduce]]);
    expect(loads(dumps(new Celsius(), { dispatchTable }))).toStrictEqual(
      new Instance(new Global("weather", "Celsius"), { args: new Tuple(21) }),
    );
  });

  it("can be a subclass's own, or set later", () => {
    class Reporter extends Pickler {
      override dispatchTable = new Map([[Celsius, reduce]]);
    }
    const pickler = new Pickler();
    expect(() => pickler.dump(new Celsius())).toThrow("an instance of Celsius, which is not registered");
    pickler.dispatchTable = new Map([[Celsius, reduce]]);
    expect([...pickler.dump(new Celsius())]).toEqual([...new Reporter().dump(new Celsius())]);
  });

  it("holds for exactly this class", () => {
    const dispatchTable = new Map([[Celsius, reduce]]);
    expect(() => dumps(new Warm(), { dispatchTable })).toThrow(
      "an instance of Warm, which is not registered",
    );
  });
});

describe("Unpickler", () => {
  it("reads several pickles, and says where it is", () => {
    const unpickler = new Unpickler(bytesOf("I1\n.\x80\x02K\x02.Vx\n."));
    expect(unpickler.offset).toBe(0);
    expect(unpickler.load()).toBe(1);
    expect(unpickler.offset).toBe(4);
    expect(unpickler.load()).toBe(2);
    expect(unpickler.load()).toBe("x");
    expect(unpickler.offset).toBe(13);
    expect(() => unpickler.load()).toThrow(
      expect.objectContaining({
        code: "truncated",
        offset: 13,
        message: expect.stringContaining("at byte 13"),
      }),
    );
  });

  it("stays where it is when a pickle fails, and may be sent elsewhere", () => {
    const unpickler = new Unpickler(bytesOf("I1\n.\xff.I2\n."));
    unpickler.load();
    for (let i = 0; i < 2; i += 1)
      expect(() => unpickler.load()).toThrow("Cannot read opcode 0xff at byte 4: no such opcode");
    expect(unpickler.offset).toBe(4);
    unpickler.offset = 6;
    expect(unpickler.load()).toBe(2);
  });

  it("keeps its memo from one pickle to the next", () => {
    const unpickler = new Unpickler(bytesOf("(lp5\n.g5\n."));
    expect(unpickler.load()).toBe(unpickler.load());
    expect(unpickler.memo).toEqual(new Map([[5, []]]));
  });

  it("shows a copy of its memo, and takes another one over", () => {
    const unpickler = new Unpickler(bytesOf("g0\n.h\xff."));
    const given = { a: 1 };
    unpickler.memo.set(0, "lost");
    expect(unpickler.memo.size).toBe(0);
    unpickler.memo = new Map<number, unknown>([
      [0, given],
      [255, "last"],
    ]);
    expect(unpickler.load()).toBe(given);
    expect(unpickler.load()).toBe("last");
  });

  it("asks findClass for every name, as the pickle has it", () => {
    const asked: string[] = [];
    class OwnUnpickler extends Unpickler {
      override findClass(module: string, name: string): unknown {
        asked.push(`${module} ${name}`);
        return name === "Known" ? "known" : super.findClass(module, name);
      }
    }
    const bytes = bytesOf("(cshop\nKnown\nc__builtin__\nxrange\nl.");
    expect(new OwnUnpickler(bytes).load()).toEqual(["known", new Global("builtins", "range")]);
    expect(asked).toEqual(["shop Known", "__builtin__ xrange"]);
  });

  it("takes what the option findClass gives, and looks further where that is undefined", () => {
    const findClass = (_: string, name: string): unknown => (name === "Known" ? null : undefined);
    const bytes = bytesOf("(cshop\nKnown\ncshop\nOther\nl.");
    expect(loads(bytes, { findClass })).toEqual([null, new Global("shop", "Other")]);
  });

  it("asks persistentLoad for every persistent id, by option or by subclass", () => {
    class OwnUnpickler extends Unpickler {
      override persistentLoad(id: unknown): unknown {
        return { id };
      }
    }
    const bytes = bytesOf("(Puser 7\nK\x01K\x02\x86Ql.");
    const found = [{ id: "user 7" }, { id: new Tuple(1, 2) }];
    expect(new OwnUnpickler(bytes).load()).toStrictEqual(found);
    expect(loads(bytes, { persistentLoad: (id) => ({ id }) })).toStrictEqual(found);
  });

  it("gives an error of a hook as it is", () => {
    const own = new Error("my own");
    const fail = (): never => {
      throw own;
    };
    expect(() => loads(bytesOf("Px\n."), { persistentLoad: fail })).toThrow(own);
    expect(() => loads(bytesOf("ca\nb\n."), { findClass: fail })).toThrow(own);
    expect(() => dumps([1], { persistentId: fail })).toThrow(own);
  });
});
