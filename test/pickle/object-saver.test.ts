import { Registry } from "pantry/copyreg";
import { type DumpOptions, dumps, loads, Pickler } from "pantry/pickle";
import { DateOnly, Global, Instance, PythonException, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { digestOfPickles, opcodesByProtocol, opcodesOf } from "./literals.ts";

class Item {
  id: unknown;

  constructor(id: unknown) {
    this.id = id;
  }
}

const registry = new Registry();
registry.register(Item, "shop.Item");

// What CPython 3.13 writes for two dates: the tuple of arguments and its bytes take an index that nothing asks for.
const TWO_DATES: readonly string[] = [
  "(lp0\ncdatetime\ndate\np1\n(c_codecs\nencode\np2\n(V\x07\xe8\x01\x02\np3\nVlatin1\np4\ntp5\nRp6\ntp7\nRp8\na" +
    "g1\n(g2\n(V\x07\xe8\x01\x03\np9\ng4\ntp10\nRp11\ntp12\nRp13\na",
  "]q\x00(cdatetime\ndate\nq\x01(c_codecs\nencode\nq\x02(X\x05\0\0\0\x07\xc3\xa8\x01\x02q\x03X\x06\0\0\0latin1q\x04tq\x05Rq\x06tq\x07Rq\x08" +
    "h\x01(h\x02(X\x05\0\0\0\x07\xc3\xa8\x01\x03q\x09h\x04tq\x0aRq\x0btq\x0cRq\x0de",
  "]q\x00(cdatetime\ndate\nq\x01c_codecs\nencode\nq\x02X\x05\0\0\0\x07\xc3\xa8\x01\x02q\x03X\x06\0\0\0latin1q\x04\x86q\x05Rq\x06\x85q\x07Rq\x08" +
    "h\x01h\x02X\x05\0\0\0\x07\xc3\xa8\x01\x03q\x09h\x04\x86q\x0aRq\x0b\x85q\x0cRq\x0de",
  "]q\x00(cdatetime\ndate\nq\x01C\x04\x07\xe8\x01\x02q\x02\x85q\x03Rq\x04h\x01C\x04\x07\xe8\x01\x03q\x05\x85q\x06Rq\x07e",
  "]\x94(\x8c\x08datetime\x94\x8c\x04date\x94\x93\x94C\x04\x07\xe8\x01\x02\x94\x85\x94R\x94h\x03C\x04\x07\xe8\x01\x03\x94\x85\x94R\x94e",
  "]\x94(\x8c\x08datetime\x94\x8c\x04date\x94\x93\x94C\x04\x07\xe8\x01\x02\x94\x85\x94R\x94h\x03C\x04\x07\xe8\x01\x03\x94\x85\x94R\x94e",
];

describe("dumps() of objects", () => {
  it("ends frames within objects where CPython does", () => {
    // The SHA-256 of what CPython 3.13 writes, for every place within the objects at which a frame can be full.
    expect(digestOfPickles(aroundFrames(4))).toBe(
      "c340b7bf7748c500b0bab7d1883b1481bf87926e0a77adae064ae66a25fe668d",
    );
    expect(digestOfPickles(aroundFrames(5))).toBe(
      "bc1b104c0cbb9f66fd379280cd7fb393f2df2c97b6926b103141827c10b6e14b",
    );
  });

  it("counts what was made for the pickle as CPython does", () => {
    expect(opcodesByProtocol([new DateOnly(2024, 1, 2), new DateOnly(2024, 1, 3)])).toEqual(TWO_DATES);
  });

  it("writes the arguments of an exception once, since they are its own", () => {
    const { args } = new PythonException(new Global("builtins", "KeyError"), new Tuple("a", 1));
    const exception = new PythonException(new Global("builtins", "KeyError"), args);
    expect(opcodesOf([exception, args], { protocol: 2 })).toBe(
      "]q\x00(cexceptions\nKeyError\nq\x01X\x01\0\0\0aq\x02K\x01\x86q\x03Rq\x04h\x03e",
    );
  });

  it("writes the arguments that a reduce function always gives once", () => {
    class Fixed {}
    const args = new Tuple("a", 1);
    const own = new Registry();
    own.register(Fixed, "shop.Fixed", { reduce: () => args });
    expect(opcodesOf([new Fixed(), new Fixed()], { protocol: 2, registry: own })).toBe(
      "]q\x00(cshop\nFixed\nq\x01X\x01\0\0\0aq\x02K\x01\x86q\x03Rq\x04h\x01h\x03Rq\x05e",
    );
  });

  it("tells an array of a registered class from a list, whatever its constructor says", () => {
    class Stack extends Array<number> {}
    // As classes were made before there was syntax for them: the constructor is that of all arrays.
    const Queue = function Queue(): void {} as unknown as new () => number[];
    Queue.prototype = Object.create(Array.prototype) as number[];
    for (const class_ of [Stack, Queue]) {
      const arrays = new Registry();
      arrays.register(class_, "shop.Line", { reduce: (line) => [line.length] });
      const line = Object.setPrototypeOf([1, 2], class_.prototype) as number[];
      const list = loads<Instance[]>(dumps([line, [1, 2]], { registry: arrays }), { exact: true });
      expect(list).toEqual([new Instance(new Global("shop", "Line"), { args: new Tuple(2n) }), [1n, 2n]]);
      expect(dumps(new Tuple(1), { registry: arrays })).toEqual(dumps(new Tuple(1)));
    }
  });

  it("fetches a name from the memo, whichever object tells it", () => {
    const names = [new Global("shop", "O"), new Global("shop", "O"), new Global("shop", "O")];
    expect(opcodesOf([...names, names[1]], { protocol: 2 })).toBe("]q\x00(cshop\nO\nq\x01h\x01h\x01h\x01e");
  });

  it("shows each name once in the memo", () => {
    const pickler = new Pickler({ registry });
    pickler.dump([new Item(1), new Item(2), new Global("shop", "Item")]);
    const names = [...pickler.memo.keys()].filter((key) => key instanceof Global);
    expect(names.map(String)).toEqual(["shop.Item"]);
  });

  it("asks hooks about the fields of an object as about any dict", () => {
    const seen: unknown[] = [];
    dumps(new Item(1), { registry, persistentId: (value) => void seen.push(value) });
    expect(seen).toEqual([new Item(1), new Global("shop", "Item"), new Tuple(), { id: 1 }, "id", 1]);
  });

  it("writes the same with hooks that say nothing", () => {
    const values = [new Item([1]), new DateOnly(2024, 1, 2), new Map([["a", 1]]), new Error("bad")];
    for (let protocol = 0; protocol <= 5; protocol += 1) {
      const options: DumpOptions = { registry, protocol };
      expect(dumps(values, { ...options, reducerOverride: () => undefined })).toEqual(dumps(values, options));
    }
  });

  it("writes an object without fields without a state", () => {
    class Empty {}
    const own = new Registry();
    own.register(Empty, "shop.Empty");
    expect(opcodesOf(new Empty(), { protocol: 2, registry: own })).toBe("cshop\nEmpty\nq\x00)\x81q\x01");
  });

  it("leads to the field of an object that cannot be written", () => {
    expect(() => dumps([new Item({ deep: Symbol("no") })], { registry })).toThrow("value[0].id.deep");
  });

  it("gives a call that is met among its own arguments all of them, though one is half written", () => {
    const inner: unknown[] = [];
    const call = new Instance(new Global("shop", "Tree"), { args: new Tuple([1n, inner]) });
    inner.push(call);
    // The second list is complete when REDUCE takes it; the first would not be.
    expect(opcodesOf(call, { protocol: 2, exact: true })).toBe(
      "cshop\nTree\nq\x00]q\x01(K\x01]q\x02h\x00]q\x03(K\x01h\x02e\x85q\x04Rq\x05ae0h\x04R0h\x05",
    );
  });
});

function* aroundFrames(protocol: number): Generator<Uint8Array> {
  for (let length = 5440; length < 5540; length += 1) {
    const dates = [new DateOnly(2024, 1, 2), new DateOnly(2024, 1, 3)];
    const list = ["x".repeat(60_000), "y".repeat(length), new Item(1), new Item(2), ...dates];
    yield dumps(list, { protocol, registry });
  }
}
