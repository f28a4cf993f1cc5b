import { DbmError } from "pantry/dbm";
import { dumps } from "pantry/pickle";
import { Float } from "pantry/python";
import { open, Shelf } from "pantry/shelve";
import { describe, expect, it } from "vitest";
import { formats, type Place } from "../dbm/formats.ts";
import { shelveErrorOf } from "./error-of.ts";

type List = unknown[];

const encode = (key: string): Uint8Array => new TextEncoder().encode(key);

/** What CPython writes for `[1.0]`, which the natural profile writes as `[1]`. */
const FLOAT_OF_PYTHON = Uint8Array.of(0x80, 4, 0x5d, 0x94, 0x47, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0x61, 0x2e);

/** A dict that counts what is written. */
function countingDict(): { map: Map<Uint8Array, Uint8Array>; shelf: Shelf<List>; written: string[] } {
  const map = new Map<Uint8Array, Uint8Array>();
  const inner = new Shelf<List>(map).dict;
  const written: string[] = [];
  const shelf = new Shelf<List>(
    {
      get size() {
        return inner.size;
      },
      get: (key) => inner.get(key),
      has: (key) => inner.has(key),
      delete: (key) => inner.delete(key),
      keys: () => inner.keys(),
      set: (key, value) => {
        written.push(new TextDecoder().decode(key));
        inner.set(key, value);
      },
    },
    { writeback: true },
  );
  return { map, shelf, written };
}

