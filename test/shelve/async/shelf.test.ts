import { setImmediate as turn } from "node:timers/promises";
import { Registry } from "pantry/copyreg";
import { AsyncDatabase } from "pantry/dbm";
import { dumps, loads, PicklingError, UnpicklingError } from "pantry/pickle";
import { AsyncShelf, type EntryOptions, ShelveError } from "pantry/shelve";
import { describe, expect, it } from "vitest";
import { failureOf, failuresOf } from "../../dbm/async/failure-of.ts";
import { MemoryAsyncStore, MemoryServer, TransactionalStore } from "../../dbm/async/memory-async-store.ts";

/** A shelf in memory, and the store that it asks in the end. */
function opened<V = unknown, Given = V>(
  options: EntryOptions<V, Given> = {},
  Store = MemoryAsyncStore,
): [AsyncShelf<V, Given>, MemoryAsyncStore] {
  const store = new Store();
  return [new AsyncShelf(new AsyncDatabase(store), options), store];
}

async function contentOf<V, Given>(shelf: AsyncShelf<V, Given>): Promise<Record<string, V>> {
  const entries: [string, V][] = [];
  for await (const entry of shelf) entries.push(entry);
  return Object.fromEntries(entries);
}

describe("an AsyncShelf", () => {
  it("keeps values of any kind, each with what is shared and circular in it", async () => {
    const [shelf] = opened();
    const shared = [1, 2n ** 70n, 1.5, "три", null, true, Uint8Array.of(0, 255)];
    const graph = { shared, again: shared, map: new Map([["a", new Set([1, 2])]]), self: null as unknown };
    graph.self = graph;
    await shelf.set("graph", graph);
    await shelf.set("date", new Date(86_400_000));
    const read = (await shelf.get("graph")) as typeof graph;
    expect(read).toEqual(graph);
    expect([read.self, read.again]).toEqual([read, read.shared]);
    expect([read.self === read, read.again === read.shared, read === graph]).toEqual([true, true, false]);
    expect(await shelf.get("date")).toEqual(new Date(86_400_000));
    expect(await shelf.get("missing")).toBeUndefined();
    expect([await shelf.has("date"), await shelf.has("missing"), await shelf.size()]).toEqual([
      true,
      false,
      2,
    ]);
  });

  it("keeps classes that are registered with it", async () => {
    class Point {
      x = 1;
    }
    const registry = new Registry();
    registry.register(Point, "shapes.Point");
    const [shelf] = opened<Point>({ registry });
    await shelf.set("point", new Point());
    const read = await shelf.get("point");
    expect(read).toBeInstanceOf(Point);
    expect(await shelf.compareAndSet("point", read, undefined)).toBe(true);
  });

  it("keeps pickles under keys in UTF-8, and reads those of others", async () => {
    const [shelf] = opened<number>();
    await shelf.set("ключ", 42);
    expect(loads((await shelf.dict.get("ключ")) ?? new Uint8Array())).toBe(42);
    await shelf.dict.set("other", dumps(43, { protocol: 0 }));
    expect(await contentOf(shelf)).toEqual({ ключ: 42, other: 43 });
  });

  it("writes the protocol and the encoding of keys that it is told", async () => {
    const [shelf] = opened<number>({ protocol: 0, keyencoding: "latin-1" });
    await shelf.set("é", 1);
    expect(await shelf.dict.get(Uint8Array.of(0xe9))).toEqual(dumps(1, { protocol: 0 }));
    for await (const key of shelf.keys()) expect(key).toBe("é");
  });

  it("tells at once what is wrong with its options", () => {
    expect(() => opened({ protocol: 9 })).toThrow();
    expect(() => opened({ keyencoding: "utf-7" })).toThrow(RangeError);
    expect(() => opened({ serializer: () => new Uint8Array() })).toThrow(ShelveError);
  });

  it("uses a serializer and a deserializer in place of pickles", async () => {
    const [shelf] = opened<unknown>({
      serializer: (value, protocol) => new TextEncoder().encode(`${protocol}${JSON.stringify(value)}`),
      deserializer: (bytes) => JSON.parse(new TextDecoder().decode(bytes).slice(1)),
      protocol: 2,
    });
    await shelf.set("a", { b: [1] });
    expect(await shelf.get("a")).toEqual({ b: [1] });
    expect(await shelf.dict.get("a")).toEqual(new TextEncoder().encode('2{"b":[1]}'));
  });

  it("pickles at once, so that what is given may be changed", async () => {
    const [shelf, store] = opened<number[]>();
    const value = [1];
    const changes = [
      shelf.set("a", value),
      shelf.setMany([["b", value]]),
      shelf.setdefault("c", value),
      shelf.compareAndSet("d", undefined, value),
    ];
    value.push(2);
    expect(store.asked).toContain("set");
    await Promise.all(changes);
    expect([...(await shelf.getMany(["a", "b", "c", "d"])).values()]).toEqual([[1], [1], [1], [1]]);
  });

  it("gets and sets many at once, of a key that comes twice the last", async () => {
    const [shelf, store] = opened<number>();
    await shelf.setMany([
      ["a", 1],
      ["b", 2],
      ["a", 3],
    ]);
    const found = await shelf.getMany(["b", "missing", "a", "b"]);
    expect([...found]).toEqual([
      ["b", 2],
      ["a", 3],
    ]);
    expect(await shelf.deleteMany(["a", "a", "missing"])).toBe(1);
    expect([await shelf.delete("b"), await shelf.delete("b")]).toEqual([true, false]);
    store.asked.length = 0;
    await shelf.setMany([]);
    expect((await shelf.getMany([])).size).toBe(0);
    expect(await shelf.deleteMany([])).toBe(0);
    expect(store.asked).toEqual([]);
  });

  it("takes lists that are long", async () => {
    const [shelf] = opened<number>();
    const keys = Array.from({ length: 20_000 }, (_, i) => `${i}`);
    await shelf.setMany(keys.map((key, i) => [key, i]));
    const values = await shelf.getMany(keys);
    expect([values.size, values.get("19999")]).toEqual([20_000, 19_999]);
    expect(await shelf.deleteMany(keys)).toBe(20_000);
  });

  it("keeps values that are nested deeply", async () => {
    const [shelf] = opened<unknown>();
    let nested: unknown[] = [];
    for (let i = 0; i < 50_000; i++) nested = [nested];
    await shelf.set("deep", nested);
    expect(await shelf.compareAndSet("deep", await shelf.get("deep"), undefined)).toBe(true);
  });

  it("takes a key of any name", async () => {
    const [shelf] = opened<number>();
    await shelf.setMany([
      ["__proto__", 1],
      ["", 2],
      ["a\0b", 3],
    ]);
    expect([...(await shelf.getMany(["", "__proto__", "a\0b"])).values()]).toEqual([2, 1, 3]);
  });

  it("gives defaults, pops and clears", async () => {
    const [shelf] = opened<number[]>();
    expect(await shelf.setdefault("a", [1])).toEqual([1]);
    expect(await shelf.setdefault("a", [2])).toEqual([1]);
    expect([await shelf.pop("a"), await shelf.pop("a")]).toEqual([[1], undefined]);
    await shelf.set("b", [3]);
    await shelf.clear();
    expect(await shelf.size()).toBe(0);
  });

  it("iterates over keys, values and entries", async () => {
    const [shelf, store] = opened<number>();
    await shelf.setMany([
      ["a", 1],
      ["b", 2],
    ]);
    const calls: unknown[] = [];
    await shelf.forEach((value, key, self) => {
      calls.push([key, value, self === shelf]);
    });
    for await (const value of shelf.values()) calls.push(value);
    for await (const key of shelf.keys()) calls.push(key);
    expect(calls).toEqual([["a", 1, true], ["b", 2, true], 1, 2, "a", "b"]);
    for await (const _ of shelf) break;
    for await (const _ of shelf.values()) break;
    expect(store.iterating).toBe(0);
  });

  it("does not write what was changed in a copy", async () => {
    const [shelf] = opened<number[]>();
    await shelf.set("a", [1]);
    (await shelf.get("a"))?.push(2);
    expect(await shelf.get("a")).toEqual([1]);
  });
});

