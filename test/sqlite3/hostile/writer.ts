// Writes rows to a database and says after each commit how many there are, until it is killed, or fails: then it says why, and whether the
// connection still works.
import { Error as Base, connect } from "pantry/sqlite3";

const [path = "", ...pragmas] = process.argv.slice(2);
const connection = connect(path, { timeout: 0 });
for (const pragma of pragmas) connection.execute(`pragma ${pragma}`).fetchall();
connection.execute("create table if not exists t(a, b)");
let rows = 0;
try {
  for (;;) {
    connection.executemany(
      "insert into t values(?, ?)",
      Array.from({ length: 50 }, (_, index) => [rows + index, "x".repeat(200)]),
    );
    connection.commit();
    rows += 50;
    console.log(rows);
  }
} catch (error) {
  if (!(error instanceof Base)) throw error;
  connection.rollback();
  const count = connection.execute("select count(*) from t").fetchone()?.[0];
  console.log(JSON.stringify([error.name, error.message, error.sqliteErrorname, rows, count]));
}
