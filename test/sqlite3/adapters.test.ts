import { DateOnly, DateTime, Instance, TimeDelta, TimeOnly, TimeZone } from "pantry/python";
import { describe, expect, it } from "vitest";
import { Adapters, adapt, adapters, PrepareProtocol, registerAdapter } from "../../src/sqlite3/adapters.ts";
import { ProgrammingError } from "../../src/sqlite3/errors.ts";

class Point {
  readonly x: number = 1;
  readonly y: number = 2;
}

class Point3 extends Point {}

/** An object that adapts itself by this function. */
function conforming(conform: (protocol: unknown) => unknown) {
  return { [PrepareProtocol.conform]: conform };
}

/** A protocol that adapts objects by this function. */
function protocol(adaptTo: (value: unknown) => unknown) {
  return { [PrepareProtocol.adapt]: adaptTo };
}

function fail(error: Error): never {
  throw error;
}

const cannot = new ProgrammingError("can't adapt");

describe("adapt()", () => {
  it("takes the adapter of a class, which its subclasses do not have", () => {
    const own = new Adapters();
    own.register(Point, ({ x, y }) => `${x};${y}`);
    expect(own.adapt(new Point())).toBe("1;2");
    expect(() => own.adapt(new Point3())).toThrow(cannot);
  });

  it("goes by the prototype, not by what an object says of itself", () => {
    const own = new Adapters();
    own.register(Point, () => "point");
    expect(() => own.adapt({ constructor: Point, prototype: Point.prototype })).toThrow(cannot);
    expect(own.adapt(Object.create(Point.prototype))).toBe("point");
    expect(() => own.adapt(Object.create(null))).toThrow(cannot);
  });

  it("asks the adapter first, then the protocol, then the value", () => {
    const asked: string[] = [];
    const own = new Adapters();
    const target = protocol(() => void asked.push("protocol"));
    const value = Object.assign(
      new Point(),
      conforming(() => void asked.push("value")),
    );
    expect(own.adapt(value, target, "alternative")).toBe("alternative");
    own.register(Point, () => "adapter", target);
    expect(own.adapt(value, target)).toBe("adapter");
    expect(asked).toEqual(["protocol", "value"]);
    expect(() => own.adapt(value)).toThrow(cannot);
  });

  it("tells the value and the protocol of each other", () => {
    const value = conforming((target) => ["conform", target]);
    expect(adapt(value)).toEqual(["conform", PrepareProtocol]);
    const target = protocol((object) => ["adapt", object]);
    expect(adapt(value, target)).toEqual(["adapt", value]);
    class Quoted {
      readonly text: string = "";
      static [PrepareProtocol.adapt](object: unknown) {
        return `'${object}'`;
      }
    }
    expect(adapt("x", Quoted)).toBe("'x'");
  });

  it("takes null, undefined and a TypeError of these methods for no", () => {
    for (const no of [() => null, () => undefined, () => fail(new TypeError("not me"))]) {
      expect(() => adapt(conforming(no))).toThrow(cannot);
      expect(
        adapt(
          conforming(() => 5),
          protocol(no),
        ),
      ).toBe(5);
    }
    const error = new RangeError("mine");
    expect(() => adapt(conforming(() => fail(error)))).toThrow(error);
    expect(() =>
      adapt(
        1,
        protocol(() => fail(error)),
        "alternative",
      ),
    ).toThrow(error);
  });

  it("lets through whatever an adapter throws", () => {
    const own = new Adapters();
    const error = new TypeError("mine");
    own.register(Point, () => fail(error));
    expect(() => own.adapt(new Point(), PrepareProtocol, "alternative")).toThrow(error);
  });

  it("gives the alternative where nothing adapts, null too", () => {
    expect(adapt(1, PrepareProtocol, null)).toBe(null);
    expect(adapt(null, PrepareProtocol, "x")).toBe("x");
    for (const value of [1, "x", null, undefined, true, 5n, Symbol("s")]) {
      expect(() => adapt(value)).toThrow(cannot);
    }
  });
});

describe("Adapters", () => {
  it("stand on others, which they go before", () => {
    const parent = new Adapters();
    const child = new Adapters(parent);
    parent.register(Point, () => "parent");
    parent.register(Point3, () => "parent 3");
    child.register(Point, () => "child");
    expect([child.adapt(new Point()), child.adapt(new Point3())]).toEqual(["child", "parent 3"]);
    expect(parent.adapt(new Point())).toBe("parent");
    expect(child.unregister(Point)).toBe(true);
    expect(child.unregister(Point)).toBe(false);
    expect(child.adapt(new Point())).toBe("parent");
  });

  it("adapt primitives by their classes, and tell whether they do", () => {
    const parent = new Adapters();
    const own = new Adapters(parent);
    parent.register(Boolean, (value) => (value ? "yes" : "no"));
    own.register(Point, () => 1);
    expect(own.adaptsPrimitives).toBe(false);
    own.register(Number, (value) => value + 0.5);
    expect([own.adaptsPrimitives, parent.adaptsPrimitives]).toEqual([true, false]);
    own.register(BigInt, (value) => `${value + 1n}n`);
    own.register(String, (value) => value.toUpperCase());
    expect([true, 1, 5n, "x"].map((value) => own.adapt(value))).toEqual(["yes", 1.5, "6n", "X"]);
    expect(new Adapters(own).adaptsPrimitives).toBe(true);
    const [texts, bigints] = [new Adapters(), new Adapters()];
    texts.register(String, String);
    bigints.register(BigInt, String);
    expect([texts.adaptsPrimitives, bigints.adaptsPrimitives]).toEqual([true, true]);
  });

  it("give a parameter that nothing adapts as it is", () => {
    const bytes = Uint8Array.of(1);
    const own = new Adapters();
    expect(own.adaptParameter(bytes)).toBe(bytes);
    expect(own.adaptParameter(null)).toBe(null);
    expect(own.adaptParameter(conforming(() => "text"))).toBe("text");
  });

  it("refuse what is no function", () => {
    expect(() => new Adapters().register(Point, "x" as never)).toThrow(TypeError);
  });
});

describe("the default adapters", () => {
  it("write dates and times as Python does", () => {
    const berlin = new TimeZone(new TimeDelta(0, 3600));
    expect(adapt(new DateOnly(2024, 1, 2))).toBe("2024-01-02");
    expect(adapt(new DateTime(2024, 1, 2))).toBe("2024-01-02 00:00:00");
    expect(adapt(new DateTime(2024, 1, 2, 3, 4, 5, 6))).toBe("2024-01-02 03:04:05.000006");
    expect(adapt(new DateTime(24, 1, 2, 3, 4, 5, 6, berlin))).toBe("0024-01-02 03:04:05.000006+01:00");
  });

  it("write no time whose offset is not known, and nothing else", () => {
    const zoned = new DateTime(2024, 1, 2, 3, 4, 5, 0, new Instance("zoneinfo.ZoneInfo"));
    expect(() => adapt(zoned)).toThrow(/offset of its tzinfo is not known/);
    for (const value of [new TimeOnly(), new Date(0)]) expect(() => adapt(value)).toThrow(cannot);
  });
});

describe("registerAdapter()", () => {
  it("registers for everyone", () => {
    registerAdapter(Date, (date) => date.getTime());
    try {
      expect([adapt(new Date(7)), new Adapters(adapters).adapt(new Date(8))]).toEqual([7, 8]);
    } finally {
      adapters.unregister(Date);
    }
    expect(() => adapt(new Date(7))).toThrow(cannot);
  });
});
