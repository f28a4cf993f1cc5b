import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Error as Base,
  type Connection,
  type ConnectOptions,
  connect,
  SQLITE_DENY,
  SQLITE_OK,
} from "pantry/sqlite3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeEachEngine } from "../engine/each-engine.ts";

const CAREFUL: ConnectOptions = { defensive: true, trustedSchema: false };

/** What the schema of a file from elsewhere makes the one do who only looks at it. */
const SCHEMA = `
  create table t(a);
  insert into t values(1);
  create view looked as select danger(a) as a from t;
  create trigger written after insert on t when new.a = 99 begin select danger(new.a); end;
`;

/** What SQLite asks a function for where it reads the schema already. */
const MORE: readonly string[] = [
  "create table more(a check (danger(a) > 0))",
  "create table more(a, b as (danger(a)))",
  "create index more on t(danger(a))",
  "create index more on t(a) where danger(a) > 0",
];

describeEachEngine("a schema that is not trusted", ({ hasHelper }) => {
  const folder = mkdtempSync(join(tmpdir(), "pantry-untrusted-"));
  const path = join(folder, "elsewhere.db");
  let calls = 0;

  beforeAll(() => {
    using connection = connect(path);
    connection.createFunction("danger", 1, (value) => value, { deterministic: true });
    connection.executescript(SCHEMA);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function opened(options: ConnectOptions): Connection {
    const connection = connect(path, options);
    calls = 0;
    connection.createFunction("danger", 1, () => ++calls, { deterministic: true });
    return connection;
  }

  const USES = ["select a from looked", "insert into t values(99)"];

  it.for(USES)("does not call functions of yours: %s", (sql) => {
    using careful = opened(CAREFUL);
    expect(() => careful.execute(sql).fetchall()).toThrow(
      expect.objectContaining({ name: "OperationalError", message: "unsafe use of danger()" }),
    );
    expect(calls).toBe(0);
    expect(careful.execute("select danger(1)").fetchone()).toEqual([1]);
  });

  it.for(MORE)("is refused as a whole if it calls functions by itself: %s", (sql) => {
    const file = join(folder, "more.db");
    {
      using connection = connect(file);
      connection.createFunction("danger", 1, () => 1, { deterministic: true });
      connection.executescript(`create table t(a); ${sql}`);
    }
    using connection = connect(file, CAREFUL);
    let called = false;
    const danger = () => {
      called = true;
      return 1;
    };
    connection.createFunction("danger", 1, danger, { deterministic: true });
    const message = "malformed database schema (more) - unsafe use of danger()";
    expect(() => connection.execute("select * from t")).toThrow(
      expect.objectContaining({ name: "DatabaseError", message, sqliteErrorname: "SQLITE_CORRUPT" }),
    );
    expect(called).toBe(false);
    rmSync(file);
  });

  it("does if it is trusted, which is the default", () => {
    using trusting = opened({});
    trusting.execute("select a from looked").fetchall();
    expect(calls).toBe(1);
  });

  it("does not call what is for statements only, trusted or not", () => {
    using connection = connect(path);
    connection.createFunction("danger", 1, () => 1, { directOnly: true });
    expect(() => connection.execute("select a from looked")).toThrow("unsafe use of danger()");
    expect(connection.execute("select danger(5)").fetchone()).toEqual([1]);
  });

  it.runIf(hasHelper)("calls what is said to be harmless", () => {
    using connection = connect(path, CAREFUL);
    connection.createFunction("danger", 1, () => 5, { innocuous: true });
    expect(connection.execute("select a from looked").fetchall()).toEqual([[5]]);
  });

  it("cannot be rewritten, nor can the file be spoilt", () => {
    const acts = [
      "pragma writable_schema = on; update sqlite_schema set sql = 'nonsense'",
      "pragma writable_schema = on; delete from sqlite_schema",
      "pragma writable_schema = on; insert into sqlite_schema values('table', 'x', 'x', 1, 'x')",
    ];
    for (const script of acts) {
      using connection = opened(CAREFUL);
      expect(() => connection.executescript(script)).toThrow("table sqlite_master may not be modified");
    }
    using connection = opened(CAREFUL);
    connection.executescript("pragma journal_mode = off");
    expect(connection.execute("pragma journal_mode").fetchone()).not.toEqual(["off"]);
  });

  it("can be without what would overflow a stack", () => {
    using connection = opened(CAREFUL);
    const deep = [
      `select ${"(".repeat(5000)}1${")".repeat(5000)}`,
      `select ${"1+".repeat(100_000)}1`,
      `select 1${" union all select 1".repeat(5000)}`,
      `select ${"abs(".repeat(5000)}1${")".repeat(5000)}`,
      `select * from t where a in (${"select a from t where a in (".repeat(2000)}1${")".repeat(2000)})`,
      `with ${Array.from({ length: 3000 }, (_, i) => `v${i} as (select * from v${i + 1})`).join()} select * from v0`,
      `select ${"?,".repeat(300_000)}?`,
      `select ${"x,".repeat(40_000)}1`,
    ];
    for (const sql of deep) expect(() => connection.execute(sql).fetchall(), sql.slice(0, 40)).toThrow(Base);
    expect(connection.execute("select 1").fetchone()).toEqual([1]);
  });

  it("ends a recursion that has no end by a limit of its rows", () => {
    using connection = opened(CAREFUL);
    const rows = connection.execute(
      "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n",
    );
    expect(rows.fetchmany(1000)).toHaveLength(1000);
    connection.execute("pragma recursive_triggers = on");
    connection.execute("create temp table r(a)");
    connection.execute(
      "create temp trigger again after insert on r begin insert into r values(new.a + 1); end",
    );
    expect(() => connection.execute("insert into r values(1)")).toThrow(
      "too many levels of trigger recursion",
    );
  });

  it("is kept from other files by an authorizer, and from extensions by default", () => {
    using connection = opened(CAREFUL);
    expect(() => connection.execute("select load_extension('/lib/evil')")).toThrow("not authorized");
    expect(() => connection.loadExtension("/lib/evil")).toThrow(Base);
    const ATTACH = 24;
    connection.setAuthorizer((action) => (action === ATTACH ? SQLITE_DENY : SQLITE_OK));
    expect(() => connection.execute("attach ? as other", [join(folder, "other.db")])).toThrow(
      "not authorized",
    );
    expect(connection.execute("select a from t").fetchone()).toEqual([1]);
  });
});
