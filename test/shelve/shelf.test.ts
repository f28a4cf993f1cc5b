import { DbmError } from "pantry/dbm";
import { dumps } from "pantry/pickle";
import { Shelf, type ShelfDict, type ShelfOptions } from "pantry/shelve";
import { describe, expect, it, onTestFinished } from "vitest";
import { formats } from "../dbm/formats.ts";
import { shelveErrorOf } from "./error-of.ts";

/** Every kind of dict: those of `pantry/dbm`, a `Map`, and the least that will do. */
const dicts: readonly {
  readonly name: string;
  readonly make: () => ShelfDict | Map<Uint8Array, Uint8Array>;
}[] = [
  { name: "a Map", make: () => new Map() },
  { name: "the least dict", make: leastDict },
  ...formats.map(({ format, place }) => ({
    name: format,
    make: () => {
      const database = place().open("shelf", "n");
      onTestFinished(() => database.close());
      return database;
    },
  })),
];

/** A dict that has nothing but what it must. */
function leastDict(): ShelfDict {
  const map = new Map<string, Uint8Array>();
  const textOf = (key: Uint8Array) => Buffer.from(key).toString("latin1");
  return {
    get size() {
      return map.size;
    },
    get: (key) => map.get(textOf(key)),
    set: (key, value) => map.set(textOf(key), value),
    has: (key) => map.has(textOf(key)),
    delete: (key) => map.delete(textOf(key)),
    *keys() {
      for (const key of map.keys()) yield new Uint8Array(Buffer.from(key, "latin1"));
    },
  };
}

const settings: readonly ShelfOptions[] = [{}, { writeback: true }];

