import { Registry } from "pantry/copyreg";
import { dumps, loads } from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { bytesOf, opcodesOf, PROTOCOLS } from "../pickle/literals.ts";

// How things that Python has and TypeScript has not are registered.

describe("an enum", () => {
  class Colour {
    static readonly RED = new Colour(1);
    static readonly BLUE = new Colour(2);
    readonly value: number;

    private constructor(value: number) {
      this.value = value;
    }

    static of(value: number): Colour {
      const found = [Colour.RED, Colour.BLUE].find((colour) => colour.value === value);
      if (!found) throw new RangeError(`${value} is not a valid Colour`);
      return found;
    }
  }
  const registry = new Registry();
  registry.register(Colour as never as abstract new () => Colour, "paint.Colour", {
    reduce: ({ value }) => [value],
    construct: Colour.of,
  });

  it("is read as the very members that there are", () => {
    for (const protocol of PROTOCOLS)
      expect(loads(dumps([Colour.RED, Colour.BLUE], { protocol, registry }), { registry })).toEqual([
        Colour.RED,
        Colour.BLUE,
      ]);
    expect(loads(dumps(Colour.BLUE, { registry }), { registry })).toBe(Colour.BLUE);
  });

  it("is written as Python writes one", () => {
    expect(opcodesOf(Colour.RED, { registry, protocol: 2 })).toBe("cpaint\nColour\nq\0K\x01\x85q\x01Rq\x02");
  });

  it("refuses a value that is no member", () => {
    expect(() => loads(bytesOf("cpaint\nColour\n(I3\ntR."), { registry })).toThrow(
      "paint.Colour could not be made: 3 is not a valid Colour",
    );
  });
});

describe("a namedtuple", () => {
  class Point {
    readonly x: number;
    readonly y: number;

    constructor(x: number, y: number) {
      this.x = x;
      this.y = y;
    }
  }
  const registry = new Registry();
  registry.register(Point, "geo.Point", { reduce: ({ x, y }) => [x, y], form: "new" });

  it("is written as Python writes one, and read by the constructor", () => {
    expect(opcodesOf(new Point(1, 2), { registry, protocol: 2 })).toBe(
      "cgeo\nPoint\nq\0K\x01K\x02\x86q\x01\x81q\x02",
    );
    for (const protocol of PROTOCOLS)
      expect(loads(dumps(new Point(1, 2), { registry, protocol }), { registry })).toStrictEqual(
        new Point(1, 2),
      );
  });
});

describe("a class of the runtime", () => {
  it("may be registered: a pattern, as a program of its own has it", () => {
    const registry = new Registry();
    registry.register(RegExp, "patterns.Pattern", {
      reduce: ({ source, flags }) => [source, flags],
      construct: (source: string, flags: string) => new RegExp(source, flags),
    });
    for (const protocol of PROTOCOLS)
      expect(loads(dumps([/a+/gi], { registry, protocol }), { registry })).toStrictEqual([/a+/gi]);
  });

  it("may be registered: a URL, as the string that makes it", () => {
    const registry = new Registry();
    registry.register(URL, "net.URL", { reduce: ({ href }) => [href] });
    const read = loads<URL>(dumps(new URL("https://example.org/a?b#c"), { registry }), { registry });
    expect(read).toBeInstanceOf(URL);
    expect(read.href).toBe("https://example.org/a?b#c");
  });
});
