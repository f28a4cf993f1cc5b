import { DbmError, open as openDatabase, whichdb } from "pantry/dbm";
import { MemoryFiles } from "pantry/files";
import { DbfilenameShelf, open, Shelf } from "pantry/shelve";
import { describe, expect, it } from "vitest";
import { codeOf } from "../dbm/code-of.ts";
import { formats } from "../dbm/formats.ts";
import { shelveErrorOf } from "./error-of.ts";

describe("open()", () => {
  it.for(formats)(
    "makes a shelf in a database of $format, and finds it again",
    ({ format, place: makePlace }) => {
      const place = makePlace();
      const path = place.path("state");
      const files = place.files ? { files: place.files } : {};
      {
        using shelf = open<Map<number, Date>>(path, { format, ...files });
        expect(shelf).toBeInstanceOf(DbfilenameShelf);
        expect(shelf).toBeInstanceOf(Shelf);
        shelf.set("key", new Map([[1, new Date(0)]]));
      }
      expect(whichdb(path, files)).toBe(format);
      {
        using shelf = open<Map<number, Date>>(path, files);
        expect(shelf.get("key")).toEqual(new Map([[1, new Date(0)]]));
      }
      using database = openDatabase(path, { flag: "r", ...files });
      expect(database.size).toBe(1);
    },
  );

  it("creates, unless the flag says otherwise", () => {
    const files = new MemoryFiles();
    expect(codeOf(() => open("state", { flag: "r", files }))).toBe("not-found");
    expect(codeOf(() => open("state", { flag: "w", files }))).toBe("not-found");
    open<number>("state", { files, flag: undefined as never })
      .set("key", 1)
      .close();
    const reader = open<number>("state", { flag: "r", files });
    expect(() => reader.set("key", 2)).toThrow(DbmError);
    expect(reader.get("key")).toBe(1);
    reader.close();
    open("state", { flag: "n", files }).close();
    expect(open("state", { files }).size).toBe(0);
  });

  it("says what is wrong with the options before it makes a database, or makes one anew", () => {
    const files = new MemoryFiles();
    open<number>("state", { files }).set("key", 1).close();
    for (const flag of ["n", "c"] as const) {
      for (const path of ["state", "other"]) {
        const attempt = (options: object) => () => open(path, { flag, files, ...options });
        expect(attempt({ protocol: 9 })).toThrow(RangeError);
        expect(attempt({ encoding: "utf-16" })).toThrow(RangeError);
        expect(attempt({ limits: { maxDigits: -1 } })).toThrow(RangeError);
        expect(attempt({ keyencoding: "utf-16" })).toThrow(
          new RangeError('keyencoding: "utf-8", "latin-1" or "ascii" expected, not "utf-16"'),
        );
        expect(shelveErrorOf(attempt({ serializer: () => new Uint8Array() })).code).toBe("serializer");
      }
    }
    expect(whichdb("other", { files })).toBe(undefined);
    expect(open("state", { files }).get("key")).toBe(1);
  });
});

describe("the encoding of keys", () => {
  const bytesOf = (shelf: Shelf) => [...shelf.dict.keys()].map((key) => Buffer.from(key).toString("hex"));

  it("is UTF-8, or one that is asked for by any of Python's names", () => {
    for (const [keyencoding, hex] of [
      [undefined, "50c3b670"],
      ["UTF8", "50c3b670"],
      ["latin-1", "50f670"],
      ["iso8859_1", "50f670"],
    ] as const) {
      const shelf = new Shelf<number>(new Map(), keyencoding ? { keyencoding } : {}).set("Pöp", 1);
      expect(bytesOf(shelf)).toEqual([hex]);
      expect([...shelf]).toEqual([["Pöp", 1]]);
      expect([shelf.has("Pöp"), shelf.delete("Pöp")]).toEqual([true, true]);
    }
  });

  it("refuses a key that it does not have", () => {
    for (const [keyencoding, key] of [
      ["ascii", "Pöp"],
      ["latin-1", "日本"],
      ["latin-1", "Ā"],
      ["utf-8", "\ud800"],
    ] as const) {
      const shelf = new Shelf<number>(new Map(), { keyencoding });
      const uses = [
        () => shelf.set(key, 1),
        () => shelf.get(key),
        () => shelf.has(key),
        () => shelf.delete(key),
        () => shelf.update(key, () => 1),
      ];
      for (const use of uses) {
        const error = shelveErrorOf(use);
        expect(error).toMatchObject({ code: "bad-key", key });
        expect(error.message).toContain(`Cannot encode the key ${JSON.stringify(key)}: `);
      }
      expect(shelf.size).toBe(0);
    }
    expect(() => new Shelf(new Map()).get(1 as unknown as string)).toThrow(TypeError);
  });

  it("names a stored key that is not in it", () => {
    const map = new Map<Uint8Array, Uint8Array>();
    new Shelf<number>(map, { keyencoding: "latin-1" }).set("Pöp", 1);
    for (const [keyencoding, name] of [
      ["utf-8", "utf-8"],
      ["ascii", "ASCII"],
    ] as const) {
      const shelf = new Shelf<number>(map, { keyencoding });
      for (const use of [() => [...shelf.keys()], () => [...shelf], () => shelf.popitem()]) {
        const error = shelveErrorOf(use);
        expect(error.code).toBe("bad-key");
        expect(error.message).toBe(`Cannot decode the key P\\xf6p: it is not in ${name}`);
      }
    }
    expect(map.size).toBe(1);
  });
});

describe("a Map of bytes under shelves", () => {
  it("may be gone through several times at once, and changed", () => {
    const shelf = new Shelf<number>(new Map());
    for (let number = 0; number < 5; number++) shelf.set(`key ${number}`, number);
    const seen: string[] = [];
    for (const key of shelf.keys()) {
      seen.push(key);
      for (const other of shelf.keys()) if (other === "key 3") shelf.delete(other);
    }
    expect(seen).toEqual(["key 0", "key 1", "key 2", "key 4"]);
  });

  it("has one entry for keys with the same bytes, whoever stores them", () => {
    const map = new Map<Uint8Array, Uint8Array>();
    const one = new Shelf<number>(map);
    const other = new Shelf<number>(map);
    one.set("key", 1);
    other.set("key", 2);
    expect([map.size, one.get("key")]).toEqual([1, 2]);
    one.delete("key");
    other.set("key", 3);
    expect([map.size, one.get("key"), one.size]).toEqual([1, 3, 1]);
    const [key, value] = [...map][0] as [Uint8Array, Uint8Array];
    map.clear();
    expect([one.get("key"), one.has("key"), one.size]).toEqual([undefined, false, 0]);
    map.set(key, value);
    expect([one.get("key"), [...one.keys()]]).toEqual([3, ["key"]]);
    map.delete(key);
    map.set(Uint8Array.of(0x78), value);
    expect([one.get("key"), one.get("x"), [...one.keys()]]).toEqual([undefined, 3, ["x"]]);
  });
});
