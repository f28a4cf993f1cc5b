import { inspect } from "node:util";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type Description, dictRow, Row } from "../../src/sqlite3/row.ts";

/** A cursor whose columns have these names. */
function cursor(...names: string[]) {
  return {
    description: names.map((name) => [name, null, null, null, null, null, null]) as unknown as Description,
  };
}

describe("Row", () => {
  const row = new Row(cursor("id", "Name", "é", "ID"), [1, "Ada", null, 4]);

  it("has its values by index", () => {
    expect([row[0], row[3], row[4], row.length]).toEqual([1, 4, undefined, 4]);
    expect([row.get(0), row.get(-1), row.at(-3)]).toEqual([1, 4, "Ada"]);
  });

  it("has its values by name, in either case, and of equal names the first", () => {
    expect([row.get("id"), row.get("ID"), row.get("NAME"), row.get("name"), row.get("é")]).toEqual([
      ...[1, 1, "Ada", "Ada", null],
    ]);
  });

  it("knows upper case of ASCII alone, and only in names that are all ASCII", () => {
    expect(() => row.get("É")).toThrow(new RangeError("No item with that key"));
    expect(() => new Row(cursor("aé"), [1]).get("Aé")).toThrow(RangeError);
    // The Kelvin sign is a k in lower case.
    expect(() => new Row(cursor("k"), [1]).get("\u212a")).toThrow(RangeError);
  });

  it("refuses what is not there", () => {
    expect(() => row.get("nobody")).toThrow(new RangeError("No item with that key"));
    for (const index of [4, -5, 0.5, Number.NaN]) {
      expect(() => row.get(index)).toThrow(new RangeError("tuple index out of range"));
    }
    expect(() => row.get(null as never)).toThrow(new TypeError("Index must be int or string"));
    expect(() => row.get("__proto__")).toThrow(RangeError);
  });

  it("iterates over its values, and can be taken apart", () => {
    const [id, name, ...rest] = row;
    expect([id, name, rest]).toEqual([1, "Ada", [null, 4]]);
    expect([...row]).toEqual([1, "Ada", null, 4]);
  });

  it("gives parts of itself as arrays", () => {
    expect(row.slice(1, -1)).toEqual(["Ada", null]);
    expect(row.slice()).not.toBeInstanceOf(Row);
    expect(row.toArray()).toEqual([1, "Ada", null, 4]);
    expect(row.keys()).toEqual(["id", "Name", "é", "ID"]);
  });

  it("becomes an object as Python's dict(row) does", () => {
    expect(row.toObject()).toEqual(
      Object.assign(Object.create(null), { id: 1, Name: "Ada", é: null, ID: 1 }),
    );
    expect(Object.getPrototypeOf(row.toObject())).toBe(null);
    const object = new Row(cursor("__proto__"), [{ polluted: true }]).toObject();
    expect(Object.keys(object)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(object)).toBe(null);
  });

  it("is equal to a row with the same names and equal values", () => {
    const names = cursor("a", "b");
    const bytes = (...values: number[]) => Uint8Array.from(values);
    const one = new Row(names, [1, bytes(1, 2)]);
    expect(one.equals(new Row(cursor("a", "b"), [1n, bytes(1, 2)]))).toBe(true);
    expect(one.equals(new Row(names, [1, bytes(1, 3)]))).toBe(false);
    expect(one.equals(new Row(cursor("a", "B"), [1, bytes(1, 2)]))).toBe(false);
    expect(one.equals([1, bytes(1, 2)])).toBe(false);
  });

  it("is written as JSON with its names, and shown with them", () => {
    expect(JSON.stringify(new Row(cursor("a", "b"), [1, 2n ** 64n]))).toBe(
      '{"a":1,"b":{"$int":"18446744073709551616"}}',
    );
    expect(inspect(row)).toBe("Row {'id': 1, 'Name': 'Ada', 'é': None, 'ID': 1}");
  });

  it("can be extended, and keeps the names of its time", () => {
    class Person extends Row<{ name: string }> {
      greet() {
        return `I am ${this.get("name")}`;
      }
    }
    const changing: { description: Description | null } = cursor("name");
    const person = new Person(changing, ["Ada"]);
    changing.description = null;
    expect(person.greet()).toBe("I am Ada");
    expect(new Row({ description: null }, []).keys()).toEqual([]);
  });

  it("has as many values as it was given", () => {
    expect([...new Row(cursor("n"), [5])]).toEqual([5]);
    expect([...new Row(cursor(), [])]).toEqual([]);
  });

  it("takes cursors and arrays only", () => {
    expect(() => new Row("cursor" as never, [])).toThrow(
      new TypeError("instance of cursor required for first argument"),
    );
    expect(() => new Row(cursor("a"), "x" as never)).toThrow(
      new TypeError("array required for second argument"),
    );
  });

  it("knows the types of its names", () => {
    const typed = new Row<{ id: number; name: string | null }>(cursor("id", "name"), [1, null]);
    expectTypeOf(typed.get("name")).toEqualTypeOf<string | null>();
    expectTypeOf(typed[0]).toEqualTypeOf<number | string | null | undefined>();
    expectTypeOf(typed.toObject()).toEqualTypeOf<{ id: number; name: string | null }>();
    expectTypeOf(typed.keys()).toEqualTypeOf<string[]>();
  });
});

describe("dictRow()", () => {
  it("makes an object without a prototype, in which the last of equal names stays", () => {
    const object = dictRow(cursor("a", "b", "a", "__proto__"), [1, 2, 3, 4]);
    expect(Object.entries(object)).toEqual([
      ["a", 3],
      ["b", 2],
      ["__proto__", 4],
    ]);
    expect(Object.getPrototypeOf(object)).toBe(null);
  });
});
