import { Registry } from "pantry/copyreg";
import { dumps, loads, type UnpicklingError } from "pantry/pickle";
import { Global, Instance, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { bytesOf, opcodesOf, PROTOCOLS } from "../pickle/literals.ts";

/** What is read of what is written, in a protocol or in each. */
function copy<T>(value: T, registry: Registry, protocol: number = 5): T {
  return loads<T>(dumps(value, { registry, protocol }), { registry });
}

describe("register(), the plain form", () => {
  class Order {
    id = 7;
    lines: unknown[] = [];
    get total(): number {
      return this.lines.length;
    }
  }
  const registry = new Registry();
  registry.register(Order, "shop.Order");

  it("keeps the class and the fields, in every protocol", () => {
    const order = Object.assign(new Order(), { lines: [1, 2] });
    for (const protocol of PROTOCOLS) {
      const read = copy(order, registry, protocol);
      expect(read).toBeInstanceOf(Order);
      expect(read).toStrictEqual(order);
      expect(read.total).toBe(2);
    }
  });

  it("writes what CPython writes for an object with these attributes", () => {
    const options = { registry };
    expect(opcodesOf(new Order(), { ...options, protocol: 0 })).toBe(
      "ccopy_reg\n_reconstructor\np0\n(cshop\nOrder\np1\nc__builtin__\nobject\np2\nNtp3\nRp4\n(dp5\nVid\np6\nI7\nsVlines\np7\n(lp8\nsb",
    );
    expect(opcodesOf(new Order(), { ...options, protocol: 2 })).toBe(
      "cshop\nOrder\nq\0)\x81q\x01}q\x02(X\x02\0\0\0idq\x03K\x07X\x05\0\0\0linesq\x04]q\x05ub",
    );
    expect(opcodesOf(new Order(), { ...options, protocol: 4 })).toBe(
      "\x8c\x04shop\x94\x8c\x05Order\x94\x93\x94)\x81\x94}\x94(\x8c\x02id\x94K\x07\x8c\x05lines\x94]\x94ub",
    );
  });

  it("leaves the state out where there are no fields, as CPython does", () => {
    class Empty {}
    registry.register(Empty, "shop.Empty");
    expect(opcodesOf(new Empty(), { registry, protocol: 2 })).toBe("cshop\nEmpty\nq\0)\x81q\x01");
    expect(copy(new Empty(), registry)).toStrictEqual(new Empty());
  });

  it("calls neither constructor nor setter", () => {
    let calls = 0;
    class Watched {
      name = "";
      constructor() {
        calls += 1;
      }
    }
    Object.defineProperty(Watched.prototype, "name", {
      set: () => {
        calls += 1;
      },
    });
    registry.register(Watched, "shop.Watched");
    const watched = new Watched();
    Object.defineProperty(watched, "name", { value: "Ada", enumerable: true });
    calls = 0;
    const read = copy(watched, registry);
    expect(calls).toBe(0);
    expect(Object.getOwnPropertyDescriptor(read, "name")).toEqual({
      value: "Ada",
      writable: true,
      enumerable: true,
      configurable: true,
    });
  });

  it("makes __proto__ an own field", () => {
    const read = loads<Order>(bytesOf("cshop\nOrder\n)\x81(S'__proto__'\nI1\ndb."), { registry });
    expect(Object.keys(read)).toEqual(["__proto__"]);
    expect(read).toBeInstanceOf(Order);
  });

  it("takes the fields of __slots__ too", () => {
    const read = loads(bytesOf("cshop\nOrder\n)\x81((S'id'\nI1\nd(S'lines'\nI2\ndtb."), { registry });
    expect({ ...(read as Order) }).toEqual({ id: 1, lines: 2 });
    const slotsOnly = loads(bytesOf("cshop\nOrder\n)\x81(N(S'id'\nI3\ndtb."), { registry });
    expect({ ...(slotsOnly as Order) }).toEqual({ id: 3 });
  });

  it("keeps cycles and sharing", () => {
    const order = new Order();
    order.lines.push(order, { order });
    for (const protocol of PROTOCOLS) {
      const read = copy(order, registry, protocol);
      expect(read.lines[0]).toBe(read);
      expect(read.lines[1]).toEqual({ order: read });
    }
  });

  it("writes the class itself by its name, and reads it so", () => {
    for (const protocol of PROTOCOLS)
      expect(copy([Order, Order], registry, protocol)).toEqual([Order, Order]);
    expect(opcodesOf(Order, { registry, protocol: 2 })).toBe("cshop\nOrder\nq\0");
  });

  it("refuses data that has arguments, or a state that is no dict", () => {
    expect(() => loads(bytesOf("cshop\nOrder\n(I1\ntR."), { registry })).toThrow(
      expect.objectContaining({
        name: "UnpicklingError",
        code: "bad-argument",
        message:
          "Cannot read REDUCE at byte 17: shop.Order could not be made: Order was registered without construct, yet the data has arguments for it: 1",
      }),
    );
    expect(() => loads(bytesOf("cshop\nOrder\n)\x81I1\nb."), { registry })).toThrow(
      "the state is not a dict, and the class was registered without setState",
    );
    expect(() => loads(bytesOf("cshop\nOrder\n)\x81(I1\nI2\ndb."), { registry })).toThrow(
      "a state has a key that is no string",
    );
  });
});

describe("register(), the full form", () => {
  class Account {
    readonly owner: string;
    #balance: number;
    constructor(owner: string, balance: number) {
      this.owner = owner;
      this.#balance = balance;
    }
    get balance(): number {
      return this.#balance;
    }
    set balance(balance: number) {
      this.#balance = balance;
    }
  }

  it("keeps private fields by reduce, and calls the constructor with the arguments", () => {
    const registry = new Registry();
    registry.register(Account, "bank.Account", { reduce: ({ owner, balance }) => [owner, balance] });
    for (const protocol of PROTOCOLS) {
      const read = copy(new Account("Ada", 5), registry, protocol);
      expect(read).toBeInstanceOf(Account);
      expect([read.owner, read.balance]).toEqual(["Ada", 5]);
    }
    expect(opcodesOf(new Account("Ada", 5), { registry, protocol: 2 })).toBe(
      "cbank\nAccount\nq\0X\x03\0\0\0Adaq\x01K\x05\x86q\x02Rq\x03",
    );
  });

  it("makes the object by construct, where it is given", () => {
    const registry = new Registry();
    registry.register(Account, "bank.Account", {
      reduce: ({ owner, balance }) => [owner, balance * 100],
      construct: (owner: string, cents: number) => new Account(owner, cents / 100),
    });
    expect(copy(new Account("Ada", 5), registry).balance).toBe(5);
    expect(opcodesOf(new Account("Ada", 5), { registry, protocol: 2 })).toContain("M\xf4\x01");
  });

  it("keeps private fields by getState and setState", () => {
    const registry = new Registry();
    registry.register(Account, "bank.Account", {
      construct: () => new Account("", 0),
      getState: ({ owner, balance }) => ({ owner, balance }),
      setState: (account, state) => Object.assign(account, state),
    });
    for (const protocol of PROTOCOLS) {
      const read = copy(new Account("Ada", 5), registry, protocol);
      expect([read.owner, read.balance]).toEqual(["Ada", 5]);
    }
  });

  it("takes any state that getState gives, and none for undefined", () => {
    class Box {
      content: unknown = 1;
    }
    const registry = new Registry();
    const states: unknown[] = [];
    registry.register(Box, "shop.Box", {
      getState: ({ content }) => content,
      setState: (_, state) => void states.push(state),
    });
    for (const content of [7, null, "text", [1], undefined])
      copy(Object.assign(new Box(), { content }), registry);
    expect(states).toEqual([7, null, "text", [1]]);
  });

  it("writes arguments for __new__ by the form new", () => {
    const registry = new Registry();
    registry.register(Account, "bank.Account", { reduce: ({ owner }) => [owner, 0], form: "new" });
    expect(opcodesOf(new Account("Ada", 5), { registry, protocol: 2 })).toBe(
      "cbank\nAccount\nq\0X\x03\0\0\0Adaq\x01K\0\x86q\x02\x81q\x03",
    );
    for (const protocol of PROTOCOLS)
      expect(copy(new Account("Ada", 5), registry, protocol).owner).toBe("Ada");
  });

  it("hands keyword arguments over as a last argument", () => {
    const registry = new Registry();
    const made: unknown[] = [];
    registry.register(Account, "bank.Account", {
      construct: (...args: unknown[]) => {
        made.push(args);
        return new Account("", 0);
      },
    });
    const call = new Instance(new Global("bank", "Account"), {
      form: "new",
      args: new Tuple("Ada"),
      kwargs: new Map([["balance", 5]]),
    });
    loads(dumps(call), { registry });
    expect(made).toEqual([["Ada", { balance: 5 }]]);
  });

  it("keeps cycles through the arguments", () => {
    class Ring {
      readonly members: unknown[];
      constructor(members: unknown[]) {
        this.members = members;
      }
    }
    const registry = new Registry();
    registry.register(Ring, "shop.Ring", { reduce: ({ members }) => [members] });
    const ring = new Ring([]);
    ring.members.push(ring);
    for (const protocol of PROTOCOLS) {
      const read = copy(ring, registry, protocol);
      expect(read.members[0]).toBe(read);
    }
  });

  it("turns whatever the class throws into an error about the data", () => {
    const registry = new Registry();
    const own = new RangeError("no such owner");
    registry.register(Account, "bank.Account", {
      construct: () => {
        throw own;
      },
    });
    let error: unknown;
    try {
      loads(bytesOf("cbank\nAccount\n)\x81."), { registry });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ name: "UnpicklingError", code: "bad-argument", offset: 15 });
    expect((error as UnpicklingError).message).toContain("bank.Account could not be made: no such owner");
    expect((error as UnpicklingError).cause).toBe(own);
  });
});

