import type { Database } from "pantry/dbm";
import { describe, expect, it } from "vitest";
import { codeOf } from "./code-of.ts";
import { formats, type Place } from "./formats.ts";

const text = new TextDecoder();
const bytes = new TextEncoder();

/** What is in a database, sorted, as text. */
function contentOf(database: Database): [string, string][] {
  return [...database]
    .map(([key, value]) => [text.decode(key), text.decode(value)] as [string, string])
    .sort();
}

function filled(place: Place, entries: Readonly<Record<string, string>>): Database {
  return place.open("db", "n").update(entries);
}

describe.for(formats)("a Database of $format", ({ format, place }) => {
  it("keeps what it is given, as bytes", () => {
    const database = place().open("db", "c");
    expect(database.set("ключ", "значение")).toBe(database);
    database.set(Uint8Array.of(0, 255), Uint8Array.of(1, 2, 3)).set("empty", "");
    expect(database.get("ключ")).toEqual(bytes.encode("значение"));
    expect(database.get(bytes.encode("ключ"))).toEqual(bytes.encode("значение"));
    expect(database.get(Uint8Array.of(0, 255))).toEqual(Uint8Array.of(1, 2, 3));
    expect(database.get("empty")).toEqual(new Uint8Array(0));
    expect(database.get("missing")).toBeUndefined();
    expect([database.has("empty"), database.has("missing")]).toEqual([true, false]);
    expect(database.size).toBe(3);
    expect(database.format).toBe(format);
    database.close();
  });

  it("gives bytes that are nobody else's, and keeps none that it is given", () => {
    const database = place().open("db", "c");
    const value = Uint8Array.of(1, 2);
    database.set("key", value);
    value.fill(9);
    const first = database.get("key");
    expect(first).toEqual(Uint8Array.of(1, 2));
    first?.fill(7);
    expect(database.get("key")).toEqual(Uint8Array.of(1, 2));
    expect(first?.buffer.byteLength).toBe(2);
    database.close();
  });

  it("replaces and deletes", () => {
    const database = filled(place(), { a: "1", b: "2", c: "3" });
    database.set("a", "a longer value").set("b", "");
    expect([database.delete("c"), database.delete("c")]).toEqual([true, false]);
    expect(contentOf(database)).toEqual([
      ["a", "a longer value"],
      ["b", ""],
    ]);
    database.clear();
    expect([database.size, [...database].length, database.firstkey()]).toEqual([0, 0, undefined]);
    database.set("a", "again");
    expect(contentOf(database)).toEqual([["a", "again"]]);
    database.close();
  });

  it("is there again when it is opened again", () => {
    const where = place();
    filled(where, { a: "1", b: "2" }).close();
    const reader = where.open("db", "r");
    expect([reader.readOnly, contentOf(reader)]).toEqual([
      true,
      [
        ["a", "1"],
        ["b", "2"],
      ],
    ]);
    reader.close();
    const writer = where.open("db", "w");
    writer.delete("a");
    writer.close();
    const creator = where.open("db", "c");
    expect(contentOf(creator)).toEqual([["b", "2"]]);
    creator.close();
    const fresh = where.open("db", "n");
    expect(fresh.size).toBe(0);
    fresh.close();
  });

  it("does not open what is not there", () => {
    const where = place();
    expect([codeOf(() => where.open("db", "r")), codeOf(() => where.open("db", "w"))]).toEqual([
      "not-found",
      "not-found",
    ]);
    expect(() => where.open("db", "x" as "r")).toThrow(RangeError);
  });

  it("lists keys, values and both in one order", () => {
    const entries = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`key ${i}`, `value ${i}`]));
    const database = filled(place(), entries);
    const keys = [...database.keys()].map((key) => text.decode(key));
    expect(keys.toSorted()).toEqual(Object.keys(entries).toSorted());
    const values = keys.map((key) => entries[key]);
    expect([...database.values()].map((value) => text.decode(value))).toEqual(values);
    expect([...database.entries()].map(([key, value]) => [text.decode(key), text.decode(value)])).toEqual(
      keys.map((key) => [key, entries[key]]),
    );
    const seen: string[] = [];
    database.forEach((value, key, self) => {
      expect(self).toBe(database);
      seen.push(`${text.decode(key)}=${text.decode(value)}`);
    });
    expect(seen).toEqual(keys.map((key) => `${key}=${entries[key]}`));
    const walked: string[] = [];
    for (let key = database.firstkey(); key !== undefined; key = database.nextkey(key))
      walked.push(text.decode(key));
    expect(walked).toEqual(keys);
    expect(database.nextkey("missing")).toBeUndefined();
    database.close();
  });

  it("may be changed while its keys are listed", () => {
    const database = filled(
      place(),
      Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`${i}`, "old"])),
    );
    const seen: string[] = [];
    // SQLite would wait for the disk a thousand times.
    const together = (work: () => void) => (format === "sqlite3" ? database.batch(work) : work());
    together(() => {
      for (const key of database.keys()) {
        const name = text.decode(key);
        seen.push(name);
        if (name.startsWith("new")) continue;
        const index = Number(name);
        if (index % 3 === 0) database.delete(key);
        else database.set(key, "changed, and longer").set(`new ${index}`, "x".repeat(50));
      }
    });
    const old = seen.filter((name) => !name.startsWith("new"));
    expect(old.toSorted()).toEqual(Array.from({ length: 500 }, (_, i) => `${i}`).toSorted());
    expect(new Set(seen).size).toBe(seen.length);
    together(() => {
      for (const key of database.keys()) database.delete(key);
    });
    expect(database.size).toBe(0);
    database.close();
  });

  it("does not list what is deleted before its turn", () => {
    const database = filled(place(), { a: "1", b: "2", c: "3", d: "4" });
    const seen: string[] = [];
    for (const [key] of database) {
      seen.push(text.decode(key));
      for (const name of ["a", "b", "c", "d"]) if (!seen.includes(name)) database.delete(name);
    }
    expect(seen).toHaveLength(1);
    database.close();
  });

  it("has Python's ways of a dict", () => {
    const database = filled(place(), { a: "1" });
    expect(text.decode(database.setdefault("a", "2"))).toBe("1");
    expect(text.decode(database.setdefault("b", "2"))).toBe("2");
    expect(database.setdefault("c")).toEqual(new Uint8Array(0));
    expect(text.decode(database.pop("b"))).toBe("2");
    expect(database.pop("b")).toBeUndefined();
    database.update(new Map([["d", "4"]])).update([[Uint8Array.of(101), "5"]]);
    const popped: string[] = [];
    for (let item = database.popitem(); item !== undefined; item = database.popitem())
      popped.push(`${text.decode(item[0])}=${text.decode(item[1])}`);
    expect(popped.toSorted()).toEqual(["a=1", "c=", "d=4", "e=5"]);
    database.close();
  });

  it("reads in a batch what was written in it", () => {
    const where = place();
    const database = where.open("db", "c");
    const result = database.batch(() => {
      for (let i = 0; i < 1000; i++) database.set(`${i}`, `value ${i}`);
      database.delete("7");
      database.batch(() => database.set("inner", "1"));
      database.sync();
      return [text.decode(database.get("999")), database.has("7"), database.size];
    });
    expect(result).toEqual(["value 999", false, 1000]);
    database.setMany([["x", "y"]]);
    database.close();
    const reader = where.open("db", "r");
    expect([reader.size, reader.has("inner"), reader.has("x")]).toEqual([1001, true, true]);
    reader.close();
  });

  it("ends a batch that fails, and can go on", () => {
    const database = filled(place(), { before: "1" });
    const failing = () =>
      database.batch(() => {
        database.set("within", "2");
        throw new Error("no");
      });
    expect(failing).toThrow("no");
    expect(database.has("within")).toBe(format !== "sqlite3");
    expect(() => database.batch(async () => {})).toThrow(TypeError);
    expect(() => database.batch(() => database.reorganize())).toThrow(TypeError);
    database.set("after", "3");
    expect([database.has("before"), database.has("after")]).toEqual([true, true]);
    database.close();
  });

  it("can be closed within a batch", () => {
    const where = place();
    const database = where.open("db", "c");
    database.batch(() => {
      database.set("a", "1");
      database.sync();
      database.close();
    });
    expect(codeOf(() => database.batch(() => {}))).toBe("closed");
    const reader = where.open("db", "r");
    expect(contentOf(reader)).toEqual([["a", "1"]]);
    reader.close();
  });

  it("keeps everything when it is reorganized", () => {
    const where = place();
    const database = where.open("db", "c");
    for (let i = 0; i < 400; i++) database.set(`${i}`, "x".repeat(i));
    for (let i = 0; i < 400; i += 2) database.delete(`${i}`);
    database.reorganize();
    database.set("after", "1");
    expect(database.size).toBe(201);
    database.sync();
    database.close();
    const reader = where.open("db", "r");
    expect([reader.size, reader.get("399")?.length, reader.has("398")]).toEqual([201, 399, false]);
    reader.close();
  });

  it("refuses changes when it was opened for reading", () => {
    const where = place();
    filled(where, { a: "1" }).close();
    const database = where.open("db", "r");
    const changes = [
      () => database.set("a", "2"),
      () => database.delete("a"),
      () => database.delete("missing"),
      () => database.clear(),
      () => database.reorganize(),
      () => database.batch(() => database.set("a", "2")),
      () => database.pop("a"),
      () => database.popitem(),
      () => database.setdefault("b", "2"),
      () => database.setMany([["a", "2"]]),
    ];
    expect(changes.map(codeOf)).toEqual(changes.map(() => "read-only"));
    expect(database.batch(() => database.batch(() => [...database].length))).toBe(1);
    expect(text.decode(database.setdefault("a", "2"))).toBe("1");
    database.sync();
    expect(contentOf(database)).toEqual([["a", "1"]]);
    database.close();
  });

  it("refuses everything once it is closed, but to be closed again", () => {
    const database = filled(place(), { a: "1" });
    database.close();
    const uses = [
      () => database.size,
      () => database.get("a"),
      () => database.has("a"),
      () => database.set("a", "2"),
      () => database.delete("a"),
      () => database.clear(),
      () => database.keys(),
      () => database.values(),
      () => database.entries(),
      () => [...database],
      () => database.firstkey(),
      () => database.nextkey("a"),
      () => database.batch(() => {}),
      () => database.sync(),
      () => database.reorganize(),
    ];
    expect(uses.map(codeOf)).toEqual(uses.map(() => "closed"));
    database.close();
    database[Symbol.dispose]();
  });

  it("takes bytes and text alone", () => {
    const database = place().open("db", "c");
    for (const input of [1, null, undefined, [1], new Uint16Array(1), "\ud800"])
      expect(() => database.set("key", input as string)).toThrow(TypeError);
    expect(() => database.get(1 as never)).toThrow("a key is a Uint8Array or a string");
    const gone = new Uint8Array(4);
    structuredClone(gone, { transfer: [gone.buffer] });
    expect(() => database.set(gone, "value")).toThrow("the bytes of the key were given away");
    const buffer = new ArrayBuffer(8, { maxByteLength: 8 });
    const cut = new Uint8Array(buffer, 4, 4);
    buffer.resize(2);
    expect(() => database.set(cut, "value")).toThrow("the bytes of the key were given away");
    expect(() => database.set("key", cut)).toThrow("the bytes of the value were given away");
    expect(() => database.set("key", new Uint8Array(buffer, 1, 0))).not.toThrow();
    expect(database.delete("key")).toBe(true);
    expect(database.size).toBe(0);
    database.close();
  });

  it("has keys of names that mean something in JavaScript", () => {
    const where = place();
    const database = where.open("db", "c");
    for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"])
      expect([database.has(name), database.get(name)]).toEqual([false, undefined]);
    database.set("__proto__", "1").set("constructor", "2");
    expect(contentOf(database)).toEqual([
      ["__proto__", "1"],
      ["constructor", "2"],
    ]);
    database.close();
    expect(({} as { 1?: unknown })[1]).toBeUndefined();
  });
});