describe("AsyncShelf.update()", () => {
  it("adds up right when many shelves update one key at once", async () => {
    const server = new MemoryServer();
    const shelves = Array.from(
      { length: 8 },
      () => new AsyncShelf<{ sum: number }>(new AsyncDatabase(new MemoryAsyncStore(server))),
    );
    const add = async (shelf: AsyncShelf<{ sum: number }>) => {
      for (let i = 0; i < 25; i++)
        await shelf.update("sum", async ({ sum } = { sum: 0 }) => ({ sum: sum + 1 }));
    };
    await Promise.all(shelves.map(add));
    expect(await shelves[0]?.get("sum")).toEqual({ sum: 200 });
  });

  it("answers the new value, and changes nothing where its function fails or forgets to answer", async () => {
    const [shelf] = opened<number>();
    expect(await shelf.update("a", (value = 1) => value + 1)).toBe(2);
    const forgetful = () => undefined as unknown as number;
    const refused = await failureOf(shelf.update("a", forgetful));
    expect(refused).toBeInstanceOf(TypeError);
    expect(refused.message).toContain('"a"');
    expect(await shelf.get("a")).toBe(2);
  });
});

describe("AsyncShelf.compareAndSet()", () => {
  it("compares values, whoever has pickled them and how", async () => {
    const [shelf] = opened<unknown>();
    // What Python writes is not what is written here: 1.0, a memo, another protocol.
    await shelf.dict.set("a", dumps({ x: [1, 2], y: "text" }, { protocol: 2 }));
    const value = await shelf.get("a");
    expect(await shelf.compareAndSet("a", { x: [1, 3], y: "text" }, 0)).toBe(false);
    expect(await shelf.compareAndSet("a", value, { z: 1 })).toBe(true);
    expect(await shelf.compareAndSet("a", value, 0)).toBe(false);
    expect(await shelf.compareAndSet("a", { z: 1 }, undefined)).toBe(true);
    expect(await shelf.compareAndSet("a", { z: 1 }, 0)).toBe(false);
    expect(await shelf.compareAndSet("a", undefined, 1)).toBe(true);
    expect(await shelf.compareAndSet("a", undefined, 2)).toBe(false);
    expect(await shelf.compareAndSet("a", undefined, undefined)).toBe(false);
    expect(await shelf.get("a")).toBe(1);
  });

  it("sees a value that was pickled anew meanwhile as the same", async () => {
    const [shelf, store] = opened<number[]>();
    await shelf.set("a", [1]);
    const again = [dumps([1], { protocol: 0 }), dumps([1], { protocol: 2 })];
    store.before = (verb) => {
      const bytes = verb === "compareAndSet" && again.shift();
      if (bytes) store.server.content.set("a", Uint8Array.from(bytes));
    };
    expect(await shelf.compareAndSet("a", [1], [2])).toBe(true);
    expect(again.length).toBe(0);
    expect(await shelf.get("a")).toEqual([2]);
  });

  it("compares values with cycles", async () => {
    const [shelf] = opened<unknown>();
    const circle: unknown[] = [1];
    circle.push(circle);
    await shelf.set("a", circle);
    expect(await shelf.compareAndSet("a", [1, [1]], 0)).toBe(false);
    expect(await shelf.compareAndSet("a", circle, 0)).toBe(true);
  });
});

