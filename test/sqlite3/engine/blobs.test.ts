import { expect, it } from "vitest";
import type { EngineConnection } from "../../../src/sqlite3/engine/port.ts";
import { SQLITE_DBCONFIG_ENABLE_FKEY } from "../../../src/sqlite3/switches.ts";
import { describeEachEngine } from "./each-engine.ts";
import { errorOf, filled, opened, rowsOf } from "./harness.ts";

/** Why this value cannot be opened. */
function reason(
  connection: EngineConnection,
  table: string,
  column: string,
  rowid: number,
  readOnly = false,
): string {
  const [name, code, message] = errorOf(() =>
    connection.openBlob("main", table, column, BigInt(rowid), readOnly).close(),
  );
  return name === "OperationalError" && code === 1 ? message : `${name} ${code}: ${message}`;
}

describeEachEngine("a blob", (engine) => {
  it("is read and written in place", () => {
    const connection = filled(engine);
    const blob = connection.openBlob("main", "T", "B", 1n, false);
    expect([blob.length, blob.read(0, 2), blob.read(1, 1), blob.read(2, 0)]).toEqual([
      2,
      Uint8Array.of(1, 2),
      Uint8Array.of(2),
      new Uint8Array(),
    ]);
    blob.write(1, Uint8Array.of(9));
    expect(blob.read(0, 2)).toEqual(Uint8Array.of(1, 9));
    blob.close();
    expect(rowsOf(connection, "select b, typeof(b) from t where a = 1")).toEqual([
      [Uint8Array.of(1, 9), "blob"],
    ]);
  });

  it("may be a text, and stays one", () => {
    const connection = filled(engine);
    const blob = connection.openBlob("main", "t", "b", 2n, false);
    expect(blob.read(0, blob.length)).toEqual(new TextEncoder().encode("text"));
    blob.write(0, new TextEncoder().encode("né"));
    blob.close();
    expect(rowsOf(connection, "select b, typeof(b) from t where a = 2")).toEqual([["nét", "text"]]);
  });

  it("is any size, in any table, under any name", () => {
    const connection = opened(engine);
    rowsOf(connection, 'attach \':memory:\' as "at ""x"; create table "at ""x"."my ""t" (rowid, "a ""b")');
    rowsOf(
      connection,
      'insert into "my ""t" (_rowid_, "a ""b") values (7, zeroblob(300000)), (-3, zeroblob(0))',
    );
    const blob = connection.openBlob('at "x', 'my "t', 'a "b', 7n, false);
    blob.write(299_990, new Uint8Array(10).fill(7));
    expect([blob.length, blob.read(299_989, 2)]).toEqual([300_000, Uint8Array.of(0, 7)]);
    blob.close();
    const empty = connection.openBlob('at "x', 'my "t', 'a "b', -3n, true);
    expect([empty.length, empty.read(0, 0)]).toEqual([0, new Uint8Array()]);
    empty.close();
  });

  it("is refused for what has none", () => {
    const connection = filled(engine);
    expect(reason(connection, "nope", "b", 1)).toBe("no such table: main.nope");
    expect(reason(connection, "t", "z", 1)).toBe('no such column: "z"');
    expect(reason(connection, "t", "b", 9)).toBe("no such rowid: 9");
    expect(reason(connection, "t", "b", 3)).toBe("cannot open value of type null");
    expect(reason(connection, "t", "b", 4)).toBe("cannot open value of type integer");
    expect(reason(connection, "t", "b", 5)).toBe("cannot open value of type real");
    expect(reason(connection, "v", "b", 1)).toBe("cannot open view: v");
    expect(reason(connection, "w", "b", 1)).toBe("cannot open table without rowid: w");
    expect(reason(connection, "f", "x", 1)).toBe("cannot open virtual table: f");
    expect(errorOf(() => connection.openBlob("nope", "t", "b", 1n, true))[2]).toBe("no such table: nope.t");
  });

  it("is refused for writing in a column that an index or a foreign key has", () => {
    const connection = filled(engine);
    const type = "cannot open value of type integer";
    expect(reason(connection, "t", "c", 1)).toBe("cannot open indexed column for writing");
    expect(reason(connection, "t", "c", 1, true)).toBe(type);
    expect(reason(connection, "t", "d", 1)).toBe(type);
    connection.setConfig(SQLITE_DBCONFIG_ENABLE_FKEY, true);
    expect(reason(connection, "t", "d", 1)).toBe("cannot open foreign key column for writing");
    expect(reason(connection, "t", "d", 1, true)).toBe(type);
    expect(reason(connection, "t", "c", 1)).toBe("cannot open indexed column for writing");
    rowsOf(connection, "create index expression on t (abs(a))");
    expect(reason(connection, "t", "b", 1)).toBe("cannot open indexed column for writing");
  });

  it("cannot be written if it was opened for reading", () => {
    const blob = filled(engine).openBlob("main", "t", "b", 1n, true);
    const error = ["OperationalError", 8, "attempt to write a readonly database"];
    expect(errorOf(() => blob.write(0, Uint8Array.of(1)))).toEqual(error);
    blob.close();
  });

  it("expires when its row is changed or deleted", () => {
    for (const change of ["update t set b = 'other' where a = 1", "delete from t where a = 1"]) {
      const connection = filled(engine);
      const blob = connection.openBlob("main", "t", "b", 1n, false);
      rowsOf(connection, change);
      const aborted = ["OperationalError", 4, "query aborted"];
      expect(errorOf(() => blob.read(0, 2))).toEqual(aborted);
      expect(errorOf(() => blob.write(0, Uint8Array.of(1)))).toEqual(aborted);
      blob.close();
    }
  });
});
