import { Float } from "pantry/python";
import {
  connect,
  Date as DateOnly,
  OperationalError,
  PARSE_COLNAMES,
  PARSE_DECLTYPES,
  PrepareProtocol,
  registerConverter,
  type SqlValue,
  Timestamp,
} from "pantry/sqlite3";
import { describe, expect, it } from "vitest";
import { converters } from "../../src/sqlite3/converters.ts";
import { describeEachEngine } from "./engine/each-engine.ts";

const SAFE = 2n ** 53n - 1n;

describeEachEngine("values", () => {
  it("come back as they are, integers as numbers where those are safe", () => {
    using connection = connect(":memory:");
    const integers = [0n, 1n, -1n, SAFE, -SAFE, SAFE + 1n, -SAFE - 1n, 2n ** 63n - 1n, -(2n ** 63n)];
    for (const integer of integers) {
      const wanted = integer >= -SAFE && integer <= SAFE ? Number(integer) : integer;
      expect(connection.execute("select ?", [integer]).fetchone()).toEqual([wanted]);
      expect(connection.execute("select ? union all select 1", [integer]).fetchall()[0]).toEqual([wanted]);
    }
    const values: SqlValue[] = [
      null,
      0.1,
      -0,
      5e-324,
      1e300,
      "",
      "ünï😀",
      "a\0b",
      new Uint8Array(),
      Uint8Array.of(0, 255),
    ];
    for (const value of values) expect(connection.execute("select ?", [value]).fetchone()).toEqual([value]);
  });

  it("are all bigint where that is asked for, and a number is a REAL then", () => {
    using connection = connect(":memory:", { integers: "bigint" });
    const row = connection.execute("select 1, 1.0, count(*), 9223372036854775807").fetchone();
    expect(row).toEqual([1n, 1, 1n, 2n ** 63n - 1n]);
    const seen: SqlValue[] = [];
    connection.createFunction("see", -1, (...values) => void seen.push(...values));
    connection.execute("select see(1, 1.0)").fetchall();
    expect(seen).toEqual([1n, 1]);
  });

  it("are all numbers where that is asked for, and what is not safe is an error", () => {
    using connection = connect(":memory:", { integers: "number" });
    expect(connection.execute("select 1, 9007199254740991").fetchone()).toEqual([1, 2 ** 53 - 1]);
    expect(() => connection.execute("select 9007199254740993").fetchone()).toThrow(connection.DataError);
    const later = connection.execute("select 1 union all select 2 union all select 9007199254740993");
    expect(later.fetchone()).toEqual([1]);
    expect(() => later.fetchall()).toThrow(connection.DataError);
    expect(() => connection.execute("select 9007199254740993").fetchall()).toThrow(connection.DataError);
    expect(connection.execute("select 1").fetchone()).toEqual([1]);
  });

  it("of many rows are as those of one", () => {
    using connection = connect(":memory:");
    connection.execute("create table t(i, r, t, b)");
    const rows = Array.from({ length: 3000 }, (_, i) => [
      i % 7 === 0 ? SAFE + BigInt(i) : i,
      i / 7,
      i % 5 === 0 ? null : `ünï ${"😀".repeat(i % 40)}`,
      new Uint8Array(i % 30).fill(i),
    ]);
    connection.executemany(
      "insert into t values(?, ?, ?, ?)",
      rows.map(([i, ...rest]) => [i, ...rest]),
    );
    const wanted = rows.map(([i, ...rest]) => [i === SAFE ? 2 ** 53 - 1 : i, ...rest]);
    expect(connection.execute("select * from t").fetchall()).toEqual(wanted);
    expect(Array.from(connection.execute("select * from t"))).toEqual(wanted);
  });

  it("are large where they are", () => {
    using connection = connect(":memory:");
    const text = "ünï😀".repeat(500_000);
    const bytes = new Uint8Array(3_000_000).fill(7);
    const row = connection.execute("select ?, ?, length(?1), length(?2)", [text, bytes]).fetchone();
    expect(row?.[0] === text).toBe(true);
    expect(Buffer.compare(row?.[1] as Uint8Array, bytes)).toBe(0);
    expect(row?.slice(2)).toEqual([2_000_000, 3_000_000]);
  });

  it("are bytes of their own, which nothing changes later", () => {
    using connection = connect(":memory:");
    const [first, second] = connection
      .execute<[Uint8Array]>("select x'0102' union all select x'0304'")
      .fetchall()
      .map(([bytes]) => bytes) as [Uint8Array, Uint8Array];
    first.fill(9);
    expect(second).toEqual(Uint8Array.of(3, 4));
    expect(connection.execute("select x'0102'").fetchone()).toEqual([Uint8Array.of(1, 2)]);
    expect([first.buffer.byteLength, second.buffer.byteLength]).toEqual([2, 2]);
  });
});