describe("upgrade and aliases", () => {
  class Customer {
    name = "";
  }

  it("bring what an older version wrote up to date", () => {
    const registry = new Registry();
    registry.register(Customer, "crm.people.Customer", {
      aliases: ["crm.Customer", "crm.models:Old.Customer"],
      upgrade: ({ first, last, ...rest }) => (first === undefined ? rest : { name: `${first} ${last}` }),
    });
    const old = bytesOf("ccrm\nCustomer\n)\x81(S'first'\nS'Ada'\nS'last'\nS'Lovelace'\ndb.");
    expect(loads(old, { registry })).toStrictEqual(Object.assign(new Customer(), { name: "Ada Lovelace" }));
    const nested = bytesOf("\x80\x04\x8c\ncrm.models\x8c\x0cOld.Customer\x93)\x81.");
    expect(loads(nested, { registry })).toBeInstanceOf(Customer);
    expect(copy(Object.assign(new Customer(), { name: "Eve" }), registry).name).toBe("Eve");
  });

  it("are read, never written", () => {
    const registry = new Registry();
    registry.register(Customer, "crm.people.Customer", { aliases: ["crm.Customer"] });
    expect(opcodesOf(Customer, { registry, protocol: 2 })).toBe("ccrm.people\nCustomer\nq\0");
  });

  it("come before setState", () => {
    const registry = new Registry();
    registry.register(Customer, "crm.Customer", {
      upgrade: (state) => ({ ...state, name: "upgraded" }),
      setState: (customer, state) => Object.assign(customer, state),
    });
    expect(copy(new Customer(), registry).name).toBe("upgraded");
  });
});