describe("a Shelf with writeback", () => {
  it("gives the same object again, and writes what was changed in it", () => {
    const { shelf, written, map } = countingDict();
    const given: List = [1];
    shelf.set("given", given);
    expect(written).toEqual(["given"]);
    expect(shelf.get("given")).toBe(given);
    given.push(2);
    expect(new Shelf(map).get("given")).toEqual([1]);
    shelf.sync();
    expect(new Shelf(map).get("given")).toEqual([1, 2]);
    const read = shelf.get("given") as List;
    expect(read).not.toBe(given);
    read.push(3);
    expect(shelf.get("given")).toBe(read);
    shelf.close();
    expect(new Shelf(map).get("given")).toEqual([1, 2, 3]);
  });

  it("keeps everything that one goes through", () => {
    const { shelf, map } = countingDict();
    for (const key of ["one", "two"]) shelf.set(key, []);
    shelf.sync();
    for (const [key, value] of shelf) value.push(key);
    for (const value of shelf.values()) value.push("again");
    shelf.sync();
    expect(new Map(new Shelf(map))).toEqual(
      new Map([
        ["one", ["one", "again"]],
        ["two", ["two", "again"]],
      ]),
    );
  });

  it("asks the dict alone whether a key is there", () => {
    const { shelf } = countingDict();
    shelf.cache.set("key", [1]);
    expect(shelf.has("key")).toBe(false);
    expect(shelf.get("key")).toEqual([1]);
    shelf.sync();
    expect(shelf.has("key")).toBe(true);
  });

  it("writes nothing that was not changed", () => {
    const { shelf, written } = countingDict();
    shelf.set("key", [{ a: new Set([1]) }]).set("other", [2]);
    shelf.sync();
    written.length = 0;
    expect([...shelf].length).toBe(2);
    shelf.sync();
    shelf.get("other");
    shelf.close();
    expect(written).toEqual([]);
  });

  it("leaves to the byte what another has stored otherwise, until it is changed", () => {
    const { shelf, map, written } = countingDict();
    shelf.dict.set(encode("float"), FLOAT_OF_PYTHON);
    written.length = 0;
    expect(shelf.get("float")).toEqual([1]);
    shelf.sync();
    expect(written).toEqual([]);
    shelf.get("float")?.push(2);
    shelf.sync();
    expect([...map.values()]).toEqual([dumps([1, 2])]);
  });

  it("takes back no change of others where it has none of its own", () => {
    const { shelf, map } = countingDict();
    const other = new Shelf<List>(map);
    other.set("kept", [1]).set("changed", [1]).set("deleted", [1]);
    for (const key of other.keys()) shelf.get(key);
    other.set("kept", [2]).set("changed", [2]).delete("deleted");
    shelf.get("changed")?.push("ours");
    shelf.sync();
    expect(new Map(other)).toEqual(
      new Map([
        ["kept", [2]],
        ["changed", [1, "ours"]],
      ]),
    );
  });

  it("writes a value that became another one which is read as the same", () => {
    const { shelf, map } = countingDict();
    const value: List = [new Float(1)];
    shelf.set("key", value);
    value[0] = 1;
    shelf.close();
    expect([...map.values()]).toEqual([dumps([1])]);
  });

  it("writes the others when one cannot be written, says which, and keeps it", () => {
    const { shelf, map } = countingDict();
    shelf.setMany(["one", "bad", "two", "worse"].map((key) => [key, []] as const));
    for (const [key, value] of shelf) value.push(key === "bad" || key === "worse" ? () => {} : key);
    const error = shelveErrorOf(() => shelf.sync());
    expect(error).toMatchObject({ code: "unwritable", key: "bad" });
    expect([...shelf.cache.keys()].sort()).toEqual(["bad", "worse"]);
    expect(new Shelf<List>(map).get("two")).toEqual(["two"]);
    (shelf.cache.get("bad") as List)[0] = "good";
    expect(shelveErrorOf(() => shelf.close()).key).toBe("worse");
    expect(shelveErrorOf(() => shelf.get("worse")).code).toBe("closed");
    expect(shelf.cache.has("worse")).toBe(true);
    expect(new Map(new Shelf(map))).toEqual(
      new Map<string, List>([
        ["one", ["one"]],
        ["bad", ["good"]],
        ["two", ["two"]],
        ["worse", []],
      ]),
    );
  });

  it("writes the others when the dict refuses one, says so, and keeps it", () => {
    const { shelf, map } = countingDict();
    shelf.set("large", []).set("key", []).set("other", []);
    for (const [key, value] of shelf) value.push(key === "large" ? "x".repeat(500) : key);
    const { dict } = shelf;
    const set = dict.set;
    dict.set = (key, value) => {
      if (value.length > 100) throw new RangeError("too large");
      return set(key, value);
    };
    expect(() => shelf.sync()).toThrow("too large");
    expect([...shelf.cache.keys()]).toEqual(["large"]);
    shelf.get("key")?.push("again");
    expect(() => shelf.close()).toThrow("too large");
    expect(new Map(new Shelf<List>(map))).toEqual(
      new Map([
        ["large", []],
        ["key", ["key", "again"]],
        ["other", ["other"]],
      ]),
    );
  });

  it("writes what was put into cache by hand, even if it once was the same", () => {
    const map = new Map<Uint8Array, Uint8Array>();
    const shelf = new Shelf<number>(map, { writeback: true });
    const other = new Shelf<number>(map);
    for (const forget of [() => shelf.cache.delete("key"), () => shelf.cache.clear(), () => {}]) {
      shelf.set("key", 1);
      forget();
      other.set("key", 2);
      shelf.cache.set("key", 1);
      shelf.sync();
      expect(other.get("key")).toBe(1);
    }
  });

  it("keeps nothing of what an update that failed has done to its value", () => {
    const { shelf, map } = countingDict();
    const kept: List = [1];
    shelf.set("key", kept);
    const fail = (value: List | undefined): List => {
      value?.push("lost");
      throw new RangeError("on purpose");
    };
    expect(() => shelf.update("key", fail)).toThrow("on purpose");
    expect(() => shelf.update("key", ((value: List) => void value.push("lost")) as never)).toThrow(TypeError);
    kept.push("unsaved");
    expect(() => shelf.update("key", fail)).toThrow("on purpose");
    expect(shelf.get("key")).toBe(kept);
    shelf.update("key", (value = []) => [...value, "updated"]);
    expect(new Shelf(map).get("key")).toEqual([1, "unsaved", "updated"]);
    shelf.close();
    expect(new Shelf(map).get("key")).toEqual([1, "unsaved", "updated"]);
  });

  it("forgets what was deleted", () => {
    const { shelf } = countingDict();
    shelf.set("key", [1]).set("other", [1]);
    shelf.get("key")?.push(2);
    shelf.delete("key");
    shelf.sync();
    expect([...shelf.keys()]).toEqual(["other"]);
    shelf.get("other")?.push(2);
    shelf.clear();
    shelf.close();
  });

  it("updates what is stored, not what it had read before", () => {
    const { shelf, map } = countingDict();
    const other = new Shelf<List>(map);
    other.set("key", [1]);
    shelf.get("key");
    other.set("key", [1, 2]);
    shelf.update("key", (list = []) => [...list, 3]);
    expect(other.get("key")).toEqual([1, 2, 3]);
  });
});

