import { getEventListeners } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { AsyncDatabase } from "pantry/dbm";
import { describe, expect, it, vi } from "vitest";
import { pause } from "../../../src/dbm/exchange.ts";
import { abortEverywhere, type Call } from "./aborts.ts";
import { textOf } from "./contract.ts";
import { failureOf, failuresOf } from "./failure-of.ts";
import { MemoryAsyncStore, TransactionalStore } from "./memory-async-store.ts";

/** A database with twelve keys, and the store that it asks. */
async function opened(Store = MemoryAsyncStore): Promise<[AsyncDatabase, MemoryAsyncStore]> {
  const store = new Store();
  const database = new AsyncDatabase(store);
  await database.setMany(Array.from({ length: 12 }, (_, i) => [`${i}`, `value ${i}`]));
  store.asked.length = 0;
  return [database, store];
}

/** A promise that a test keeps. */
function gate() {
  return Promise.withResolvers<void>();
}

async function walked(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

/** Closes a database, and aborts that a turn later, as it has to say. Answers the signal. */
async function giveUpClosing(database: AsyncDatabase): Promise<AbortSignal> {
  const controller = new AbortController();
  const closing = database.close({ signal: controller.signal });
  await turn();
  const reason = new Error("enough");
  controller.abort(reason);
  expect(await failureOf(closing)).toBe(reason);
  return controller.signal;
}

describe("an AsyncDatabase", () => {
  it("says which engine keeps it, under which name", async () => {
    const [database] = await opened();
    expect([database.engine, database.name]).toEqual(["memory", "memory"]);
  });

  it("refuses keys and values that are neither bytes nor text, and asks nothing", async () => {
    const [database, store] = await opened();
    const no = 5 as unknown as string;
    const lone = "\ud800";
    const calls = [
      database.get(no),
      database.get(lone),
      database.has(no),
      database.getMany(["a", no]),
      database.set("a", no),
      database.set(no, "a"),
      database.setMany([
        ["a", "1"],
        ["b", no],
      ]),
      database.delete(no),
      database.deleteMany(["a", no]),
      database.compareAndSet("a", no, "1"),
      database.compareAndSet("a", "1", no),
      database.setdefault("a", no),
      database.pop(no),
    ];
    for (const error of await failuresOf(calls)) expect(error).toBeInstanceOf(TypeError);
    expect(store.asked).toEqual([]);
  });

  it("does not ask its engine about nothing", async () => {
    const [database, store] = await opened();
    await database.getMany([]);
    await database.setMany([]);
    await database.deleteMany([]);
    expect(store.asked).toEqual([]);
  });

  it("sends at once, so that what is given may be changed", async () => {
    const [database, store] = await opened();
    const bytes = Uint8Array.of(1);
    const changes = [
      database.set("a", bytes),
      database.setMany([["b", bytes]]),
      database.compareAndSet("c", undefined, bytes),
      database.setdefault("d", bytes),
    ];
    bytes[0] = 2;
    expect(store.asked).toEqual(["set", "setMany", "compareAndSet", "get"]);
    await Promise.all(changes);
    for (const value of await database.getMany(["a", "b", "c", "d"])) expect(value).toEqual(Uint8Array.of(1));
  });

  it("gives the function of an update bytes that it may spoil", async () => {
    const [database] = await opened();
    await database.update("0", (value) => value?.fill(0x78) ?? "");
    expect(textOf(await database.get("0"))).toBe("xxxxxxx");
  });

  it("refuses an update whose function has forgotten to answer", async () => {
    const [database, store] = await opened();
    const forgetful = () => undefined as unknown as string;
    const refused = await failureOf(database.update("0", forgetful));
    expect([refused.name, refused.message]).toEqual([
      "TypeError",
      expect.stringContaining("answered undefined"),
    ]);
    expect(store.asked).toEqual(["get"]);
  });

  it("gives an update up after as many attempts as it is allowed", async () => {
    const [database, store] = await opened();
    let changes = 0;
    store.before = (verb) => {
      if (verb === "compareAndSet") store.server.content.set("0", Uint8Array.of(++changes));
    };
    let calls = 0;
    const update = database.update("0", () => `${++calls}`, { attempts: 3 });
    expect(await failureOf(update)).toMatchObject({ name: "DbmError", code: "conflict" });
    expect([calls, changes]).toEqual([3, 3]);
    for (const attempts of [0, Number.NaN])
      expect(await failureOf(database.update("0", () => "", { attempts }))).toBeInstanceOf(RangeError);
  });

  it("adds up right when two hundred update one key at once", async () => {
    const [database] = await opened();
    const add = (value = new Uint8Array()) => `${Number(textOf(value)) + 1}`;
    await Promise.all(Array.from({ length: 200 }, () => database.update("sum", add)));
    expect(textOf(await database.get("sum"))).toBe("200");
  });

  it("begins again where a default or a value that is popped was changed meanwhile", async () => {
    const [database, store] = await opened();
    const others = ["late", undefined];
    store.before = (verb) => {
      if (verb === "compareAndSet" && others.length > 0) {
        const value = others.shift();
        if (value) store.server.content.set("new", new Uint8Array(Buffer.from(value)));
        else store.server.content.delete("0");
      }
    };
    expect(textOf(await database.setdefault("new", "mine"))).toBe("late");
    expect(await database.pop("0")).toBeUndefined();
  });

  it("tells an error of the engine as it is", async () => {
    const [database, store] = await opened();
    const error = new Error("the server is gone");
    store.before = () => {
      throw error;
    };
    expect(await failureOf(database.get("0"))).toBe(error);
    expect(await failureOf(database.set("0", "1"))).toBe(error);
    expect(await failureOf(database.keys().next())).toBe(error);
    expect(await failureOf(database.update("0", () => "1"))).toBe(error);
    await database.sync();
    expect(store.iterating).toBe(0);
  });
});

describe("an AsyncDatabase that is iterated over", () => {
  it("lets go of the engine's iterator when a loop is left, throws, or is over", async () => {
    const [database, store] = await opened();
    for await (const _ of database) break;
    expect(store.iterating).toBe(0);
    const failing = database.forEach(() => {
      throw new Error("not now");
    });
    expect((await failureOf(failing)).message).toBe("not now");
    expect(store.iterating).toBe(0);
    let count = 0;
    for await (const _ of database.values()) count += 1;
    expect([count, store.iterating]).toEqual([12, 0]);
  });

  it("is left once the engine's iterator has let go", async () => {
    const [database, store] = await opened();
    const entries = store.entries.bind(store);
    store.entries = (signal) => {
      const items = entries(signal);
      const end = items.return?.bind(items);
      items.return = async () => {
        await turn();
        return end?.() ?? { done: true, value: undefined };
      };
      return items;
    };
    for await (const _ of database) break;
    expect(store.iterating).toBe(0);
  });

  it("waits for the callback of forEach each time", async () => {
    const [database] = await opened();
    let running = 0;
    await database.forEach(async () => {
      expect(++running).toBe(1);
      await turn();
      running -= 1;
    });
  });

  it("raises when it is closed meanwhile, before the next item", async () => {
    const [database, store] = await opened();
    const keys = database.keys();
    // For the tenth, the store would ask again.
    for (let i = 0; i < 9; i++) await keys.next();
    await database.close();
    expect(await failureOf(keys.next())).toMatchObject({ code: "closed" });
    expect(store.asked).toEqual(["entries"]);
    expect(store.iterating).toBe(0);
    expect((await keys.next()).done).toBe(true);
  });
});

describe("an AsyncDatabase that is closed", () => {
  it("raises whatever it is asked", async () => {
    const [database, store] = await opened();
    await database.close();
    const calls = [
      database.size(),
      database.get("0"),
      database.getMany(["0"]),
      database.has("0"),
      database.set("0", "1"),
      database.setMany([["0", "1"]]),
      database.delete("0"),
      database.deleteMany(["0"]),
      database.clear(),
      database.compareAndSet("0", "1", "2"),
      database.update("0", () => "1"),
      database.setdefault("0"),
      database.pop("0"),
      database.keys().next(),
      database.values().next(),
      database.entries().next(),
      database[Symbol.asyncIterator]().next(),
      database.forEach(() => {}),
      database.transaction(() => {}),
      database.sync(),
    ];
    for (const error of await failuresOf(calls))
      expect(error).toMatchObject({ code: "closed", message: /already been closed/ });
    expect(store.asked).toEqual([]);
  });

  it("has waited for the changes that were sent, and is closed once", async () => {
    const [database, store] = await opened();
    const held = gate();
    store.before = () => held.promise;
    const change = database.set("0", "1");
    const closings = [database.close(), database.close()];
    await turn();
    await turn();
    expect(store.closed).toBe(0);
    held.resolve();
    await Promise.all([...closings, change]);
    await database.close();
    expect(store.closed).toBe(1);
  });

  it("does not wait for them when the signal is aborted, and lets go of the engine all the same", async () => {
    const [database, store] = await opened();
    store.before = () => new Promise(() => {});
    void database.set("0", "1");
    await giveUpClosing(database);
    expect(store.closed).toBe(1);
    expect(await failureOf(database.get("0"))).toMatchObject({ code: "closed" });
  });

  it("waits for its engine to let go only until the signal is aborted", async () => {
    const [database, store] = await opened();
    const held = gate();
    store.close = () => held.promise;
    const signal = await giveUpClosing(database);
    expect(getEventListeners(signal, "abort").length).toBe(0);
    let ended = false;
    const again = database.close().then(() => {
      ended = true;
    });
    await turn();
    expect(ended).toBe(false);
    held.resolve();
    await again;
  });

  it("is closed once for all where the signal of the first close was aborted", async () => {
    const [database, store] = await opened();
    store.before = () => new Promise(() => {});
    void database.set("0", "1");
    const reason = new Error("enough");
    expect(await failureOf(database.close({ signal: AbortSignal.abort(reason) }))).toBe(reason);
    await database.close();
    await database[Symbol.asyncDispose]();
    expect(store.closed).toBe(1);
  });

  it("lets a close with an aborted signal hurry one that has none", async () => {
    const [database, store] = await opened();
    store.before = () => new Promise(() => {});
    void database.set("0", "1");
    const closing = database.close();
    await turn();
    expect(store.closed).toBe(0);
    await failureOf(database.close({ signal: AbortSignal.abort() }));
    await closing;
    expect(store.closed).toBe(1);
  });

  it("tells whoever closes it that the engine did not let go, and nobody else", async () => {
    const [database, store] = await opened();
    const error = new Error("the server is gone");
    store.close = () => Promise.reject(error);
    await failureOf(database.close({ signal: AbortSignal.abort() }));
    await turn();
    expect(await failureOf(database.close())).toBe(error);
  });

  it("has waited for what takes several steps", async () => {
    const [database, store] = await opened();
    const held = gate();
    const changes = Promise.all([
      database.setdefault("new", "1"),
      database.pop("0"),
      database.update("1", async () => {
        await held.promise;
        return "2";
      }),
    ]);
    const closing = database.close();
    await turn();
    await turn();
    expect(store.closed).toBe(0);
    held.resolve();
    await Promise.all([changes, closing]);
    const other = new AsyncDatabase(new MemoryAsyncStore(store.server));
    expect((await other.getMany(["new", "0", "1"])).map(textOf)).toEqual(["1", undefined, "2"]);
  });

  it("is closed at the end of a block with await using", async () => {
    const store = new MemoryAsyncStore();
    {
      await using database = new AsyncDatabase(store);
      await database.set("a", "1");
    }
    expect(store.closed).toBe(1);
  });
});

describe("AsyncDatabase.sync()", () => {
  it("waits for changes that failed or whose callers have left, and for none that came later", async () => {
    const [database, store] = await opened();
    const gates = [gate(), gate(), gate()];
    let sent = 0;
    store.before = () => gates[sent++]?.promise;
    const controller = new AbortController();
    const left = failureOf(database.set("a", "1", { signal: controller.signal }));
    const failed = failureOf(database.delete("b"));
    await turn();
    await turn();
    let synced = false;
    const sync = database.sync().then(() => {
      synced = true;
    });
    const later = database.set("c", "1");
    controller.abort();
    await left;
    gates[1]?.reject(new Error("failed"));
    await failed;
    await turn();
    expect(synced).toBe(false);
    gates[0]?.resolve();
    await sync;
    gates[2]?.resolve();
    await later;
  });
});

describe("the callers of changes", () => {
  const { signal } = new AbortController();
  const changes: Readonly<Record<string, (database: AsyncDatabase) => Promise<unknown>>> = {
    set: (database) => database.set("0", "1"),
    "set with a signal": (database) => database.set("0", "1", { signal }),
    delete: (database) => database.delete("0", { signal }),
    update: (database) => database.update("0", () => "1", { signal }),
    setdefault: (database) => database.setdefault("new", "1", { signal }),
  };
  it.for(Object.entries(changes))("are answered before a sync that came later: %s", async ([, change]) => {
    const [database] = await opened();
    let answered = false;
    void change(database).then(() => {
      answered = true;
    });
    await database.sync();
    expect(answered).toBe(true);
  });
});

describe("AsyncDatabase.transaction()", () => {
  it("is not there where the engine has none", async () => {
    const [database] = await opened();
    expect(await failureOf(database.transaction(() => {}))).toMatchObject({ code: "unsupported" });
  });

  it("has no transactions within", async () => {
    const [database] = await opened(TransactionalStore);
    const nested = database.transaction((within) => within.transaction(() => {}));
    expect(await failureOf(nested)).toMatchObject({ code: "unsupported" });
  });

  it("calls its function again with another database when others changed something", async () => {
    const [database, store] = await opened(TransactionalStore);
    const other = new AsyncDatabase(new MemoryAsyncStore(store.server));
    const seen: AsyncDatabase[] = [];
    const answer = await database.transaction(async (within) => {
      seen.push(within);
      const value = textOf(await within.get("0"));
      if (seen.length < 3) await other.set("0", `other ${seen.length}`);
      await within.set("0", `${value} and mine`);
      return value;
    });
    expect([answer, new Set(seen).size]).toEqual(["other 2", 3]);
    expect(textOf(await database.get("0"))).toBe("other 2 and mine");
  });

  it("makes changes that were not waited for, and ends its database", async () => {
    const [database] = await opened(TransactionalStore);
    let kept: AsyncDatabase | undefined;
    await database.transaction((within) => {
      kept = within;
      void within.set("0", "not waited for");
    });
    expect(textOf(await database.get("0"))).toBe("not waited for");
    expect(await failureOf(kept?.get("0") as Promise<unknown>)).toMatchObject({
      code: "closed",
      message: /transaction has already ended/,
    });
  });

  it("is waited for when its database is synced or closed", async () => {
    const [database, store] = await opened(TransactionalStore);
    const held = gate();
    const transaction = database.transaction(async (within) => {
      await held.promise;
      await within.set("0", "mine");
    });
    const ended: string[] = [];
    const waiting = [
      database.sync().then(() => ended.push("sync")),
      database.close().then(() => ended.push("close")),
    ];
    await turn();
    await turn();
    expect([ended, store.closed]).toEqual([[], 0]);
    held.resolve();
    await Promise.all([transaction, ...waiting]);
    expect(store.closed).toBe(1);
    expect(textOf(await new AsyncDatabase(new MemoryAsyncStore(store.server)).get("0"))).toBe("mine");
  });

  it("changes nothing when the signal is aborted in its function", async () => {
    const [database] = await opened(TransactionalStore);
    const controller = new AbortController();
    const reason = new Error("enough");
    const transaction = database.transaction(
      async (within) => {
        await within.clear();
        controller.abort(reason);
      },
      { signal: controller.signal },
    );
    expect(await failureOf(transaction)).toBe(reason);
    await turn();
    expect(await database.size()).toBe(12);
    expect(getEventListeners(controller.signal, "abort").length).toBe(0);
  });
});

describe("a signal", () => {
  const calls: Readonly<Record<string, (database: AsyncDatabase, signal: AbortSignal) => Promise<unknown>>> =
    {
      size: (database, signal) => database.size({ signal }),
      get: (database, signal) => database.get("0", { signal }),
      getMany: (database, signal) => database.getMany(["0", "1"], { signal }),
      has: (database, signal) => database.has("0", { signal }),
      set: (database, signal) => database.set("0", "1", { signal }),
      setMany: (database, signal) => database.setMany([["0", "1"]], { signal }),
      delete: (database, signal) => database.delete("0", { signal }),
      deleteMany: (database, signal) => database.deleteMany(["0"], { signal }),
      clear: (database, signal) => database.clear({ signal }),
      compareAndSet: (database, signal) => database.compareAndSet("0", "1", "2", { signal }),
      update: (database, signal) => database.update("0", () => "1", { signal }),
      setdefault: (database, signal) => database.setdefault("new", "1", { signal }),
      pop: (database, signal) => database.pop("0", { signal }),
      keys: (database, signal) => walked(database.keys({ signal })),
      values: (database, signal) => walked(database.values({ signal })),
      entries: (database, signal) => walked(database.entries({ signal })),
      forEach: (database, signal) => database.forEach(() => {}, { signal }),
      transaction: (database, signal) =>
        database.transaction((within) => within.update("0", () => "1"), { signal }),
    };

  it.for(Object.entries(calls))(
    "ends %s whenever it is aborted, and leaves nothing behind",
    async ([, call]) => {
      const asks = await abortEverywhere(async (): Promise<[MemoryAsyncStore, Call]> => {
        const [database, store] = await opened(TransactionalStore);
        return [store, (signal) => call(database, signal)];
      });
      expect(asks).toBeGreaterThanOrEqual(1);
    },
  );

  it("ends the pause between two attempts", async () => {
    const [database, store] = await opened();
    const controller = new AbortController();
    const reason = new Error("enough");
    let changes = 0;
    store.before = (verb) => {
      if (verb === "compareAndSet") store.server.content.set("0", Uint8Array.of(++changes));
      if (changes === 12) setTimeout(() => controller.abort(reason), 1);
    };
    const update = database.update("0", () => "1", { signal: controller.signal });
    expect(await failureOf(update)).toBe(reason);
    expect(getEventListeners(controller.signal, "abort").length).toBe(0);
  });

  it("leaves no timer of such a pause behind", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const controller = new AbortController();
      const paused = failureOf(pause(1000, controller.signal));
      expect(vi.getTimerCount()).toBe(1);
      controller.abort(new Error("enough"));
      expect((await paused).message).toBe("enough");
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it("leaves no listener behind where it is not aborted", async () => {
    const [database] = await opened(TransactionalStore);
    const { signal } = new AbortController();
    for (const call of Object.values(calls)) await call(database, signal);
    expect(getEventListeners(signal, "abort").length).toBe(0);
  });
});