describe("what is wrong with one value of an AsyncShelf", () => {
  it("is told with its key, and keeps nobody from the others", async () => {
    const [shelf] = opened<unknown>();
    await shelf.set("good", 1);
    await shelf.dict.set("bad", Uint8Array.of(0x80, 4, 0xff));
    const calls = [
      shelf.get("bad"),
      shelf.getMany(["good", "bad"]),
      shelf.pop("bad"),
      shelf.setdefault("bad", 1),
      shelf.update("bad", () => 1),
      shelf.compareAndSet("bad", 1, 2),
      contentOf(shelf),
    ];
    for (const error of await failuresOf(calls)) {
      expect(error).toMatchObject({ name: "ShelveError", code: "unreadable", key: "bad", offset: 2 });
      expect(error.cause).toBeInstanceOf(UnpicklingError);
    }
    expect(await shelf.get("good")).toBe(1);
    expect(await shelf.has("bad")).toBe(true);
  });

  it("is told before anything is sent, where it cannot be pickled", async () => {
    const [shelf, store] = opened<unknown>();
    const calls = [
      shelf.set("bad", () => 1),
      shelf.setMany([
        ["good", 1],
        ["bad", () => 1],
      ]),
      shelf.setdefault("bad", () => 1),
      shelf.compareAndSet("bad", undefined, () => 1),
    ];
    for (const error of await failuresOf(calls)) {
      expect(error).toMatchObject({ name: "ShelveError", code: "unwritable", key: "bad" });
      expect(error.cause).toBeInstanceOf(PicklingError);
    }
    expect(store.asked).toEqual([]);
  });

  it("is told with the key where the encoding does not have it", async () => {
    const [shelf] = opened<unknown>({ keyencoding: "ascii" });
    const calls = [shelf.get("é"), shelf.set("é", 1), shelf.getMany(["é"]), shelf.deleteMany(["é"])];
    for (const error of await failuresOf(calls)) expect(error).toMatchObject({ code: "bad-key", key: "é" });
    expect(await failureOf(shelf.get(5 as unknown as string))).toBeInstanceOf(TypeError);
    await shelf.dict.set("é", dumps(1));
    expect(await failureOf(shelf.keys().next())).toMatchObject({ code: "bad-key" });
  });

  it("lets the engine's iterator go", async () => {
    const [shelf, store] = opened<unknown>();
    await shelf.dict.set("bad", "");
    await failureOf(contentOf(shelf));
    expect(store.iterating).toBe(0);
  });
});

