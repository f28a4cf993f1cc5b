// Does with each file that it is given what one does with a database, and tells how it went as a line of JSON for each: the errors of
// PEP 249 by name, and whatever else was thrown.
import { Error as Base, type Connection, connect } from "pantry/sqlite3";

const UNREADABLE = "select name, sql from sqlite_schema";

/** Each of these may fail, and the next must work or fail in its turn. */
const ACTS: readonly ((connection: Connection) => unknown)[] = [
  (connection) => connection.execute("pragma synchronous = off"),
  (connection) => connection.execute(UNREADABLE).fetchall(),
  (connection) => connection.execute("pragma integrity_check(5)").fetchall(),
  (connection) => connection.execute("pragma quick_check(5)").fetchall(),
  (connection) => connection.execute("select count(*), sum(length(a)), max(b) from t").fetchall(),
  (connection) => connection.execute("select * from t where b > 5 order by b").fetchmany(20),
  (connection) => Array.from(connection.execute("select a, b from t order by a limit 50")),
  (connection) => connection.execute("select * from w natural join t limit 20").fetchall(),
  (connection) => connection.execute("select x from f where f match 'seven'").fetchall(),
  (connection) => Array.from(connection.iterdump()).length,
  (connection) =>
    connection.executemany("insert into t(a, b) values(?, ?)", [
      ["new", 1],
      [new Uint8Array(5000), 2],
    ]),
  (connection) => connection.execute("update t set b = b + 1 where rowid % 3 = 0"),
  (connection) => connection.execute("delete from t where rowid % 5 = 0 returning a").fetchall(),
  (connection) => connection.commit(),
  (connection) => connection.rollback(),
  (connection) => {
    using blob = connection.blobopen("t", "a", 8);
    blob.read();
    blob.seek(0);
    blob.write(new Uint8Array(Math.min(blob.length, 1)));
  },
  (connection) => connection.execute("create index if not exists other on t(b, a)"),
  (connection) => connection.execute("reindex"),
  (connection) => connection.serialize().length,
  (connection) => {
    using copy = connect(":memory:");
    connection.backup(copy);
    copy.execute("select count(*) from t").fetchall();
  },
  (connection) => {
    connection.rollback();
    connection.execute("vacuum");
  },
];

for (const path of process.argv.slice(2)) console.log(JSON.stringify(use(path)));

function use(path: string): string[] {
  const thrown: string[] = [];
  const attempt = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      thrown.push(error instanceof Base ? error.name : `${error} ${(error as Error).stack}`);
    }
  };
  attempt(() => {
    using connection = connect(path, { timeout: 0.1 });
    for (const act of ACTS) attempt(() => act(connection));
  });
  return thrown;
}
