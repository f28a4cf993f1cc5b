// Puts one database in the place of another again and again, between statements of every kind.
import { Error as Base, connect } from "pantry/sqlite3";

const STATEMENTS = [
  "select name from pragma_database_list",
  "select * from pragma_table_info('t')",
  "select value from json_each('[1, 2]')",
  "select value from json_tree('{}')",
  "select * from t",
  "select * from f where f match 'x'",
  "insert into t values(zeroblob(5000))",
  "create temp table if not exists other(a)",
];

using source = connect(":memory:");
source.executescript("create table t(a); insert into t values('kept'); create virtual table f using fts5(x)");
const sound = source.serialize();
const texts = [
  sound,
  sound,
  new TextEncoder().encode("no database"),
  sound.subarray(0, 700),
  new Uint8Array(4096),
];

for (const first of STATEMENTS) {
  using connection = connect(":memory:");
  for (const bytes of texts.flatMap((text) => [text, sound])) {
    for (const sql of [first, ...STATEMENTS]) attempt(() => connection.execute(sql).fetchall());
    attempt(() => connection.blobopen("t", "a", 1).close());
    attempt(() => connection.deserialize(bytes));
    attempt(() => connection.execute("select * from t").fetchall());
  }
}
console.log("done");

function attempt(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Base)) throw error;
  }
}