describe("an AsyncShelf that is closed", () => {
  it("raises whatever it is asked, and so does its dict", async () => {
    const [shelf, store] = opened<number>();
    const change = shelf.set("a", 1);
    const closing = shelf.close();
    const calls = [
      shelf.size(),
      shelf.get("a"),
      shelf.getMany(["a"]),
      shelf.has("a"),
      shelf.set("a", 1),
      shelf.setMany([["a", 1]]),
      shelf.delete("a"),
      shelf.deleteMany(["a"]),
      shelf.clear(),
      shelf.compareAndSet("a", undefined, 1),
      shelf.compareAndSet("a", 1, 1),
      shelf.update("a", () => 1),
      shelf.setdefault("a", 1),
      shelf.pop("a"),
      shelf.keys().next(),
      shelf.values().next(),
      shelf.entries().next(),
      shelf.forEach(() => {}),
      shelf.transaction(() => {}),
      shelf.sync(),
      shelf.dict.get("a"),
    ];
    for (const error of await failuresOf(calls))
      expect(error).toMatchObject({
        name: "ShelveError",
        code: "closed",
        message: "invalid operation on closed shelf",
      });
    await closing;
    await change;
    await shelf.close();
    await shelf.dict.close();
    expect(store.closed).toBe(1);
    expect(await failureOf(shelf.get("a"))).toMatchObject({ name: "ShelveError", code: "closed" });
  });

  it("has waited for the changes that were sent, whoever closes it", async () => {
    const [shelf, store] = opened<number>();
    const { promise, resolve } = Promise.withResolvers<void>();
    store.before = () => promise;
    let closed = 0;
    const change = shelf.set("a", 1);
    const closings = [shelf.close(), shelf.close()].map((closing) => closing.then(() => closed++));
    await turn();
    await turn();
    expect(closed).toBe(0);
    resolve();
    await Promise.all([...closings, change]);
    expect(closed).toBe(2);
  });

  it("ends the iterations that were going on", async () => {
    const [shelf, store] = opened<number>();
    await shelf.setMany([
      ["a", 1],
      ["b", 2],
    ]);
    const entries = shelf.entries();
    await entries.next();
    await shelf.close();
    expect(await failureOf(entries.next())).toMatchObject({ name: "ShelveError", code: "closed" });
    expect(store.iterating).toBe(0);
  });

  it("has waited for an update, and is closed once for all where the signal was aborted", async () => {
    const [shelf, store] = opened<number>();
    const { promise, resolve } = Promise.withResolvers<number>();
    const update = shelf.update("a", () => promise);
    const closing = shelf.close();
    for (let i = 0; i < 5; i++) await turn();
    expect(store.closed).toBe(0);
    resolve(1);
    await Promise.all([update, closing]);
    expect(store.server.content.size).toBe(1);
    const [other] = opened<number>();
    const reason = new Error("enough");
    expect(await failureOf(other.close({ signal: AbortSignal.abort(reason) }))).toBe(reason);
    await other.close();
    await other[Symbol.asyncDispose]();
  });

  it("is closed at the end of a block with await using", async () => {
    const [, store] = opened();
    {
      await using shelf = new AsyncShelf(new AsyncDatabase(store));
      await shelf.set("a", 1);
    }
    expect(store.closed).toBe(1);
  });
});

describe("AsyncShelf.transaction()", () => {
  it("changes several values at once, and calls its function again when others got in the way", async () => {
    const [shelf, store] = opened<number>({ protocol: 2 }, TransactionalStore);
    const other = new AsyncShelf<number>(new AsyncDatabase(new MemoryAsyncStore(store.server)));
    await shelf.setMany([
      ["a", 10],
      ["b", 0],
    ]);
    let calls = 0;
    await shelf.transaction(async (within) => {
      if (++calls === 1) await other.set("a", 20);
      await within.update("a", (value = 0) => value - 1);
      await within.update("b", (value = 0) => value + 1);
    });
    expect(calls).toBe(2);
    expect(await contentOf(shelf)).toEqual({ a: 19, b: 1 });
    expect(await shelf.dict.get("a")).toEqual(dumps(19, { protocol: 2 }));
  });

  it("ends its shelf", async () => {
    const [shelf] = opened<number>({}, TransactionalStore);
    let kept: AsyncShelf<number> | undefined;
    await shelf.transaction((within) => {
      kept = within;
      void within.set("a", 1);
    });
    expect(await shelf.get("a")).toBe(1);
    expect(await failureOf(kept?.get("a") as Promise<unknown>)).toMatchObject({
      name: "ShelveError",
      code: "closed",
    });
  });
});
