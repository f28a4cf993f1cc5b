import type { AsyncDatabase, Bytes } from "pantry/dbm";
import { afterEach, describe, expect, it } from "vitest";
import { failureOf } from "./failure-of.ts";

/** An engine to be held to what an `AsyncDatabase` promises. */
export interface Subject {
  /** Opens a database, which is new and empty for a name that was not opened before; each call gives another one on the same content. */
  open(name: string): Promise<AsyncDatabase>;
  /** Whether it has transactions. */
  readonly transactions: boolean;
  /** Whether a transaction has the only connection: whatever else is asked waits until it is over. Default: `false`. */
  readonly alone?: boolean;
  /** Whether its iterators go by the order of the keys' bytes. */
  readonly ordered: boolean;
  /** How many keys the tests of many take. Default: 3000. */
  readonly many?: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Says what every engine does alike. The subject is made once, when the tests begin. */
export function describeAsyncStore(title: string, subject: () => Subject | Promise<Subject>): void {
  describe(title, () => {
    const opened: AsyncDatabase[] = [];
    let names = 0;
    let made: Promise<Subject> | undefined;
    const subjectOf = () => (made ??= Promise.resolve(subject()));

    async function open(name = `contract ${++names} ${Math.random()}`): Promise<AsyncDatabase> {
      const database = await (await subjectOf()).open(name);
      opened.push(database);
      return database;
    }

    async function filled(entries: Readonly<Record<string, string>>): Promise<AsyncDatabase> {
      const database = await open();
      await database.setMany(Object.entries(entries));
      return database;
    }

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((database) => database.close()));
    });

    it("keeps what it is given, as bytes", async () => {
      const database = await open();
      expect(await database.set("ключ", "значение")).toBeUndefined();
      await database.set(Uint8Array.of(0, 255), Uint8Array.of(1, 2, 3));
      await database.set("empty", "");
      await database.set("", "of the empty key");
      expect(await database.get("ключ")).toEqual(encoder.encode("значение"));
      expect(await database.get(encoder.encode("ключ"))).toEqual(encoder.encode("значение"));
      expect(await database.get(Uint8Array.of(0, 255))).toEqual(Uint8Array.of(1, 2, 3));
      expect(await database.get("empty")).toEqual(new Uint8Array(0));
      expect(textOf(await database.get(""))).toBe("of the empty key");
      expect(await database.get("missing")).toBeUndefined();
      expect([await database.has("empty"), await database.has("missing")]).toEqual([true, false]);
      expect(await database.size()).toBe(4);
    });

    it("keeps every byte, in keys and in values", async () => {
      const database = await open();
      const all = Uint8Array.from({ length: 256 }, (_, i) => i);
      await database.setMany([...all].map((byte) => [Uint8Array.of(byte), Uint8Array.of(byte, 255 - byte)]));
      await database.set(all, all);
      expect(await database.get(all)).toEqual(all);
      expect(await database.size()).toBe(257);
      for await (const [key, value] of database)
        if (key.length === 1) expect([...value]).toEqual([key[0], 255 - (key[0] ?? 0)]);
    });

    it("gives plain bytes that are nobody else's, and keeps none that it is given", async () => {
      const database = await open();
      const key = Uint8Array.of(7);
      const value = Buffer.from([1, 2]);
      const change = database.set(key, value);
      key.fill(9);
      value.fill(9);
      await change;
      const first = await database.get(Uint8Array.of(7));
      expect(first).toEqual(Uint8Array.of(1, 2));
      expect([first?.constructor, first?.buffer.byteLength]).toEqual([Uint8Array, 2]);
      first?.fill(3);
      const [second, third] = await database.getMany([Uint8Array.of(7), Uint8Array.of(7)]);
      second?.fill(4);
      expect(third).toEqual(Uint8Array.of(1, 2));
      expect([second?.constructor, second?.buffer.byteLength]).toEqual([Uint8Array, 2]);
      for await (const entry of database) {
        expect(entry.map((bytes) => [...bytes])).toEqual([[7], [1, 2]]);
        expect(entry.map((bytes) => [bytes.constructor, bytes.buffer.byteLength])).toEqual([
          [Uint8Array, 1],
          [Uint8Array, 2],
        ]);
      }
    });