describe("writeback in a batch that fails", () => {
  const places = formats.map(({ format, place }) => ({ format, place }));
  it.for(places)("keeps nothing that $format took back, and what was changed before", ({ format, place }) => {
    using shelf = new Shelf<List>(place().open("shelf", "n"), { writeback: true });
    shelf.set("read", [1]).set("set", [1]).set("deleted", [1]);
    shelf.sync();
    shelf.dict.set(encode("unread"), dumps([1]));
    const lists = ["read", "set", "deleted"].map((key) => shelf.get(key) as List);
    for (const list of lists) list.push("before");
    const attempt = () =>
      shelf.batch(() => {
        shelf.get("unread")?.push("within");
        shelf.set("set", [2]).set("new", [2]).delete("deleted");
        throw new RangeError("on purpose");
      });
    expect(attempt).toThrow("on purpose");
    const taken = format === "sqlite3";
    expect(shelf.get("read")).toBe(lists[0]);
    expect(shelf.get("set")).toEqual(taken ? [1, "before"] : [2]);
    expect(shelf.get("deleted")).toEqual(taken ? [1, "before"] : undefined);
    expect(shelf.get("new")).toEqual(taken ? undefined : [2]);
    expect(shelf.get("unread")).toEqual([1]);
    shelf.delete("unread");
    shelf.sync();
    expect(new Map(new Shelf<List>(shelf.dict))).toEqual(
      new Map<string, List>(
        taken
          ? lists.map((_, index) => [["read", "set", "deleted"][index] as string, [1, "before"]])
          : [
              ["read", [1, "before"]],
              ["set", [2]],
              ["new", [2]],
            ],
      ),
    );
  });

  it.for(places)("does so when it was synced within: $format", ({ format, place }) => {
    using shelf = new Shelf<List>(place().open("shelf", "n"), { writeback: true });
    shelf.set("key", [1]);
    shelf.sync();
    shelf.get("key")?.push(2);
    const attempt = () =>
      shelf.batch(() => {
        shelf.sync();
        throw new RangeError("on purpose");
      });
    expect(attempt).toThrow("on purpose");
    expect(shelf.get("key")).toEqual([1, 2]);
    shelf.sync();
    expect(new Shelf(shelf.dict).get("key"), format).toEqual([1, 2]);
  });
});

describe("writeback of a shelf that is read only", () => {
  it.for(formats)(
    "closes quietly if nothing was changed, and else says so: $format",
    ({ place: makePlace }) => {
      const place: Place = makePlace();
      const path = place.path("shelf");
      const files = place.files ? { files: place.files } : {};
      {
        using shelf = new Shelf<List>(place.open("shelf", "n"));
        shelf.set("key", [1]);
        shelf.dict.set(encode("float"), FLOAT_OF_PYTHON);
      }
      const quiet = open<List>(path, { flag: "r", writeback: true, ...files });
      expect([...quiet].length).toBe(2);
      quiet.close();
      const loud = open<List>(path, { flag: "r", writeback: true, ...files });
      loud.get("key")?.push(2);
      expect(() => loud.close()).toThrow(DbmError);
      expect(shelveErrorOf(() => loud.size).code).toBe("closed");
      expect([...loud.cache.keys()]).toEqual(["key"]);
      // Nobody has it open.
      place.open("shelf", "w").close();
    },
  );
});
