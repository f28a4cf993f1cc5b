import { DatabaseSync } from "node:sqlite";
import type { Database } from "pantry/dbm";
import { BsdDbShelf } from "pantry/shelve";
import { describe, expect, it } from "vitest";
import { shelveErrorOf } from "../shelve/error-of.ts";
import { codeOf, raisedBy } from "./code-of.ts";
import { formats } from "./formats.ts";

const sqlite3 = formats.find(({ format }) => format === "sqlite3") as (typeof formats)[0];

function databaseOf(...keys: readonly string[]): Database {
  const database = sqlite3.place().open("ordered", "n");
  for (const key of keys) database.set(key, `value of ${key}`);
  return database;
}

const textOf = (entry: [Uint8Array, Uint8Array] | undefined) => entry && Buffer.from(entry[0]).toString();

describe("Database.cursor()", () => {
  it("goes through the entries in the order of their bytes, both ways", () => {
    using database = databaseOf("b", "a", "é", "", "B", "🎉");
    const cursor = database.cursor();
    const ordered = ["", "B", "a", "b", "é", "🎉"];
    const there = ordered.map(() => textOf(cursor.next()));
    expect(there).toEqual(ordered);
    expect(cursor.next()).toBe(undefined);
    const back = ordered.map(() => textOf(cursor.previous()));
    expect(back).toEqual(
      [...ordered]
        .reverse()
        .slice(1)
        .concat([undefined as never]),
    );
    expect(textOf(cursor.next())).toBe("B");
    expect([textOf(cursor.first()), textOf(cursor.last())]).toEqual(["", "🎉"]);
    expect(Buffer.from(cursor.first()?.[1] ?? []).toString()).toBe("value of ");
  });

  it("begins at the last entry when it goes back", () => {
    using database = databaseOf("a", "b");
    expect(textOf(database.cursor().previous())).toBe("b");
  });

  it("goes to a key, or to the first one after it, and stays where there is none", () => {
    using database = databaseOf("apple", "pear");
    const cursor = database.cursor();
    expect(textOf(cursor.setLocation("pear"))).toBe("pear");
    expect(textOf(cursor.setLocation(Uint8Array.of(0)))).toBe("apple");
    expect(cursor.setLocation("plum")).toBe(undefined);
    expect(textOf(cursor.next())).toBe("pear");
    expect(() => cursor.setLocation(1 as unknown as string)).toThrow(TypeError);
  });

  it("goes on from a key that is gone, or whose bytes were changed", () => {
    using database = databaseOf("a", "b", "c", "d");
    const cursor = database.cursor();
    const [key] = cursor.setLocation("b") as [Uint8Array, Uint8Array];
    key.fill(0xff);
    database.delete("b");
    database.set("bb", "new");
    expect(textOf(cursor.next())).toBe("bb");
    database.clear();
    expect([cursor.next(), cursor.previous(), cursor.first(), cursor.last()]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it("leaves out what other programs have stored under numbers and texts, which get() does not find either", () => {
    using database = databaseOf("b");
    const other = new DatabaseSync(database.path);
    other.exec("INSERT INTO Dict VALUES (1, 'number'), ('a', 'text'), ('c', 'text')");
    other.close();
    const cursor = database.cursor();
    expect([textOf(cursor.first()), textOf(cursor.last())]).toEqual(["b", "b"]);
    expect([cursor.previous(), cursor.next(), cursor.setLocation("c")]).toEqual(Array(3).fill(undefined));
    expect(database.get("a")).toBe(undefined);
  });

  it("raises when the database is closed", () => {
    const database = databaseOf("a");
    const cursor = database.cursor();
    database.close();
    expect(codeOf(() => cursor.next())).toBe("closed");
    expect(codeOf(() => database.cursor())).toBe("closed");
  });

  it.for(formats.filter(({ format }) => format !== "sqlite3"))(
    "is not there in $format",
    ({ format, place }) => {
      using database = place().open("unordered", "n");
      expect(raisedBy(() => database.cursor())).toMatchObject({
        code: "unsupported",
        message: `Cannot go through ${database.path} in order: ${format} has none`,
      });
    },
  );
});

describe("a BsdDbShelf", () => {
  it("goes through keys and values in their order, both ways", () => {
    using shelf = new BsdDbShelf<number>(databaseOf());
    expect([shelf.first(), shelf.last(), shelf.next(), shelf.previous()]).toEqual(Array(4).fill(undefined));
    shelf.setMany(["pear", "apple", "plum"].map((key, index) => [key, index] as const));
    expect(shelf.first()).toEqual(["apple", 1]);
    expect(shelf.next()).toEqual(["pear", 0]);
    expect(shelf.setLocation("pf")).toEqual(["plum", 2]);
    expect(shelf.next()).toBe(undefined);
    expect(shelf.previous()).toEqual(["pear", 0]);
    expect(shelf.last()).toEqual(["plum", 2]);
  });

  it("gives what is in the cache", () => {
    using shelf = new BsdDbShelf<number[]>(databaseOf(), { writeback: true, keyencoding: "latin-1" });
    shelf.set("é", []);
    shelf.sync();
    shelf.first()?.[1].push(1);
    expect(shelf.setLocation("é")).toEqual(["é", [1]]);
    shelf.sync();
    expect(shelf.get("é")).toEqual([1]);
  });

  it("refuses a database that has no order, and everything once it is closed", () => {
    const unordered = formats[0]?.place().open("unordered", "n") as Database;
    expect(codeOf(() => new BsdDbShelf(unordered))).toBe("unsupported");
    const shelf = new BsdDbShelf<number>(databaseOf());
    shelf.close();
    for (const verb of ["first", "last", "next", "previous"] as const)
      expect(shelveErrorOf(() => shelf[verb]()).code).toBe("closed");
    expect(shelveErrorOf(() => shelf.setLocation("key")).code).toBe("closed");
  });
});