describeEachEngine("texts", () => {
  it("are what the factory of the connection makes of their bytes", () => {
    using connection = connect(":memory:");
    connection.textFactory = (bytes) => bytes;
    const row = connection.execute("select 'ü', cast(x'ff00fe' as text), x'01', 5, null, ''").fetchone();
    expect(row).toEqual([
      Uint8Array.of(0xc3, 0xbc),
      Uint8Array.of(0xff, 0, 0xfe),
      Uint8Array.of(1),
      5,
      null,
      new Uint8Array(),
    ]);
    const latin = new TextDecoder("latin1");
    connection.textFactory = (bytes) => latin.decode(bytes);
    expect(connection.execute("select cast(x'fc' as text)").fetchone()).toEqual(["ü"]);
    connection.textFactory = undefined;
    expect(connection.execute("select 'ü'").fetchone()).toEqual(["ü"]);
  });

  it("that are no UTF-8 are an error of the row, which says where", () => {
    using connection = connect(":memory:");
    const cursor = connection.execute("select 1, cast(x'61ff62' as text) as c");
    for (let again = 0; again < 2; again += 1)
      expect(() => cursor.fetchone()).toThrow(
        expect.objectContaining({
          name: "OperationalError",
          message: "Could not decode to UTF-8 column 'c' with text 'a\ufffdb'",
        }),
      );
    expect(() => connection.execute("select cast(x'c3' as text)").fetchall()).toThrow(OperationalError);
    expect(connection.execute("select cast(x'efbfbd' as text)").fetchone()).toEqual(["\ufffd"]);
  });

  it("may throw in their factory, and the next row comes", () => {
    using connection = connect(":memory:");
    connection.textFactory = (bytes) => {
      if (bytes.length === 1) throw new RangeError("too short");
      return bytes.length;
    };
    const cursor = connection.execute("select 'ab' union all select 'a' union all select 'abc'");
    expect(cursor.fetchone()).toEqual([2]);
    expect(() => cursor.fetchone()).toThrow(new RangeError("too short"));
  });
});

