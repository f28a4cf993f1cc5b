import { Float } from "pantry/python";
import { connect, type Parameters, ProgrammingError } from "pantry/sqlite3";
import { expect, it } from "vitest";
import { describeEachEngine } from "./engine/each-engine.ts";

describeEachEngine("parameters", () => {
  it("by position are an array, or anything else that iterates", () => {
    using connection = connect(":memory:");
    const values = [1, "two"];
    const wanted = [[1, "two"]];
    const ways: Iterable<unknown>[] = [values, new Set(values), values.values(), new Map([[1, 2]]).keys()];
    for (const parameters of ways.slice(0, 3))
      expect(connection.execute("select ?, ?", parameters).fetchall()).toEqual(wanted);
    expect(connection.execute("select ?", ways[3] ?? []).fetchall()).toEqual([[1]]);
    class Pair {
      *[Symbol.iterator]() {
        yield* values;
      }
    }
    expect(connection.execute("select ?, ?", new Pair()).fetchall()).toEqual(wanted);
  });

  it("by name are a plain object, one without a prototype, or a Map", () => {
    using connection = connect(":memory:");
    const bare = Object.assign(Object.create(null), { a: 1, b: "two", unused: 3 });
    for (const parameters of [
      { a: 1, b: "two", unused: 3 },
      bare,
      new Map<string, unknown>(Object.entries(bare)),
    ])
      expect(connection.execute("select :a, @b, $a", parameters).fetchall()).toEqual([[1, "two", 1]]);
  });

  it("are own properties, and their getters are yours", () => {
    using connection = connect(":memory:");
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"])
      expect(() => connection.execute(`select :${name}`, {}), name).toThrow(
        `You did not supply a value for binding parameter :${name}.`,
      );
    const tricky = JSON.parse('{"__proto__": 1, "constructor": 2}');
    expect(connection.execute("select :__proto__, :constructor", tricky).fetchone()).toEqual([1, 2]);
    class Heir {
      own = 1;
      get inherited() {
        return 2;
      }
    }
    expect(() => connection.execute("select :inherited", { ...new Heir() })).toThrow(ProgrammingError);
  });

  it.for([
    "text",
    5,
    5n,
    true,
    null,
    Symbol("x"),
    () => [],
    new Uint8Array(1),
    new DataView(new ArrayBuffer(1)),
  ])("cannot be %o", (parameters) => {
    using connection = connect(":memory:");
    const act = () => connection.execute("select ?", parameters as unknown as Parameters);
    expect(act).toThrow(ProgrammingError);
    expect(act).toThrow("parameters are of unsupported type");
  });

  it("say which of them has no type for SQLite", () => {
    using connection = connect(":memory:");
    class Order {}
    const cases: readonly (readonly [unknown, string])[] = [
      [undefined, "undefined"],
      [Symbol("x"), "symbol"],
      [() => 1, "function"],
      [{}, "Object"],
      [[], "Array"],
      [new Order(), "Order"],
      [new Date(0), "Date"],
      [Object.create(null), "object"],
      [Promise.resolve(1), "Promise"],
    ];
    for (const [value, name] of cases)
      expect(() => connection.execute("select ?, ?", [1, value])).toThrow(
        `Error binding parameter 2: type '${name}' is not supported`,
      );
    expect(connection.execute("select ?", [1]).fetchone()).toEqual([1]);
  });

  it("are bytes whatever view of them there is", () => {
    using connection = connect(":memory:");
    const buffer = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7).buffer;
    const views: readonly (readonly [unknown, string])[] = [
      [new Uint8Array(buffer, 2, 3), "020304"],
      [new DataView(buffer, 1, 2), "0102"],
      [new Uint16Array(buffer, 4, 2), "04050607"],
      [buffer, "0001020304050607"],
      [Buffer.from("hi"), "6869"],
      [new Uint8Array(), ""],
      [new Uint8Array(new SharedArrayBuffer(2)), "0000"],
    ];
    for (const [value, hex] of views)
      expect(connection.execute("select typeof(?1), lower(hex(?1))", [value]).fetchone()).toEqual([
        "blob",
        hex,
      ]);
  });

  it("are INTEGER or REAL by what number they are", () => {
    using connection = connect(":memory:");
    const numbers: readonly (readonly [unknown, string, number | bigint | null])[] = [
      [1, "integer", 1],
      [0, "integer", 0],
      [-0, "real", -0],
      [new Float(1), "real", 1],
      [1.5, "real", 1.5],
      [2 ** 53 - 1, "integer", 2 ** 53 - 1],
      [2 ** 53, "real", 2 ** 53],
      [-(2n ** 63n), "integer", -(2n ** 63n)],
      [5n, "integer", 5],
      [true, "integer", 1],
      [false, "integer", 0],
      [Number.NaN, "null", null],
      [Number.POSITIVE_INFINITY, "real", Number.POSITIVE_INFINITY],
    ];
    for (const [value, type, read] of numbers)
      expect(connection.execute("select typeof(?1), ?1", [value]).fetchone()).toEqual([type, read]);
    for (const value of [2n ** 63n, -(2n ** 63n) - 1n, 10n ** 40n])
      expect(() => connection.execute("select ?", [value])).toThrow(RangeError);
  });

  it("bind the same in every mode of reading", () => {
    for (const integers of ["auto", "bigint", "number"] as const) {
      using connection = connect(":memory:", { integers });
      const sql = "select typeof(?), typeof(?), typeof(?), typeof(?), typeof(?)";
      expect(connection.execute(sql, [1, 1n, true, 1.5, new Float(1)]).fetchone()).toEqual([
        "integer",
        "integer",
        "integer",
        "real",
        "real",
      ]);
      connection.createFunction("f", 1, (which) => [1, 1n, true, 1.5, new Float(1)][Number(which)] ?? null);
      expect(
        connection
          .execute("select typeof(f(0)), typeof(f(1)), typeof(f(2)), typeof(f(3)), typeof(f(4))")
          .fetchone(),
      ).toEqual(["integer", "integer", "integer", "real", "real"]);
    }
  });

  it("are text that is well-formed, with NUL in it if you like", () => {
    using connection = connect(":memory:");
    expect(connection.execute("select ?1, length(cast(?1 as blob))", ["a\0b"]).fetchone()).toEqual([
      "a\0b",
      3,
    ]);
    for (const text of ["\ud800", "a\udfff", "\udc00\ud800"])
      expect(() => connection.execute("select ?", [text])).toThrow(/surrogates not allowed/);
  });

  it("are taken when they are bound: what changes them later changes nothing", () => {
    using connection = connect(":memory:");
    const bytes = Uint8Array.of(1, 2);
    const parameters = ["a", bytes];
    const cursor = connection.execute("select ?1, ?2 union all select ?1, ?2", parameters);
    parameters[0] = "b";
    bytes.fill(9);
    expect(cursor.fetchall()).toEqual([
      ["a", Uint8Array.of(1, 2)],
      ["a", Uint8Array.of(1, 2)],
    ]);
  });

  it("do not survive in a statement that is kept", () => {
    using connection = connect(":memory:");
    expect(connection.execute("select ?", ["secret"]).fetchone()).toEqual(["secret"]);
    expect(() => connection.execute("select ?")).toThrow("there are 0 supplied");
    expect(() => connection.execute("select ?", [undefined])).toThrow(ProgrammingError);
    expect(connection.execute("select ?", [null]).fetchone()).toEqual([null]);
  });

  it("may be 32,766, and no more", () => {
    using connection = connect(":memory:");
    const sql = (count: number) =>
      `select ${"?+".repeat(9)}? from (select 1 where ? in (${"?,".repeat(count - 12)}?))`;
    const values = Array.from({ length: 32_766 }, () => 1);
    expect(connection.execute(sql(32_766), values).fetchone()).toEqual([10]);
    expect(() => connection.execute(sql(32_767), [...values, 1])).toThrow("too many SQL variables");
  });
});
