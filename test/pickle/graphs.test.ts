import { dumps, loads } from "pantry/pickle";
import { FrozenSet, Global, Instance, OrderedDict, Tuple } from "pantry/python";
import { describe, expect, it } from "vitest";
import { PROTOCOLS } from "./literals.ts";

const DEPTH = 100_000;

describe("graphs", () => {
  it("share after reading what they shared before writing", () => {
    const shared = [
      [1],
      { a: 1 },
      new Map([[1, 2]]),
      new Set([1]),
      new Tuple(1),
      new FrozenSet([1]),
      Uint8Array.of(1),
      new Instance(new Global("shop", "Order")),
      new OrderedDict([["a", 1]]),
    ];
    for (const protocol of PROTOCOLS) {
      const copy = loads<unknown[]>(dumps([...shared, ...shared], { protocol }));
      expect(copy.slice(0, shared.length)).toStrictEqual(shared);
      expect(copy.slice(shared.length).every((value, i) => value === copy[i])).toBe(true);
      expect(new Set(copy).size).toBe(shared.length);
    }
  });

  it("may hold themselves: lists, objects, maps, tuples, instances", () => {
    const list: unknown[] = [];
    list.push(list);
    const object: { self?: object } = {};
    object.self = object;
    const map = new Map<unknown, unknown>();
    map.set(1, map);
    const tuple = new Tuple<unknown[]>([]);
    tuple[0]?.push(tuple);
    const instance = new Instance(new Global("shop", "Order"));
    instance.state = { order: instance };
    for (const protocol of PROTOCOLS) {
      const [l, o, m, t, i] = loads<[unknown[], typeof object, typeof map, typeof tuple, Instance]>(
        dumps([list, object, map, tuple, instance], { protocol }),
      );
      expect(l[0]).toBe(l);
      expect(o.self).toBe(o);
      expect(m.get(1)).toBe(m);
      expect(t[0]?.[0]).toBe(t);
      expect(i.get("order")).toBe(i);
    }
  });

  it("may go round through several objects", () => {
    const parent: { children?: unknown } = {};
    const children = [1, 2, 3].map((id) => ({ id, parent, siblings: [] as unknown[] }));
    for (const child of children) child.siblings = children.filter((other) => other !== child);
    parent.children = children;
    const copy = loads<typeof parent>(dumps(parent));
    const copies = copy.children as typeof children;
    expect(copies.every((child) => child.parent === copy)).toBe(true);
    expect(copies[0]?.siblings[1]).toBe(copies[2]);
  });

  it("keep the order of keys and members", () => {
    const object = { z: 1, a: 2, m: 3 };
    expect(Object.keys(loads<typeof object>(dumps(object)))).toEqual(["z", "a", "m"]);
    const map = new Map<unknown, unknown>([
      ["z", 1],
      [2, 1],
      ["a", 2],
    ]);
    expect([...loads<typeof map>(dumps(map)).keys()]).toEqual(["z", 2, "a"]);
    const set = new Set(["z", "a", 1, 0]);
    for (const protocol of PROTOCOLS)
      expect([...loads<typeof set>(dumps(set, { protocol }))]).toEqual(["z", "a", 1, 0]);
  });

  it(`may be ${DEPTH} deep`, () => {
    const nest: Readonly<Record<string, (inner: unknown) => unknown>> = {
      list: (inner) => [inner],
      object: (inner) => ({ inner }),
      tuple: (inner) => new Tuple(inner),
      map: (inner) => new Map([[1, inner]]),
      state: (inner) => new Instance(new Global("shop", "Node"), { state: inner }),
    };
    for (const [name, wrap] of Object.entries(nest)) {
      let value: unknown = "bottom";
      for (let i = 0; i < DEPTH; i += 1) value = wrap(value);
      const bytes = dumps(value);
      expect(Buffer.from(bytes).equals(dumps(loads(bytes))), name).toBe(true);
    }
  });

  it("stay small where they are shared again and again", () => {
    let laughs: unknown[] = ["lol"];
    for (let i = 0; i < 1000; i += 1) laughs = [laughs, laughs];
    const bytes = dumps(laughs);
    expect(bytes.length).toBeLessThan(10_000);
    expect(dumps(loads(bytes))).toEqual(bytes);
  });
});
