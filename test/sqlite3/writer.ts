// Writes to a database that others write to, for some seconds, in transactions of any size, some of which it rolls back. Ends with what it
// has committed, as JSON: see `writer.py`, which does the same.
import { connect, OperationalError } from "pantry/sqlite3";
import { Dice } from "../pickletools/mutants.ts";

const [database = "", name = "", seconds = "", seed = ""] = process.argv.slice(2);
const dice = new Dice(Number(seed));
const connection = connect(database, { timeout: 30 });
connection.execute("pragma synchronous = off");
const seen = { rows: 0, commits: 0, rollbacks: 0, busy: 0, check: "" };
const end = performance.now() + Number(seconds) * 1000;
while (performance.now() < end) {
  const count = 1 + dice.below(19);
  try {
    connection.executemany("insert into rows values(?, ?)", rows(count));
    connection.execute("update counter set n = n + 1, total = total + ?", [count]);
    if (dice.below(5) === 0) {
      connection.rollback();
      seen.rollbacks += 1;
    } else {
      connection.commit();
      seen.rows += count;
      seen.commits += 1;
    }
  } catch (error) {
    if (!(error instanceof OperationalError) || !error.sqliteErrorname?.startsWith("SQLITE_BUSY"))
      throw error;
    connection.rollback();
    seen.busy += 1;
  }
}
seen.check = String(connection.execute("pragma integrity_check").fetchone()?.[0]);
connection.close();
console.log(JSON.stringify(seen));

function* rows(count: number): Generator<[string, number]> {
  for (let index = 1; index <= count; index += 1) yield [name, seen.rows + index];
}