describeEachEngine("converters", () => {
  const upper = (bytes: Uint8Array) => new TextDecoder().decode(bytes).toUpperCase();

  it("belong to a connection, before those of the module", () => {
    registerConverter("loud", () => "of the module");
    try {
      using connection = connect(":memory:", { detectTypes: PARSE_DECLTYPES });
      using other = connect(":memory:", { detectTypes: PARSE_DECLTYPES });
      connection.registerConverter("LOUD", upper);
      for (const one of [connection, other])
        one.executescript("create table t(a loud(5) not null); insert into t values('a')");
      expect(connection.execute("select a from t").fetchall()).toEqual([["A"]]);
      expect(other.execute("select a from t").fetchall()).toEqual([["of the module"]]);
    } finally {
      converters.unregister("loud");
    }
  });

  it("are found by the declared type, or by what is in brackets, which goes first", () => {
    using connection = connect(":memory:", { detectTypes: PARSE_DECLTYPES | PARSE_COLNAMES });
    connection.registerConverter("loud", upper);
    connection.registerConverter("size", (bytes) => bytes.length);
    connection.executescript("create table t(a loud, b); insert into t values('ab', 12.5), (null, x'00ff')");
    const cursor = connection.execute(
      'select a, a as "a [size]", b as "b [size]", b, 1 as "c [none]" from t',
    );
    expect(cursor.description?.map(([name]) => name)).toEqual(["a", "a", "b", "b", "c"]);
    expect(cursor.fetchall()).toEqual([
      ["AB", 2, 4, 12.5, 1],
      [null, null, 2, Uint8Array.of(0, 255), 1],
    ]);
  });

  it("are not asked without detectTypes", () => {
    using connection = connect(":memory:");
    connection.registerConverter("loud", upper);
    connection.executescript("create table t(a loud); insert into t values('a')");
    expect(connection.execute('select a, a as "a [loud]" from t').fetchall()).toEqual([["a", "a"]]);
  });

  it("may throw, and cannot use their own cursor meanwhile", () => {
    using connection = connect(":memory:", { detectTypes: PARSE_COLNAMES });
    const cursor = connection.cursor();
    connection.registerConverter("boom", () => {
      throw new RangeError("boom");
    });
    connection.registerConverter("again", () => cursor.fetchone());
    cursor.execute('select 1 as "a [boom]"');
    expect(() => cursor.fetchone()).toThrow(new RangeError("boom"));
    cursor.execute('select 1 as "a [again]"');
    expect(() => cursor.fetchone()).toThrow("Recursive use of cursors not allowed.");
    expect(cursor.execute("select 1").fetchall()).toEqual([[1]]);
  });

  it("read dates as they are written, without anything registered", () => {
    using connection = connect(":memory:", { detectTypes: PARSE_DECLTYPES });
    connection.execute("create table t(d date, t timestamp)");
    const row = [new DateOnly(2024, 2, 29), new Timestamp(2024, 2, 29, 12, 30, 1, 5)];
    connection.execute("insert into t values(?, ?)", row);
    expect(connection.execute("select * from t").fetchone()).toEqual(row);
    expect(connection.execute("select cast(d as text) || '', t || '' from t").fetchone()).toEqual([
      "2024-02-29",
      "2024-02-29 12:30:01.000005",
    ]);
  });
});

describeEachEngine("adapters", () => {
  class Point {
    readonly x: number;
    readonly y: number;

    constructor(x: number, y: number) {
      this.x = x;
      this.y = y;
    }
  }

  it("belong to a connection", () => {
    using connection = connect(":memory:");
    using other = connect(":memory:");
    connection.registerAdapter(Point, ({ x, y }) => `${x};${y}`);
    expect(connection.execute("select ?", [new Point(1, 2)]).fetchone()).toEqual(["1;2"]);
    expect(() => other.execute("select ?", [new Point(1, 2)])).toThrow("type 'Point' is not supported");
    class Heir extends Point {}
    expect(() => connection.execute("select ?", [new Heir(1, 2)])).toThrow("type 'Heir' is not supported");
  });

  it("may be methods of the values themselves", () => {
    using connection = connect(":memory:");
    class Money {
      [PrepareProtocol.conform](protocol: unknown): unknown {
        return protocol === PrepareProtocol ? new Float(5) : undefined;
      }
    }
    expect(connection.execute("select typeof(?1), ?1", [new Money()]).fetchone()).toEqual(["real", 5]);
  });

  it("that throw throw to the one who executes", () => {
    using connection = connect(":memory:");
    connection.registerAdapter(Point, () => {
      throw new RangeError("no point");
    });
    expect(() => connection.execute("select ?", [new Point(1, 2)])).toThrow(new RangeError("no point"));
    expect(connection.execute("select 1").fetchone()).toEqual([1]);
  });
});

describe("a JavaScript Date", () => {
  it("is refused until it has an adapter, since there are too many ways", () => {
    using connection = connect(":memory:");
    expect(() => connection.execute("select ?", [new Date(0)])).toThrow("type 'Date' is not supported");
    connection.registerAdapter(Date, (date) => date.toISOString());
    expect(connection.execute("select ?", [new Date(0)]).fetchone()).toEqual(["1970-01-01T00:00:00.000Z"]);
  });
});
