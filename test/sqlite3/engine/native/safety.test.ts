import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { assistedEngine } from "../../../../src/sqlite3/engine/engines.ts";
import {
  type Bindable,
  type Engine,
  type EngineConnection,
  type EngineRow,
  TextBytes,
} from "../../../../src/sqlite3/engine/port.ts";
import { FLAGS, opened, PLAIN_ROWS } from "../harness.ts";

const engine = assistedEngine();

function rowsOf(connection: EngineConnection, sql: string, values: readonly Bindable[] = []): EngineRow[] {
  const statement = connection.prepare(sql);
  const first = statement?.start(values, PLAIN_ROWS);
  const rows = first === undefined ? [] : [first, ...(statement?.take(1e9) ?? [])];
  statement?.finalize();
  return rows;
}

function numbers(limit: number): string {
  return `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${limit})`;
}

/** The messages of what is refused, each only once. */
function refusals(...acts: (() => unknown)[]): string[] {
  const messages = acts.map((act) => {
    try {
      act();
      return "not refused";
    } catch (error) {
      return String(error);
    }
  });
  return [...new Set(messages)];
}

describe.skipIf(engine === undefined)("the helper (skipped where it is not built)", () => {
  const open = () => opened(engine as Engine);

  it("refuses to close or to touch what runs inside a callback", () => {
    const connection = open();
    const seen: string[][] = [];
    connection.createFunction(
      "f",
      1,
      () => {
        seen.push(
          refusals(() => connection.close()),
          refusals(
            () => statement?.start([], PLAIN_ROWS),
            () => statement?.take(1),
            () => statement?.finalize(),
          ),
        );
        return 1;
      },
      FLAGS,
    );
    const statement = connection.prepare("select f(value) from json_each('[1,2]')");
    expect(statement?.start([], PLAIN_ROWS)).toEqual([1]);
    expect(statement?.next()).toEqual([1]);
    const inUse = "ProgrammingError: Cannot use a statement inside a callback that it has called";
    expect(seen[0]).toEqual(["ProgrammingError: Cannot close the connection inside a callback"]);
    expect(seen[1]).toContain(inUse);
    expect(seen[3]).toEqual([inUse]);
  });

  it("lets authorizer and progress handler do nothing but interrupt", () => {
    const connection = open();
    const idle = connection.prepare("select 1");
    const seen: string[][] = [];
    const meddle = () => {
      connection.interrupt();
      seen.push(
        refusals(
          () => connection.prepare("select 1"),
          () => idle?.start([], PLAIN_ROWS),
          () => connection.close(),
          () => connection.setAuthorizer(null),
          () => connection.createFunction("f", 0, () => 1, FLAGS),
        ),
      );
    };
    connection.setAuthorizer(() => {
      meddle();
      return 0;
    });
    connection.prepare("select 1");
    connection.setAuthorizer(null);
    connection.setProgressHandler(() => {
      meddle();
      return true;
    }, 1);
    expect(refusals(() => rowsOf(connection, "select 1"))).toEqual(["OperationalError: interrupted"]);
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen.flat())).toEqual(
      new Set([
        "ProgrammingError: Cannot use the connection inside its authorizer, progress handler or a collation, or while a backup is written to it",
      ]),
    );
  });

  it("keeps rows apart from those that callbacks read meanwhile", () => {
    const connection = open();
    const long = "ä".repeat(2000);
    connection.createFunction(
      "f",
      1,
      (value = null) => {
        const inner = rowsOf(connection, `${numbers(50)} select i, 'inner' || i, x'ff', ? from n`, [long]);
        return `${value}:${inner[49]?.[1]}:${String(inner[49]?.[3]).length}`;
      },
      FLAGS,
    );
    const rows = rowsOf(connection, `${numbers(100)} select i, 'outer' || i, f(i), x'01', ? from n`, [long]);
    expect(rows).toHaveLength(100);
    rows.forEach((row, index) => {
      const i = index + 1;
      expect(row).toEqual([i, `outer${i}`, `${i}:inner50:2000`, new Uint8Array([1]), long]);
    });
  });

  it("keeps parameters and statuses apart from what an aggregate does when its statement is reset", () => {
    const connection = open();
    let isReset = false;
    connection.createAggregate(
      "s",
      1,
      () => ({
        step: () => undefined,
        inverse: () => undefined,
        value: () => 1,
        finalize: () => {
          isReset = true;
          rowsOf(connection, "select ?, ?, ?", ["x", new Uint8Array(3), 7]);
          connection.prepare("select 1")?.start([], PLAIN_ROWS);
          return 1;
        },
      }),
      true,
    );
    const statement = connection.prepare(
      "select s(value) over (order by value), ? from json_each('[1,2,3]')",
    );
    expect(statement?.start(["first"], PLAIN_ROWS)).toEqual([1, "first"]);
    expect(statement?.start(["second"], PLAIN_ROWS)).toEqual([1, "second"]);
    expect(isReset).toBe(true);
    isReset = false;
    statement?.reset();
    expect(isReset).toBe(true);
    statement?.start(["third"], PLAIN_ROWS);
    isReset = false;
    statement?.finalize();
    expect(isReset).toBe(true);
  });

  it("survives callbacks that throw, as they are told not to", () => {
    const connection = open();
    const thrower = () => {
      throw new Error("told not to");
    };
    connection.createFunction("f", -1, thrower, FLAGS);
    connection.createAggregate("none", 1, thrower, false);
    connection.createAggregate("step", 1, () => ({ step: thrower, finalize: () => 1 }), false);
    connection.createAggregate("final", 1, () => ({ step: () => undefined, finalize: thrower }), false);
    connection.createCollation("c", thrower);
    const run = (sql: string) => () => rowsOf(connection, sql);
    expect(refusals(run("select f(1)"))).toEqual([
      "OperationalError: user-defined function raised exception",
    ]);
    expect(refusals(run("select none(1)"), run("select step(1)"))).toEqual([
      "OperationalError: user-defined aggregate's 'step' method raised error",
    ]);
    expect(refusals(run("select final(1)"))).toEqual([
      "OperationalError: user-defined aggregate's 'finalize' method raised error",
    ]);
    expect(
      rowsOf(connection, "select value from json_each('[2,1]') order by value || '' collate c"),
    ).toHaveLength(2);
    connection.setAuthorizer(thrower);
    expect(refusals(() => connection.prepare("select 1"))).toEqual(["DatabaseError: not authorized"]);
    connection.setAuthorizer(null);
    connection.setProgressHandler(thrower, 1);
    expect(refusals(run("select 1"))).toEqual(["OperationalError: interrupted"]);
    connection.setProgressHandler(null, 0);
    connection.setTrace(thrower);
    expect(rowsOf(connection, "select 1")).toEqual([[1]]);
  });

  it("refuses everything once the connection is closed, but closing", () => {
    const connection = open();
    const other = open();
    rowsOf(connection, "create table t(a)");
    rowsOf(connection, "insert into t values (x'00')");
    const statement = connection.prepare("select 1");
    const blob = connection.openBlob("main", "t", "a", 1n, false);
    const backup = connection.openBackup(other, "main");
    backup.step(1);
    connection.close();
    statement?.reset();
    statement?.finalize();
    blob.close();
    backup.finish();
    connection.close();
    expect(
      refusals(
        () => connection.prepare("select 1"),
        () => connection.changes,
        () => connection.inTransaction,
        () => connection.interrupt(),
        () => connection.createFunction("f", 1, null, FLAGS),
        () => connection.setTrace(null),
        () => connection.serialize("main"),
        () => connection.getLimit(0),
        () => statement?.start([], PLAIN_ROWS),
        () => statement?.columns(),
        () => blob.read(0, 1),
        () => backup.step(1),
        () => other.openBackup(connection, "main"),
      ),
    ).toEqual(["ProgrammingError: Cannot operate on a closed database."]);
    expect(rowsOf(other, "select 1")).toEqual([[1]]);
  });

  it("leaves the target of a backup alone until that ends", () => {
    const [source, target] = [open(), open()];
    rowsOf(source, `create table t as ${numbers(5000)} select i from n`);
    const backup = source.openBackup(target, "main");
    backup.step(1);
    expect(
      refusals(
        () => target.prepare("select 1"),
        () => target.close(),
      ),
    ).toHaveLength(1);
    expect(rowsOf(source, "select count(*) from t")).toEqual([[5000]]);
    backup.step(-1);
    backup.finish();
    backup.finish();
    expect(rowsOf(target, "select count(*) from t")).toEqual([[5000]]);
  });

  it("puts no database in the place of one that is being read", () => {
    const connection = open();
    rowsOf(connection, "create table t(a)");
    rowsOf(connection, `insert into t ${numbers(1000)} select zeroblob(i) from n`);
    const bytes = connection.serialize("main");
    const statement = connection.prepare("select length(a) from t");
    statement?.start([], PLAIN_ROWS);
    const busy = ["OperationalError: database is locked"];
    expect(refusals(() => connection.deserialize(bytes, "main"))).toEqual(busy);
    expect(statement?.take(1e9)).toHaveLength(999);
    const blob = connection.openBlob("main", "t", "a", 5n, true);
    expect(refusals(() => connection.deserialize(bytes, "main"))).toEqual(busy);
    blob.close();
    connection.createFunction(
      "f",
      0,
      () => {
        expect(refusals(() => connection.deserialize(bytes, "main"))).toEqual(busy);
        return 1;
      },
      FLAGS,
    );
    expect(rowsOf(connection, "select f()")).toEqual([[1]]);
    connection.deserialize(bytes, "main");
    expect(statement?.start([], PLAIN_ROWS)).toEqual([1]);
  });

  it("keeps a group apart from another that ends, and one that never was", () => {
    const connection = open();
    connection.createAggregate(
      "list",
      1,
      () => {
        const seen: unknown[] = [];
        return { step: (value) => void seen.push(value), finalize: () => seen.join() };
      },
      false,
    );
    expect(
      rowsOf(
        connection,
        `${numbers(9)} select i % 3, list(i), list(-i), (select list(i) from n where i > 9) from n group by 1`,
      ),
    ).toEqual([
      [0, "3,6,9", "-3,-6,-9", null],
      [1, "1,4,7", "-1,-4,-7", null],
      [2, "2,5,8", "-2,-5,-8", null],
    ]);
  });

  it("passes rows wider than the buffer, and as many parameters", () => {
    const connection = open();
    const ones = `values (${"1, ".repeat(1999)}1)`;
    expect(rowsOf(connection, `${ones} union all ${ones}`)).toEqual(Array(2).fill(Array(2000).fill(1)));
    const values = Array.from({ length: 2000 }, (_, index) => (index % 3 === 0 ? `text ${index}` : index));
    const wide = `values (${"?, ".repeat(1999)}?)`;
    expect(rowsOf(connection, wide, values)).toEqual([values]);
    const many = Array.from({ length: 32_766 }, (_, index) => index);
    const list = `select sum(column1) from (values ${many.map(() => "(?)").join()})`;
    expect(rowsOf(connection, list, many)).toEqual([[(32_765 * 32_766) / 2]]);
  });

  it("passes text and bytes of every size, alone and in batches", () => {
    const connection = open();
    rowsOf(connection, "create table t(size, a, b, c)");
    const sizes = [0, 1, 2, 1023, 1024, 1025, 1364, 1365, 1366, 4095, 4096, 4097, 12_288, 50_000];
    for (const size of sizes)
      for (const unit of ["a", "é", "€", "😀", "a\0"])
        rowsOf(connection, "insert into t values (?, ?, ?, ?)", [
          size,
          unit.repeat(size),
          new Uint8Array(size).fill(7),
          size % 2 === 0 ? null : unit,
        ]);
    const rows = rowsOf(connection, "select size, a, b, c from t");
    const statement = connection.prepare("select size, a, b, c from t");
    let index = 0;
    for (const size of sizes)
      for (const unit of ["a", "é", "€", "😀", "a\0"]) {
        const row = [size, unit.repeat(size), new Uint8Array(size).fill(7), size % 2 === 0 ? null : unit];
        expect(rows[index]).toEqual(row);
        expect(index === 0 ? statement?.start([], PLAIN_ROWS) : statement?.next()).toEqual(row);
        index++;
      }
  });

  it("takes for text what is UTF-8, and nothing else", () => {
    const connection = open();
    const statement = connection.prepare("select cast(? as text), 'x'");
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const bytes = [
      0, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xed,
    ];
    const all = [...bytes, 0xee, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff];
    let state = 1;
    const random = (limit: number) => {
      state = (state * 48_271) % 0x7fffffff;
      return state % limit;
    };
    let valid = 0;
    for (let round = 0; round < 5000; round++) {
      const text = Uint8Array.from({ length: 1 + random(12) }, () => all[random(all.length)] as number);
      if (round % 2 === 0)
        text.set(new TextEncoder().encode(String.fromCodePoint(random(0x110000))).subarray(0, text.length));
      let wanted: string | undefined;
      try {
        wanted = decoder.decode(text);
        valid++;
      } catch {}
      const read = () => statement?.start([text], PLAIN_ROWS)?.[0];
      if (wanted === undefined) expect(read).toThrow("Could not decode to UTF-8 column");
      else expect(read()).toBe(wanted);
      expect(statement?.start([text], { ...PLAIN_ROWS, textAsBytes: true })?.[0]).toEqual(
        new TextBytes(text),
      );
    }
    expect(valid).toBeGreaterThan(200);
  });

  it("gives the rows before one that fails, then the error", () => {
    const connection = open();
    const statement = connection.prepare(
      `${numbers(9)} select i, case i when 5 then cast(x'ff' as text) else 'é' || i end as c from n`,
    );
    expect(statement?.start([], PLAIN_ROWS)).toEqual([1, "é1"]);
    expect(statement?.take(100)).toEqual([
      [2, "é2"],
      [3, "é3"],
      [4, "é4"],
    ]);
    expect(() => statement?.take(100)).toThrow("Could not decode to UTF-8 column 'c' with text '\ufffd'");
    expect(statement?.take(100)).toEqual([]);
    expect(statement?.isBusy).toBe(false);
  });

  it("lets go of everything that is closed, replaced or forgotten", { timeout: 240_000 }, () => {
    const args = [
      "--expose-gc",
      "--conditions=source",
      "--disable-warning=ExperimentalWarning",
      join(import.meta.dirname, "growth.ts"),
    ];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
    for (const [kind, megabytes] of Object.entries(JSON.parse(stdout)))
      expect([kind, megabytes]).toEqual([kind, expect.toSatisfy((grown: number) => grown < 12)]);
  });
});