    it("keeps a value of a megabyte", async () => {
      const database = await open();
      const value = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 31) >> 3);
      await database.set("large", value);
      expect(Buffer.compare((await database.get("large")) ?? new Uint8Array(), value)).toBe(0);
    });

    it("replaces and deletes", async () => {
      const database = await filled({ a: "1", b: "2", c: "3" });
      await database.set("a", "a longer value");
      await database.set("b", "");
      expect([await database.delete("c"), await database.delete("c")]).toEqual([true, false]);
      expect(await contentOf(database)).toEqual({ a: "a longer value", b: "" });
      await database.clear();
      expect([await database.size(), await contentOf(database)]).toEqual([0, {}]);
      await database.set("a", "again");
      expect(await contentOf(database)).toEqual({ a: "again" });
    });

    it("changes many at once, of a key that comes twice the last", async () => {
      const database = await open();
      await database.setMany([
        ["a", "1"],
        ["b", "2"],
        [encoder.encode("a"), "3"],
      ]);
      expect(await contentOf(database)).toEqual({ a: "3", b: "2" });
      expect((await database.getMany(["b", "missing", "a", "b"])).map(textOf)).toEqual([
        "2",
        undefined,
        "3",
        "2",
      ]);
      expect(await database.deleteMany(["a", "missing", "a", "b"])).toBe(2);
      expect(await database.size()).toBe(0);
    });

    it("takes lists that are empty", async () => {
      const database = await filled({ a: "1" });
      expect(await database.setMany([])).toBeUndefined();
      expect(await database.getMany([])).toEqual([]);
      expect(await database.deleteMany([])).toBe(0);
      expect(await contentOf(database)).toEqual({ a: "1" });
    });

    it("takes lists that are long", async () => {
      const database = await open();
      const many = (await subjectOf()).many ?? 3000;
      const keys = Array.from({ length: many }, (_, i) => `key ${i}`);
      await database.setMany(keys.map((key) => [key, key.repeat(10)]));
      expect(await database.size()).toBe(many);
      const values = await database.getMany([...keys, "missing"]);
      expect(values.map(textOf)).toEqual([...keys.map((key) => key.repeat(10)), undefined]);
      const seen: string[] = [];
      for await (const key of database.keys()) seen.push(textOf(key));
      expect(seen.length).toBe(many);
      expect(new Set(seen)).toEqual(new Set(keys));
      expect(await database.deleteMany(["missing", ...keys.slice(1)])).toBe(many - 1);
      expect(await contentOf(database)).toEqual({ "key 0": "key 0".repeat(10) });
    });

    it("keeps databases of different names apart", async () => {
      const [one, other] = [await filled({ a: "1" }), await filled({ a: "2", b: "3" })];
      expect([await contentOf(one), await contentOf(other)]).toEqual([{ a: "1" }, { a: "2", b: "3" }]);
      await one.clear();
      expect([await one.size(), await other.size()]).toEqual([0, 2]);
    });

    it("shows what another one of the same name has changed", async () => {
      const one = await filled({ a: "1" });
      const other = await open(one.name);
      expect(textOf(await other.get("a"))).toBe("1");
      await other.set("b", "2");
      expect(await contentOf(one)).toEqual({ a: "1", b: "2" });
    });

    it("compares and sets", async () => {
      const database = await open();
      expect(await database.compareAndSet("a", "", "1")).toBe(false);
      expect(await database.compareAndSet("a", undefined, "1")).toBe(true);
      expect(await database.compareAndSet("a", undefined, "2")).toBe(false);
      expect(await database.compareAndSet("a", "2", "3")).toBe(false);
      expect(await database.compareAndSet("a", "1", "2")).toBe(true);
      expect(await database.compareAndSet("a", "2", "2")).toBe(true);
      expect(textOf(await database.get("a"))).toBe("2");
      expect(await database.compareAndSet("a", "1", undefined)).toBe(false);
      expect(await database.compareAndSet("a", "2", undefined)).toBe(true);
      expect(await database.compareAndSet("a", "2", undefined)).toBe(false);
      expect(await database.compareAndSet("a", undefined, undefined)).toBe(true);
      expect(await database.size()).toBe(0);
      expect(await database.compareAndSet("a", undefined, "")).toBe(true);
      expect(await database.compareAndSet("a", undefined, undefined)).toBe(false);
      expect(await database.compareAndSet("a", "", Uint8Array.of(0, 255))).toBe(true);
      expect(await database.get("a")).toEqual(Uint8Array.of(0, 255));
    });

    it("lets one of those win that race to create a key, or to remove it", async () => {
      const one = await open();
      const databases = [one, await open(one.name), await open(one.name)];
      const created = databases.map((database, i) => database.compareAndSet("a", undefined, `${i}`));
      expect((await Promise.all(created)).filter(Boolean).length).toBe(1);
      const popped = await Promise.all([...databases, ...databases].map((database) => database.pop("a")));
      expect(popped.filter((value) => value !== undefined).length).toBe(1);
      const given = await Promise.all(databases.map((database, i) => database.setdefault("b", `${i}`)));
      expect(new Set(given.map(textOf))).toEqual(new Set([textOf(await one.get("b"))]));
    });

    it("loses no change of those who race to update a key", async () => {
      const one = await open();
      const databases = [one, await open(one.name), await open(one.name), await open(one.name)];
      const count = async (database: AsyncDatabase) => {
        for (let i = 0; i < 25; i++)
          await database.update("sum", (value) => `${Number(textOf(value) ?? 0) + 1}`);
      };
      await Promise.all(databases.map(count));
      expect(textOf(await one.get("sum"))).toBe("100");
    });

    it("answers what an update made, and changes nothing where its function fails", async () => {
      const database = await filled({ a: "1" });
      expect(textOf(await database.update("a", (value) => `${textOf(value)}+`))).toBe("1+");
      expect(textOf(await database.update("new", async (value) => `${value}`))).toBe("undefined");
      const refused = await failureOf(
        database.update("a", () => {
          throw new Error("not now");
        }),
      );
      expect(refused.message).toBe("not now");
      expect(await contentOf(database)).toEqual({ a: "1+", new: "undefined" });
    });

    it("gives defaults and pops", async () => {
      const database = await filled({ a: "1" });
      expect(textOf(await database.setdefault("a", "2"))).toBe("1");
      expect(textOf(await database.setdefault("b", "3"))).toBe("3");
      expect(textOf(await database.setdefault("c"))).toBe("");
      expect([textOf(await database.pop("a")), await database.pop("a")]).toEqual(["1", undefined]);
      expect(await contentOf(database)).toEqual({ b: "3", c: "" });
    });

    it("iterates over keys, values and entries", async () => {
      const database = await filled({ b: "2", a: "1", aa: "3" });
      const keys: string[] = [];
      const values: string[] = [];
      const calls: unknown[] = [];
      for await (const key of database.keys()) keys.push(textOf(key));
      for await (const value of database.values()) values.push(textOf(value));
      await database.forEach((value, key, self) => {
        calls.push([textOf(key), textOf(value), self === database]);
      });
      expect(keys.toSorted()).toEqual(["a", "aa", "b"]);
      expect(values.toSorted()).toEqual(["1", "2", "3"]);
      expect(calls.toSorted()).toEqual([
        ["a", "1", true],
        ["aa", "3", true],
        ["b", "2", true],
      ]);
      if ((await subjectOf()).ordered) expect(keys).toEqual(["a", "aa", "b"]);
    });

    it("goes on iterating while the database changes", async () => {
      const database = await open();
      const keys = Array.from({ length: 500 }, (_, i) => `stays ${i}`);
      await database.setMany(keys.flatMap((key, i) => [[key, "1"] as const, [`goes ${i}`, "1"] as const]));
      const seen: string[] = [];
      for await (const key of database.keys()) {
        seen.push(textOf(key));
        if (seen.length % 100 !== 50 || seen.length > 2000) continue;
        await database.deleteMany(keys.map((_, i) => `goes ${i}`));
        await database.setMany(keys.map((_, i) => [`comes ${seen.length} ${i}`, "2"]));
        await database.setMany(keys.map((stays) => [stays, "changed ".repeat(20)]));
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(new Set(seen.filter((key) => key.startsWith("stays")))).toEqual(new Set(keys));
    });

    it("can be left in the middle of an iteration", async () => {
      const database = await filled({ a: "1", b: "2", c: "3" });
      for await (const _ of database) break;
      const entries = database.entries();
      expect((await entries.next()).done).toBe(false);
      await entries.return?.();
      expect((await entries.next()).done).toBe(true);
      expect(await database.size()).toBe(3);
    });

    it("sends nothing once the signal is aborted", async () => {
      const database = await filled({ a: "1" });
      const reason = new Error("enough");
      const options = { signal: AbortSignal.abort(reason) };
      const calls = [
        () => database.size(options),
        () => database.get("a", options),
        () => database.getMany(["a"], options),
        () => database.has("a", options),
        () => database.set("a", "2", options),
        () => database.setMany([["a", "2"]], options),
        () => database.delete("a", options),
        () => database.deleteMany(["a"], options),
        () => database.compareAndSet("a", "1", "2", options),
        () => database.update("a", () => "2", options),
        () => database.setdefault("b", "2", options),
        () => database.pop("a", options),
        () => database.clear(options),
        () => database.keys(options).next(),
        () => database.values(options).next(),
        () => database.entries(options).next(),
        () => database.forEach(() => {}, options),
        () => database.sync(options),
      ];
      for (const call of calls) expect(await failureOf(call())).toBe(reason);
      expect(await contentOf(database)).toEqual({ a: "1" });
    });

    it("stops an iteration when the signal is aborted", async () => {
      const database = await open();
      await database.setMany(Array.from({ length: 100 }, (_, i) => [`${i}`, "1"]));
      const controller = new AbortController();
      const reason = new Error("enough");
      let seen = 0;
      const walk = async () => {
        for await (const _ of database.keys({ signal: controller.signal }))
          if (++seen === 10) controller.abort(reason);
      };
      expect(await failureOf(walk())).toBe(reason);
      expect(seen).toBe(10);
      expect(await database.size()).toBe(100);
    });

    it("has answered all that was sent when it is synced", async () => {
      const database = await open();
      const changes = Array.from({ length: 50 }, (_, i) => database.set(`${i}`, "1"));
      let answered = 0;
      for (const change of changes) void change.then(() => answered++);
      await database.sync();
      expect(answered).toBe(50);
    });

    it("waits for what was sent, is closed then, and leaves others of its name open", async () => {
      const database = await open();
      const other = await open(database.name);
      const change = database.set("a", "1");
      await database.close();
      await change;
      await database.close();
      expect(textOf(await other.get("a"))).toBe("1");
      expect(await failureOf(database.get("a"))).toMatchObject({ code: "closed" });
      expect(await failureOf(database.set("a", "2"))).toMatchObject({ code: "closed" });
      expect(await failureOf(database.keys().next())).toMatchObject({ code: "closed" });
      await other.set("b", "2");
      expect(await contentOf(other)).toEqual({ a: "1", b: "2" });
    });

    it("makes the changes of a transaction all at once, or none", async () => {
      const database = await filled({ a: "1", b: "1" });
      if (!(await subjectOf()).transactions) {
        const refused = await failureOf(database.transaction(() => undefined));
        expect(refused).toMatchObject({ code: "unsupported" });
        return;
      }
      const other = await open(database.name);
      const answer = await database.transaction(async (within) => {
        await within.set("a", "2");
        await within.delete("b");
        await within.setMany([["c", "3"]]);
        expect(await contentOf(within)).toEqual({ a: "2", c: "3" });
        if (!(await subjectOf()).alone) expect(await contentOf(other)).toEqual({ a: "1", b: "1" });
        return "done";
      });
      expect(answer).toBe("done");
      expect(await contentOf(other)).toEqual({ a: "2", c: "3" });
      const failed = database.transaction(async (within) => {
        await within.clear();
        throw new Error("not now");
      });
      expect((await failureOf(failed)).message).toBe("not now");
      expect(await contentOf(other)).toEqual({ a: "2", c: "3" });
    });

    it("calls the function of a transaction again when others got in its way", async () => {
      if (!(await subjectOf()).transactions) return;
      const one = await filled({ a: "50", b: "50" });
      const databases = [one, await open(one.name), await open(one.name)];
      let calls = 0;
      const move = (database: AsyncDatabase, from: string, to: string) =>
        database.transaction(async (within) => {
          calls += 1;
          const [source, target] = (await within.getMany([from, to])).map((value) => Number(textOf(value)));
          await within.set(from, `${(source ?? 0) - 1}`);
          await within.set(to, `${(target ?? 0) + 1}`);
        });
      const work = async (database: AsyncDatabase, i: number) => {
        for (let j = 0; j < 3; j++) await (i === 0 ? move(database, "b", "a") : move(database, "a", "b"));
      };
      await Promise.all(databases.map(work));
      expect(await contentOf(one)).toEqual({ a: "47", b: "53" });
      // Others did get in the way, or this shows nothing.
      if ((await subjectOf()).alone) expect(calls).toBe(9);
      else expect(calls).toBeGreaterThan(9);
    });
  });
}

/** The text of bytes, or `undefined` for none. */
export function textOf(bytes: Bytes): string;
export function textOf(bytes: Bytes | undefined): string | undefined;
export function textOf(bytes: Bytes | undefined): string | undefined {
  return bytes && decoder.decode(bytes);
}

/** What is in a database, as texts. */
export async function contentOf(database: AsyncDatabase): Promise<Record<string, string>> {
  const entries: [string, string][] = [];
  for await (const [key, value] of database) entries.push([textOf(key), textOf(value)]);
  return Object.fromEntries(entries);
}
