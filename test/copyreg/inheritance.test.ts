import { Registry } from "pantry/copyreg";
import { dumps, loads } from "pantry/pickle";
import { describe, expect, it } from "vitest";
import { PROTOCOLS } from "../pickle/literals.ts";

/** Reads in every protocol what it writes. */
function copies<T>(value: T, registry: Registry): T[] {
  return PROTOCOLS.map((protocol) => loads<T>(dumps(value, { registry, protocol }), { registry }));
}

describe("a subclass", () => {
  class Shape {
    name = "shape";
  }
  class Circle extends Shape {
    radius = 1;
  }

  it("is registered by itself", () => {
    const registry = new Registry();
    registry.register(Shape, "geo.Shape");
    expect(() => dumps(new Circle(), { registry })).toThrow("an instance of Circle, which is not registered");
    registry.register(Circle, "geo.Circle");
    for (const copy of copies(new Circle(), registry)) expect(copy).toStrictEqual(new Circle());
  });

  it("takes over the options of the classes above it", () => {
    const calls: string[] = [];
    class Disc extends Circle {}
    const registry = new Registry();
    registry.register(Shape, "geo.Shape", {
      getState: (shape) => {
        calls.push("getState");
        return { ...shape };
      },
      upgrade: (state) => {
        calls.push("upgrade of Shape");
        return state;
      },
    });
    registry.register(Circle, "geo.Circle", {
      upgrade: (state) => {
        calls.push("upgrade of Circle");
        return state;
      },
    });
    registry.register(Disc, "geo.Disc");
    expect(loads(dumps(new Disc(), { registry }), { registry })).toStrictEqual(new Disc());
    expect(calls).toEqual(["getState", "upgrade of Circle"]);
  });

  it("is made by its own constructor, not by construct of the class above", () => {
    class Point {
      readonly x: number;
      constructor(x: number) {
        this.x = x;
      }
    }
    class Pixel extends Point {
      readonly colour = "red";
    }
    const registry = new Registry();
    registry.register(Point, "geo.Point", { reduce: ({ x }) => [x], construct: (x: number) => new Point(x) });
    registry.register(Pixel, "geo.Pixel");
    for (const copy of copies(new Pixel(4), registry)) expect(copy).toStrictEqual(new Pixel(4));
  });

  it("does not answer to the aliases of the class above", () => {
    const registry = new Registry();
    registry.register(Shape, "geo.Shape", { aliases: ["geo.Form"] });
    registry.register(Circle, "geo.Circle");
    expect(registry.named("geo", "Form")?.class).toBe(Shape);
  });
});

describe("a class that extends", () => {
  class List extends Array<unknown> {
    title = "list";
  }
  class Dict extends Map<unknown, unknown> {
    title = "dict";
  }
  class Bag extends Set<unknown> {
    title = "bag";
  }
  class ShopError extends Error {
    override name = "ShopError";
    code = 7;
  }
  const registry = new Registry();
  registry.register(List, "shop.List");
  registry.register(Dict, "shop.Dict");
  registry.register(Bag, "shop.Bag");
  registry.register(ShopError, "shop.ShopError");

  it("Array keeps items and fields", () => {
    for (const copy of copies(List.of<unknown>("a", [1]), registry)) {
      expect(copy).toBeInstanceOf(List);
      expect(Array.isArray(copy)).toBe(true);
      expect([...copy]).toEqual(["a", [1]]);
      expect((copy as List).title).toBe("list");
      expect(copy).toHaveLength(2);
    }
  });

  it("Map keeps entries and fields", () => {
    for (const copy of copies(
      new Dict([
        ["a", 1],
        [2, "b"],
      ]),
      registry,
    )) {
      expect(copy).toBeInstanceOf(Dict);
      expect([...copy]).toEqual([
        ["a", 1],
        [2, "b"],
      ]);
      expect(copy.title).toBe("dict");
    }
  });

  it("Set keeps members and fields", () => {
    for (const copy of copies(new Bag(["a", 2]), registry)) {
      expect(copy).toBeInstanceOf(Bag);
      expect([...copy]).toEqual(["a", 2]);
      expect(copy.title).toBe("bag");
    }
  });

  it("Error keeps message, cause and fields", () => {
    const cause = new TypeError("inner");
    for (const copy of copies(new ShopError("sold out", { cause }), registry)) {
      expect(copy).toBeInstanceOf(ShopError);
      expect(copy.message).toBe("sold out");
      expect(copy.cause).toStrictEqual(cause);
      expect([copy.name, copy.code]).toEqual(["ShopError", 7]);
      expect(copy.stack).toBeTypeOf("string");
    }
    expect(copies(new ShopError("plain"), registry).some((copy) => Object.hasOwn(copy, "cause"))).toBe(false);
  });

  it("any of them may hold itself", () => {
    const list = new List();
    list.push(list);
    const dict = new Dict();
    dict.set("self", dict);
    const bag = Object.assign(new Bag(["a"]), { title: "" });
    Object.assign(bag, { self: bag });
    const error = new ShopError("round");
    error.cause = error;
    for (const copy of copies(list, registry)) expect(copy[0]).toBe(copy);
    for (const copy of copies(dict, registry)) expect(copy.get("self")).toBe(copy);
    for (const copy of copies(bag, registry))
      expect((copy as typeof bag & { self: unknown }).self).toBe(copy);
    for (const copy of copies(error, registry)) expect(copy.cause).toBe(copy);
  });
});
