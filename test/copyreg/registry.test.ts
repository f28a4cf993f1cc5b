import * as copyreg from "pantry/copyreg";
import { Registry } from "pantry/copyreg";
import { dumps, loads } from "pantry/pickle";
import { Global, Instance, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { opcodesOf } from "../pickle/literals.ts";

class Order {
  id = 1;
}

describe("Registry", () => {
  it("is a value: what one knows, another does not", () => {
    const one = new Registry();
    const other = new Registry();
    one.register(Order, "shop.Order");
    other.register(Order, "store.Order");
    const data = dumps(new Order(), { registry: one });
    expect(loads(data, { registry: one })).toBeInstanceOf(Order);
    expect(loads(data, { registry: other })).toBeInstanceOf(Instance);
    expect(loads(data)).toBeInstanceOf(Instance);
    expect(() => dumps(new Order())).toThrow("which is not registered");
  });

  it("matches module and name exactly", () => {
    const registry = new Registry();
    registry.register(Order, "shop.models.Order");
    expect(registry.named("shop.models", "Order")?.class).toBe(Order);
    for (const [module, name] of [
      ["shop", "models.Order"],
      ["shop.models", "order"],
      ["shop.models", "Order.x"],
      ["", "Order"],
    ])
      expect(registry.named(module as string, name as string)).toBeUndefined();
  });

  it("finds registrations by class and by instance, not by one above", () => {
    class Special extends Order {}
    const registry = new Registry();
    registry.register(Order, "shop.Order");
    expect(registry.ofClass(Order)?.global).toStrictEqual(new Global("shop", "Order"));
    expect(registry.ofInstance(new Order())?.class).toBe(Order);
    expect(registry.ofClass(Special)).toBeUndefined();
    expect(registry.ofInstance(new Special())).toBeUndefined();
    expect(registry.ofClass("Order")).toBeUndefined();
  });

  it("refuses a name that stands for another class", () => {
    const registry = new Registry();
    registry.register(Order, "shop.Order", { aliases: ["shop.Purchase"] });
    class Other {}
    const taken = "already stands for the class Order";
    expect(() => registry.register(Other, "shop.Order")).toThrow(new RangeError(`shop.Order ${taken}`));
    expect(() => registry.register(Other, "shop.Other", { aliases: ["shop.Purchase"] })).toThrow(
      new RangeError(`shop.Purchase ${taken}`),
    );
    expect(registry.ofClass(Other)).toBeUndefined();
    expect(registry.named("shop", "Other")).toBeUndefined();
  });

  it("lets a class be registered again", () => {
    const registry = new Registry();
    registry.register(Order, "shop.Order");
    registry.register(Order, "shop.Order", { reduce: () => [5] });
    expect(opcodesOf(new Order(), { registry, protocol: 2 })).toBe("cshop\nOrder\nq\0K\x05\x85q\x01Rq\x02");
    registry.register(Order, "shop.models.Order");
    expect(opcodesOf(Order, { registry, protocol: 2 })).toBe("cshop.models\nOrder\nq\0");
    expect(registry.named("shop", "Order")?.class).toBe(Order);
  });

  it("refuses what is no class, and names with no module", () => {
    const registry = new Registry();
    for (const thing of [{}, () => 1, null, "Order"])
      expect(() => registry.register(thing as unknown as typeof Order, "shop.Order")).toThrow(TypeError);
    for (const name of ["Order", "", ".Order", "shop.", "shop:", ":Order"])
      expect(() => registry.register(Order, name)).toThrow(
        new TypeError(`"${name}" names no class: write "module.Class", or "module:Class.Nested"`),
      );
  });
});

describe("the functions of the module", () => {
  it("fill the registry that is used unless another is given", () => {
    class Basket {
      id = 1;
    }
    copyreg.register(Basket, "functions_test.Basket");
    expect(copyreg.defaultRegistry.ofClass(Basket)).toBeDefined();
    expect(loads(dumps(new Basket()))).toStrictEqual(new Basket());
    expect(loads(dumps(new Basket(), { registry: copyreg.defaultRegistry }))).toStrictEqual(new Basket());
  });

  it("take reduce functions by Python's name", () => {
    class Celsius {
      degrees = 21;
    }
    copyreg.pickle(Celsius, ({ degrees }) => [new Global("weather", "Celsius"), [degrees]]);
    expect(loads(dumps(new Celsius()))).toStrictEqual(
      new Instance(new Global("weather", "Celsius"), { args: new Tuple(21) }),
    );
  });

  it("check constructors as Python does", () => {
    expect(() => copyreg.constructor(5)).toThrow(new TypeError("constructors must be callable"));
    expect(copyreg.constructor(Order)).toBeUndefined();
    const registry = new Registry();
    expect(() => registry.pickle(Order, 5 as never)).toThrow(
      new TypeError("reduction functions must be callable"),
    );
    expect(() => registry.pickle(Order, () => "a.b", 5)).toThrow(
      new TypeError("constructors must be callable"),
    );
    registry.pickle(Order, () => "a.b", Order);
    expect(loads(dumps(new Order(), { registry }))).toStrictEqual(new Global("a", "b"));
  });
});