describe.for(dicts.flatMap((dict) => settings.map((options) => ({ ...dict, options }))))(
  "a Shelf over $name with $options",
  ({ make, options }) => {
    function shelfOf<V>(entries: Record<string, V> = {}): Shelf<V> {
      const shelf = new Shelf<V>(make(), options as ShelfOptions<V>);
      return shelf.setMany(Object.entries(entries));
    }

    it("gives back the graph that it was given", () => {
      const graph: Record<string, unknown> = {
        when: new Date(5),
        ids: new Set([1n, 2n ** 80n]),
        bytes: Uint8Array.of(0, 255),
        map: new Map([[1, "one"]]),
        doubles: Float64Array.of(0.5),
        none: null,
        missing: undefined,
      };
      graph.self = graph;
      graph.shared = [graph.ids, graph.ids];
      const shelf = shelfOf<typeof graph>().set("graph", graph);
      shelf.sync();
      const copy = shelf.get("graph") as typeof graph;
      expect(copy).not.toBe(graph);
      expect(copy.self).toBe(copy);
      const [one, other] = copy.shared as unknown[];
      expect(one).toBe(other);
      expect(one).toBe(copy.ids);
      expect({ ...copy, self: 0 }).toEqual({ ...graph, self: 0 });
    });

    it("is a Map", () => {
      const shelf = shelfOf<number>({ one: 1, two: 2 });
      expect(shelf.size).toBe(2);
      expect([shelf.get("one"), shelf.get("three"), shelf.get("three", "none")]).toEqual([
        1,
        undefined,
        "none",
      ]);
      expect([shelf.has("one"), shelf.has("three")]).toEqual([true, false]);
      expect(shelf.set("three", 3)).toBe(shelf);
      expect([...shelf.keys()].sort()).toEqual(["one", "three", "two"]);
      expect([...shelf.values()].sort()).toEqual([1, 2, 3]);
      expect(new Map(shelf)).toEqual(new Map(Object.entries({ one: 1, two: 2, three: 3 })));
      expect(new Map(shelf.entries())).toEqual(new Map(shelf));
      const seen = new Map<string, number>();
      shelf.forEach((value, key, owner) => {
        expect(owner).toBe(shelf);
        seen.set(key, value);
      });
      expect(seen).toEqual(new Map(shelf));
      expect([shelf.delete("one"), shelf.delete("one"), shelf.get("one")]).toEqual([true, false, undefined]);
      shelf.clear();
      expect([shelf.size, [...shelf], shelf.cache.size]).toEqual([0, [], 0]);
    });

    it("takes undefined for a value, which is there", () => {
      const shelf = shelfOf<undefined>({ nothing: undefined });
      expect(shelf.get("nothing", "fallback")).toBe(undefined);
      expect([...shelf]).toEqual([["nothing", undefined]]);
      expect(shelf.pop("nothing", "fallback")).toBe(undefined);
      expect(shelf.pop("nothing", "fallback")).toBe("fallback");
    });

    it("has Python's other ways to change an entry", () => {
      const shelf = shelfOf<number[]>({ one: [1] });
      expect(shelf.setdefault("one", [7])).toEqual([1]);
      expect(shelf.setdefault("two", [2])).toEqual([2]);
      expect(shelf.get("two")).toEqual([2]);
      expect(shelf.pop("one")).toEqual([1]);
      expect([shelf.pop("one"), shelf.pop("one", 0)]).toEqual([undefined, 0]);
      expect(shelf.popitem()).toEqual(["two", [2]]);
      expect(shelf.popitem()).toBe(undefined);
      expect(shelf.size).toBe(0);
    });

    it("changes a value with update(), which must answer", () => {
      const shelf = shelfOf<number>();
      expect(shelf.update("visits", (visits = 0) => visits + 1)).toBe(1);
      expect(shelf.update("visits", (visits = 0) => visits + 1)).toBe(2);
      const forgetful = (visits: number | undefined) => {
        void visits;
      };
      expect(() => shelf.update("visits", forgetful as () => number)).toThrow(
        new TypeError('the function that updates "visits" returned nothing'),
      );
      expect(() => shelf.update("other", forgetful as () => number)).toThrow(TypeError);
      expect([...shelf]).toEqual([["visits", 2]]);
    });

    it("may be changed while one goes through it", () => {
      const shelf = shelfOf<number>(
        Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`key ${n}`, n])),
      );
      const seen: number[] = [];
      for (const [key, value] of shelf) {
        seen.push(value);
        shelf.delete(key);
      }
      expect(seen.sort((one, other) => one - other)).toEqual(Array.from({ length: 40 }, (_, n) => n));
      expect(shelf.size).toBe(0);
    });

    it("tells of a value that it cannot read by its key, and has the others", () => {
      const shelf = shelfOf<unknown>({ good: 1 });
      const encoder = new TextEncoder();
      shelf.dict.set(encoder.encode("bad"), Uint8Array.of(0x80, 4, 0x4b));
      const error = shelveErrorOf(() => shelf.get("bad"));
      expect(error).toMatchObject({ code: "unreadable", key: "bad", cause: { name: "UnpicklingError" } });
      expect(error.message).toMatch(/^Cannot read the value of "bad": /);
      expect(shelf.get("good")).toBe(1);
      expect(shelveErrorOf(() => [...shelf.values()])).toMatchObject({ key: "bad" });
      for (const verb of ["pop", "setdefault", "update"] as const)
        expect(shelveErrorOf(() => shelf[verb]("bad", () => 1)).key).toBe("bad");
      expect([...shelf.keys()].sort()).toEqual(["bad", "good"]);
      expect(shelf.delete("bad")).toBe(true);
      expect([...shelf]).toEqual([["good", 1]]);
    });

    it("stores nothing of a value that it cannot write", () => {
      const shelf = shelfOf<unknown>({ key: 1 });
      const error = shelveErrorOf(() => shelf.set("key", { callback: () => {} }));
      expect(error).toMatchObject({ code: "unwritable", key: "key", cause: { name: "PicklingError" } });
      expect(error.message).toMatch(/^Cannot write the value of "key": /);
      expect(shelf.get("key")).toBe(1);
      shelf.close();
    });

    it("has keys of all kinds, of which __proto__ is one", () => {
      const keys = ["", "__proto__", "constructor", "é", "日本", "🎉", "\0", "toString", "a".repeat(300)];
      const shelf = shelfOf<string>();
      for (const key of keys) shelf.set(key, key);
      expect([...shelf.keys()].sort()).toEqual([...keys].sort());
      for (const key of keys) expect(shelf.get(key)).toBe(key);
      expect(shelf.get("valueOf")).toBe(undefined);
    });

    it("raises once it is closed, and closes twice", () => {
      const shelf = shelfOf<number>({ key: 1 });
      shelf.get("key");
      const keys = shelf.keys();
      const iterator = shelf.entries();
      iterator.next();
      shelf.close();
      shelf.close();
      const uses: Record<string, () => unknown> = {
        get: () => shelf.get("key"),
        set: () => shelf.set("key", 2),
        has: () => shelf.has("key"),
        delete: () => shelf.delete("key"),
        clear: () => shelf.clear(),
        size: () => shelf.size,
        keys: () => shelf.keys(),
        values: () => shelf.values(),
        entries: () => shelf.entries(),
        forEach: () => shelf.forEach(() => {}),
        iteration: () => [...shelf],
        "iteration that goes on": () => iterator.next(),
        "iteration that begins": () => keys.next(),
        setdefault: () => shelf.setdefault("key", 2),
        pop: () => shelf.pop("key"),
        popitem: () => shelf.popitem(),
        setMany: () => shelf.setMany([]),
        update: () => shelf.update("key", () => 2),
        batch: () => shelf.batch(() => {}),
        sync: () => shelf.sync(),
        reorganize: () => shelf.reorganize(),
        dict: () => shelf.dict.size,
      };
      for (const [name, use] of Object.entries(uses)) {
        const error = shelveErrorOf(use);
        expect(error.message, name).toBe("invalid operation on closed shelf");
        expect(error.code, name).toBe("closed");
      }
    });

    it("closes itself at the end of a block", () => {
      let kept: Shelf<number>;
      {
        using shelf = shelfOf<number>({ key: 1 });
        kept = shelf;
      }
      expect(shelveErrorOf(() => kept.size).code).toBe("closed");
    });

    it("puts the changes of a batch together, and nothing in it can wait", () => {
      const shelf = shelfOf<number>();
      const result = shelf.batch(() => {
        shelf.set("one", 1);
        return shelf.batch(() => shelf.set("two", 2).size);
      });
      expect(result).toBe(2);
      expect(() => shelf.batch(async () => {})).toThrow(
        new TypeError("a batch cannot wait: its function returned a promise"),
      );
      shelf.reorganize();
      expect(new Map(shelf)).toEqual(
        new Map([
          ["one", 1],
          ["two", 2],
        ]),
      );
    });

    it("agrees with what is stored after a batch that failed", () => {
      const shelf = shelfOf<number[]>({ one: [1], two: [2] });
      shelf.get("one");
      shelf.get("two");
      expect(() =>
        shelf.batch(() => {
          shelf.set("one", [10]).set("three", [3]).delete("two");
          throw new RangeError("on purpose");
        }),
      ).toThrow(new RangeError("on purpose"));
      const found = new Map(shelf);
      expect(found).toEqual(new Map([...new Shelf(shelf.dict)]));
      shelf.sync();
      expect(new Map(shelf)).toEqual(found);
    });
  },
);