describe("nested classes", () => {
  class Line {
    price = 1;
  }

  it("have a name behind a colon", () => {
    const registry = new Registry();
    registry.register(Line, "shop.models:Order.Line");
    expect(opcodesOf(Line, { registry, protocol: 4 })).toBe(
      "\x8c\x0bshop.models\x94\x8c\nOrder.Line\x94\x93\x94",
    );
    for (const protocol of [0, 1, 2, 3, 4, 5]) {
      expect(copy(new Line(), registry, protocol)).toStrictEqual(new Line());
    }
  });

  it("are found where everything else is refused, and through a class that is registered too", () => {
    class Order {}
    const registry = new Registry();
    registry.register(Line, "shop.models:Order.Line");
    const data = dumps([new Line(), Line], { registry, protocol: 2 });
    expect(loads(data, { registry, unknown: "error" })).toStrictEqual([new Line(), Line]);
    expect(() => loads(data, { registry: new Registry(), unknown: "error" })).toThrow(
      "Order is not registered",
    );
    registry.register(Order, "shop.models.Order");
    expect(loads(data, { registry })).toStrictEqual([new Line(), Line]);
  });
});

describe("instances that are not registered", () => {
  class Line {}
  class Order {
    lines = [new Line()];
  }

  it("cannot be written, which says where they are and what to do", () => {
    const registry = new Registry();
    registry.register(Order, "shop.Order");
    expect(() => dumps({ orders: [new Order()] }, { registry })).toThrow(
      expect.objectContaining({
        name: "PicklingError",
        path: "value.orders[0].lines[0]",
        message:
          'Cannot pickle value.orders[0].lines[0]: an instance of Line, which is not registered: call copyreg.register(Line, "module.Line")',
      }),
    );
  });

  it("are read as inert Instances", () => {
    expect(loads(bytesOf("cshop\nOrder\n)\x81(S'id'\nI1\ndb."), { registry: new Registry() })).toStrictEqual(
      new Instance(new Global("shop", "Order"), { form: "new", state: { id: 1 } }),
    );
  });
});
