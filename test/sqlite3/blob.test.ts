import {
  type Blob,
  type Connection,
  connect,
  ProgrammingError,
  SEEK_CUR,
  SEEK_END,
  SEEK_SET,
} from "pantry/sqlite3";
import { expect, it } from "vitest";
import { describeEachEngine } from "./engine/each-engine.ts";

const BYTES = Uint8Array.from({ length: 20 }, (_, index) => index);

function filled(): Connection {
  const connection = connect(":memory:");
  connection.execute("create table t(a)");
  connection.execute("insert into t values(?)", [BYTES]);
  connection.commit();
  return connection;
}

function read(connection: Connection): unknown {
  return connection.execute("select a from t").fetchone()?.[0];
}

describeEachEngine("a blob", ({ hasHelper }) => {
  it("is read on from where it is", () => {
    using connection = filled();
    using blob = connection.blobopen("t", "a", 1);
    expect(blob.length).toBe(20);
    expect([blob.read(3), blob.tell()]).toEqual([Uint8Array.of(0, 1, 2), 3]);
    expect(blob.read(0)).toEqual(new Uint8Array());
    expect(blob.read()).toEqual(BYTES.slice(3));
    expect([blob.read(), blob.read(5), blob.tell()]).toEqual([new Uint8Array(), new Uint8Array(), 20]);
    blob.seek(-2, SEEK_END);
    blob.seek(-3, SEEK_CUR);
    expect(blob.read(100)).toEqual(BYTES.slice(15));
    blob.seek(0, SEEK_SET);
    for (const [offset, origin] of [
      [-1, SEEK_SET],
      [21, SEEK_SET],
      [1, SEEK_END],
      [-1, SEEK_CUR],
    ] as const)
      expect(() => blob.seek(offset, origin)).toThrow(new RangeError("offset out of blob range"));
    expect(() => blob.seek(0, 7)).toThrow(RangeError);
    expect(() => blob.seek(0.5)).toThrow(TypeError);
    expect(blob.tell()).toBe(0);
  });

  it("is written in place, and never grows", () => {
    using connection = filled();
    using blob = connection.blobopen("t", "a", 1);
    blob.write(Uint8Array.of(9, 9));
    blob.seek(18);
    expect(() => blob.write(new Uint8Array(3))).toThrow(new RangeError("data longer than blob length"));
    blob.write(Uint8Array.of(7, 8));
    expect(() => blob.write(Uint8Array.of(1))).toThrow(RangeError);
    blob.write(new Uint8Array());
    expect(blob.tell()).toBe(20);
    expect(read(connection)).toEqual(Uint8Array.of(9, 9, ...BYTES.slice(2, 18), 7, 8));
  });

  it("has bytes by index", () => {
    using connection = filled();
    using blob = connection.blobopen("t", "a", 1);
    expect([blob.get(0), blob.get(-1), blob.slice(2, 4), blob.slice(-2), blob.slice(5, 2)]).toEqual([
      0,
      19,
      Uint8Array.of(2, 3),
      Uint8Array.of(18, 19),
      new Uint8Array(),
    ]);
    blob.set(0, 255);
    blob.set(-2, Uint8Array.of(1, 2));
    expect(blob.slice()).toEqual(Uint8Array.of(255, ...BYTES.slice(1, 18), 1, 2));
    for (const index of [20, -21]) {
      expect(() => blob.get(index)).toThrow(new RangeError("Blob index out of range"));
      expect(() => blob.set(index, 1)).toThrow(RangeError);
    }
    for (const byte of [256, -1, 0.5]) expect(() => blob.set(0, byte)).toThrow(RangeError);
    expect(() => blob.set(19, new Uint8Array(2))).toThrow(RangeError);
    expect(() => blob.get(0.5)).toThrow(TypeError);
    expect(blob.tell()).toBe(0);
  });

  it("is closed by `using` and by `close`, and refuses everything then", () => {
    using connection = filled();
    let kept: Blob;
    {
      using blob = connection.blobopen("t", "a", 1);
      kept = blob;
    }
    kept.close();
    for (const act of [
      () => kept.read(),
      () => kept.write(new Uint8Array()),
      () => kept.get(0),
      () => kept.set(0, 1),
      () => kept.slice(),
      () => kept.seek(0),
      () => kept.tell(),
      () => kept.length,
    ])
      expect(act).toThrow(new ProgrammingError("Cannot operate on a closed blob."));
    const other = connection.blobopen("t", "a", 1);
    connection.close();
    expect(() => other.read()).toThrow("Cannot operate on a closed database.");
  });

  it("expires when its row changes otherwise", () => {
    using connection = filled();
    using blob = connection.blobopen("t", "a", 1);
    connection.execute("update t set a = x'0102'");
    expect(() => blob.read()).toThrow(
      expect.objectContaining({ name: "OperationalError", sqliteErrorname: "SQLITE_ABORT" }),
    );
  });

  it("that is for reading is not written", () => {
    using connection = filled();
    using blob = connection.blobopen("t", "a", 1, { readonly: true });
    expect(() => blob.write(Uint8Array.of(9))).toThrow(
      expect.objectContaining({ name: "OperationalError", message: "attempt to write a readonly database" }),
    );
    expect(blob.read(1)).toEqual(Uint8Array.of(0));
  });

  it("is opened only where there is one", () => {
    using connection = filled();
    connection.executescript("create view v as select a from t; insert into t values(5), (null)");
    for (const [table, column, row] of [
      ["x", "a", 1],
      ["t", "x", 1],
      ["t", "a", 99],
      ["t", "a", 2],
      ["t", "a", 3],
      ["v", "a", 1],
    ] as const)
      expect(() => connection.blobopen(table, column, row), `${table}.${column} ${row}`).toThrow(
        connection.OperationalError,
      );
    expect(() => connection.blobopen("t", "a", 1, { name: "nowhere" })).toThrow(connection.OperationalError);
    using blob = connection.blobopen("t", "a", 1n);
    expect(blob.length).toBe(20);
  });

  it("of many bytes is read in pieces", () => {
    using connection = connect(":memory:");
    connection.execute("create table t(a)");
    connection.execute("insert into t values(zeroblob(3000000))");
    using blob = connection.blobopen("t", "a", 1);
    for (let offset = 0; offset < 3_000_000; offset += 100_000) {
      blob.seek(offset);
      blob.write(new Uint8Array(100_000).fill(offset / 100_000));
    }
    blob.seek(2_500_000 - 1);
    expect(blob.read(2)).toEqual(Uint8Array.of(24, 25));
    const cursor = connection.execute("select length(a), substr(a, 150001, 1) from t");
    expect(cursor.fetchone()).toEqual([3_000_000, Uint8Array.of(1)]);
  });

  it.runIf(hasHelper)("takes nothing but bytes", () => {
    using connection = filled();
    using blob = connection.blobopen("t", "a", 1);
    for (const value of ["text", 5, null]) expect(() => blob.write(value as never)).toThrow(TypeError);
    for (const value of ["text", 5n, null]) expect(() => blob.set(0, value as never)).toThrow(TypeError);
    expect(read(connection)).toEqual(BYTES);
  });
});