describe("a Shelf", () => {
  it("stores what dumps() makes, in the protocol that it is told", () => {
    for (const protocol of [undefined, 0, 1, 2, 3, 4, 5, -1]) {
      const options = protocol === undefined ? {} : { protocol };
      const shelf = new Shelf<unknown>(new Map(), options).set("key", [1, "two"]);
      expect(shelf.dict.get(new TextEncoder().encode("key"))).toEqual(dumps([1, "two"], options));
    }
    expect(() => new Shelf(new Map(), { protocol: 6 })).toThrow(RangeError);
  });

  it("reads and writes the exact profile if it is told so", () => {
    const shelf = new Shelf<unknown>(new Map(), { exact: true });
    shelf.set("float", 1).set("int", 1n);
    expect([shelf.get("float"), shelf.get("int")]).toEqual([1, 1n]);
    expect(new Shelf(shelf.dict).get("int")).toBe(1);
    expect(shelf.dict.get(new TextEncoder().encode("float"))).toEqual(dumps(1, { exact: true }));
  });

  it("takes a serializer and a deserializer in place of pickles, but not one of them", () => {
    const seen: number[] = [];
    const buffer = new Uint8Array(64);
    const serializer = (value: unknown, protocol: number) => {
      seen.push(protocol);
      // Whoever makes bytes may use his memory again.
      return buffer.subarray(0, new TextEncoder().encodeInto(JSON.stringify(value), buffer).written);
    };
    const deserializer = (bytes: Uint8Array): unknown => {
      const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
      bytes.fill(0);
      return value;
    };
    for (const writeback of [false, true]) {
      const shelf = new Shelf<number[]>(new Map(), { serializer, deserializer, protocol: 3, writeback });
      shelf.set("one", [1]).set("two", [2]);
      for (let time = 0; time < 2; time++) {
        shelf.sync();
        expect(new Map(shelf)).toEqual(
          new Map([
            ["one", [1]],
            ["two", [2]],
          ]),
        );
      }
      shelf.get("one")?.push(7);
      if (writeback) shelf.sync();
      expect(shelf.get("one")).toEqual(writeback ? [1, 7] : [1]);
    }
    expect(new Set(seen)).toEqual(new Set([3]));
    expect(shelveErrorOf(() => new Shelf(new Map(), { serializer })).code).toBe("serializer");
    expect(shelveErrorOf(() => new Shelf(new Map(), { deserializer })).code).toBe("serializer");
    const text = new Shelf(new Map(), { serializer: (() => "text") as never, deserializer });
    expect(shelveErrorOf(() => text.set("key", 1)).code).toBe("serializer");
  });

  it("gives a deserializer bytes of its own, whatever kind of bytes the dict has", () => {
    const map = new Map<Uint8Array, Uint8Array>([[Buffer.from("key"), Buffer.from("hello")]]);
    const serializer = (value: unknown) => value as Uint8Array;
    const shelf = new Shelf<Uint8Array>(map, { serializer, deserializer: (bytes) => bytes });
    shelf.get("key")?.fill(0);
    expect([...map.values()]).toEqual([Buffer.from("hello")]);
  });

  it("sees what others do to its Map, when the size tells or the key is gone", () => {
    const map = new Map<Uint8Array, Uint8Array>();
    const shelf = new Shelf<number>(map);
    for (let number = 0; number < 100; number++) shelf.set(`${number}`, number);
    const [first = new Uint8Array(), value = new Uint8Array()] = map.entries().next().value ?? [];
    map.delete(first);
    map.set(new TextEncoder().encode("other"), value);
    expect([shelf.has("0"), shelf.has("other"), shelf.get("other")]).toEqual([false, true, 0]);
    map.set(new TextEncoder().encode("late"), value);
    shelf.set("late", 1).set("new", 2);
    expect([shelf.size, map.size, [...shelf.keys()].length]).toEqual([102, 102, 102]);
    expect(shelf.has("missing")).toBe(false);
  });

  it("says at once that it cannot be made of what it is given", () => {
    for (const dict of [{}, undefined, null, "path"])
      expect(() => new Shelf(dict as never)).toThrow(/^a shelf is made of a Database, a Map or the like/);
    for (const schema of [{}, null, "text"])
      expect(() => new Shelf(new Map(), { schema: schema as never })).toThrow(
        "schema: a Standard Schema expected",
      );
    const text = "json" as never;
    expect(() => new Shelf(new Map(), { serializer: text, deserializer: text })).toThrow(TypeError);
  });

  it("lets a database say what is wrong with it", () => {
    const place = formats.find(({ format }) => format === "gnu")?.place() as ReturnType<
      (typeof formats)[0]["place"]
    >;
    place.open("shelf", "n").close();
    using shelf = new Shelf<number>(place.open("shelf", "r"));
    expect(() => shelf.set("key", 1)).toThrow(DbmError);
    expect(() => shelf.update("key", () => 1)).toThrow("The database is opened for reading only");
    expect(shelf.setdefault.bind(shelf, "key", 1)).toThrow(DbmError);
  });

  it("holds many keys", () => {
    const shelf = new Shelf<number>(new Map());
    for (let number = 0; number < 100_000; number++) shelf.set(`key ${number}`, number);
    expect(shelf.size).toBe(100_000);
    let sum = 0;
    for (const value of shelf.values()) sum += value;
    expect(sum).toBe((100_000 * 99_999) / 2);
    shelf.clear();
    expect(shelf.size).toBe(0);
  });
});
